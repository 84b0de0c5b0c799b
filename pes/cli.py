"""Entry point of `pes`: finds the command, turns refusals into one line and an exit code."""

import importlib
import sys
import traceback

import typer
from sqlalchemy.exc import DBAPIError
from typer import _click as click
from typer._click.exceptions import ClickException, NoArgsIsHelpError
from typer.core import TyperGroup

from pes.commands import COMMANDS
from pes.output import note
from pes.usage import EXIT_CODE, WrongUsage, usage_line
from runtime.clock import now
from runtime.errors import ServiceError
from runtime.logging import configure_logging
from runtime.messages import N_
from runtime.settings import state_dir
from tenants.patience import DatabaseAway, is_away


class NoSuchCommand(WrongUsage):
    """The table has no such name."""

    message = N_("没有命令“%(name)s”。用法见 pes --help。")


class CommandTable(TyperGroup):
    """Looks commands up in `COMMANDS` and imports only the module that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command:
        """The command of that name. Raises NoSuchCommand."""
        if cmd_name not in COMMANDS:
            raise NoSuchCommand(name=cmd_name)
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
        sys.exit(app(prog_name="pes", standalone_mode=False) or 0)
    except NoArgsIsHelpError as error:
        error.show()
        sys.exit(EXIT_CODE)
    except ClickException as error:
        note(usage_line(error))
        sys.exit(error.exit_code)
    except ServiceError as refusal:
        note(refusal.text())
        sys.exit(EXIT_CODE if isinstance(refusal, WrongUsage) else 1)
    except DBAPIError as error:
        note(DatabaseAway().text() if is_away(error) else _crashed(error))
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the last resort: one line, the rest in the log
        note(_crashed(error))
        sys.exit(1)


def _crashed(error: Exception) -> str:
    """Write the traceback in hand to the log of the command line; returns a line that says so."""
    log = state_dir() / "logs" / "pes.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as stream:
        stream.write(
            f"{now().isoformat()} pes {' '.join(sys.argv[1:])}\n{traceback.format_exc()}\n"
        )
    return f"出现意外错误（{type(error).__name__}）。详情见 {log}，可用 pes doctor 检查。"


if __name__ == "__main__":
    main()
