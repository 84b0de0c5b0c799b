"""The commands of `pes`, one module a group, and the table that names them.

How to add a command
--------------------
1. Write `pes/commands/<module>.py` with a module-level `app = typer.Typer()` whose commands carry
   the names people type::

       app = typer.Typer()

       @app.command("reconcile", help="比较索引与数据库并修复差异")
       def reconcile(as_json: JsonFlag = False) -> None:
           '''Compare index and database and repair what differs.'''
           ensure_deployment()
           answer = ...
           show_json(answer) if as_json else show_text("…")

   A group (`pes audit verify`) is a second Typer added with `app.add_typer(audit, name="audit")`.
2. Add one line for each top-level name to `COMMANDS` below. A module is imported only when one of
   its commands is used, so a heavy import costs nobody else.

What the frame does for you (`pes/cli.py`, `pes/output.py`)
-----------------------------------------------------------
* `JsonFlag`, `show_json(obj)`, `show_json_line(obj)`: the only writers to stdout with `--json`.
* `show_text(...)`: for people, on stdout. `progress()`, `note(...)`: for people, on stderr.
* `raise` any `ServiceError`: one Chinese line on stderr and exit 1. Do not catch it yourself.
* `raise typer.Exit(1)` where the answer itself says no (`audit verify`). Wrong usage exits 2.
* `ensure_deployment()` (from `pes.deployment`): servers up, schema current, settings read.
"""

COMMANDS: dict[str, str] = {
    "up": "up",
    "down": "servers",
    "status": "servers",
    "doctor": "doctor",
    "migrate": "database",
    "backup": "backup",
    "restore": "backup",
    "demo": "demo",
    "import": "importing",
    "match": "match",
    "recommendations": "recommendations",
    "explain": "explain",
    "eligible": "eligible",
    "assign": "assign",
    "evaluate": "evaluate",
    "train": "models",
    "models": "models",
    "understand": "understand",
    "search": "search",
    "reindex": "reindex",
    "reconcile": "reconcile",
    "audit": "audit",
    "bench": "bench",
}
"""Top-level command → module in this package; the order is the order of `pes --help`."""
