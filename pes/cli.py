"""Entry point of `pes`: finds the command, turns refusals into one line and an exit code."""

import importlib
import sys

import typer
from typer import _click as click
from typer.core import TyperGroup

from pes.commands import COMMANDS
from pes.output import note
from runtime.errors import ServiceError
from runtime.logging import configure_logging


class CommandTable(TyperGroup):
    """Looks commands up in `COMMANDS` and imports only the module that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """The command of that name, or None (wrong usage)."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"pes.commands.{COMMANDS[cmd_name]}")
        return _named(typer.main.get_command(module.app), cmd_name)


def _named(command: click.Command, name: str) -> click.Command:
    """A Typer with one command is that command; one with several is a group that holds it."""
    if isinstance(command, TyperGroup):
        return command.commands[name]
    command.name = name
    return command


HELP = "OpenPES：公共就业服务平台的命令。每个命令都接受 --json。"
app = typer.Typer(
    cls=CommandTable,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback(help=HELP)
def root() -> None:
    """Make `pes` a group even while it is empty."""


def main() -> None:
    """Run `pes`: exit 0 done, 1 refused or failed (one line says what to do), 2 wrong usage."""
    configure_logging()
    try:
        app()
    except ServiceError as refusal:
        note(refusal.text())
        sys.exit(1)


if __name__ == "__main__":
    main()
