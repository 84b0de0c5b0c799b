"""`pes up`, `pes down`, `pes status`."""

import typer

app = typer.Typer()
