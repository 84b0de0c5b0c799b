"""Wrong usage of a command: one Chinese line that says what is wrong and where help is."""

from typer._click import exceptions as wrong

from runtime.errors import Invalid

EXIT_CODE = 2


class WrongUsage(Invalid):
    """An argument that no command takes; what is stored has nothing to do with it."""


def usage_line(error: wrong.ClickException) -> str:
    """Return what to say about click's refusal of a command line."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "pes"
    return f"{_fault(error)}用法见 {command} --help。"


def _fault(error: wrong.ClickException) -> str:
    if isinstance(error, wrong.NoSuchOption):
        return f"没有选项 {error.option_name}。"
    if isinstance(error, wrong.BadOptionUsage):
        return f"选项 {error.option_name} 用得不对，可能缺少或多了值。"
    if isinstance(error, wrong.MissingParameter):
        return f"缺少 {_name(error)}。"
    if isinstance(error, wrong.BadParameter):
        return f"{_name(error)} 的值不对。"
    return "命令的写法不对。"


def _name(error: wrong.BadParameter) -> str:
    hint = error.param_hint
    if hint is None and error.param is not None:
        hint = error.param.get_error_hint()
    words = hint if isinstance(hint, str) else " / ".join(hint or ["参数"])
    return words.replace("'", "")
