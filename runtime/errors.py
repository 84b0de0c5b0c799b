"""Errors that a person may see: what happened and what to do, in Chinese source text.

Services raise them; `web.errors` and `pes.cli` alone turn them into pages, problem+json
and exit codes.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from runtime.messages import N_


class ServiceError(Exception):
    """Base of every refusal the product can explain to a person.

    `message` is a gettext msgid with named placeholders, filled from `params`.
    `field` names the input field that is at fault, where there is one.
    """

    message: ClassVar[str] = N_("操作没有完成。请稍后再试，或拨打 12333 咨询。")

    def __init__(self, *, field: str | None = None, **params: Any) -> None:
        self.field = field
        self.params = params
        super().__init__(self.text())

    @property
    def code(self) -> str:
        """Stable snake_case name of the error, for machines."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def text(self) -> str:
        """Return the Chinese message with its placeholders filled."""
        return self.message % self.params if self.params else self.message

    def faults(self) -> tuple["Fault", ...]:
        """Return what is wrong, field by field; one fault unless a subclass finds more."""
        return (Fault(self.field, self.message, self.params),)


@dataclass(frozen=True)
class Fault:
    """One thing to put right: the field (None: the whole), a msgid and its placeholders."""

    field: str | None
    message: str
    params: dict[str, Any]


class NotAllowed(ServiceError):
    """The actor lacks the permission."""

    message = N_("您没有办理此事项的权限。如需要，请联系本单位管理员。")


class NotFound(ServiceError):
    """The object does not exist, or belongs to someone else: the same answer for both."""

    message = N_("没有找到您要的内容。它可能已被删除，请返回列表重新查找。")


class Invalid(ServiceError):
    """The input breaks a rule."""

    message = N_("填写的内容有误，请检查后重新提交。")


class Several(Invalid):
    """The input breaks several rules; each is shown at its field."""

    def __init__(self, found: Sequence[ServiceError]) -> None:
        self.found = tuple(found)
        super().__init__(field=self.found[0].field)

    def faults(self) -> tuple[Fault, ...]:
        """Return the faults of every refusal, in the order of the checks."""
        return tuple(fault for each in self.found for fault in each.faults())


def together(*checks: Callable[[], object]) -> None:
    """Run all checks, so that nobody mends one fault only to be told of the next.

    Raises the one refusal as it is, more than one as Several.
    """
    found: list[ServiceError] = []
    for check in checks:
        try:
            check()
        except Several as several:
            found += several.found
        except Invalid as error:
            found.append(error)
    if len(found) == 1:
        raise found[0]
    if found:
        raise Several(found)


class WrongState(ServiceError):
    """The object has moved on, so the act no longer fits."""

    message = N_("内容的状态已经变化。请刷新页面查看最新情况。")


class Stale(WrongState):
    """Somebody saved a newer version while this one was edited: the page shows both texts."""

    message = N_("刚才有人也改了这里的内容。您填的都在，旁边写着现在保存的内容，请核对后再提交。")


class TooMany(ServiceError):
    """A limit was reached."""

    message = N_("操作过于频繁，请过一会儿再试。")


class Unavailable(ServiceError):
    """A server that this act needs does not answer."""

    message = N_("服务暂时不可用，其他功能不受影响。请稍后再试。")
