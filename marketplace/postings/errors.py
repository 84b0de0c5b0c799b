"""What can stand in a posting's way."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from runtime.errors import Fault, Invalid, NotFound, Stale, WrongState
from runtime.messages import N_

if TYPE_CHECKING:
    from marketplace.postings.rules import Finding


class PostingNotFound(NotFound):
    """No such posting, or not one the actor may touch."""

    message = N_("没有找到这个岗位。它可能已下线，请返回列表重新查找。")


class PlaceUnknown(Invalid):
    """No administrative division has this code."""

    message = N_("没有这个地点。请从列表中重新选择县（市、区）。")


class OccupationUnknown(Invalid):
    """No occupation of the 2022 classification has this code."""

    message = N_("没有这个工种。请重新选择，或留空由系统判断。")


class PostingNotReady(Invalid):
    """Findings block submission; they name the place in the text and the rule."""

    message = N_("岗位还有 %(count)d 处需要修改才能提交审核：%(first)s")

    def __init__(self, found: Sequence["Finding"]) -> None:
        self.findings = tuple(found)
        super().__init__(field=found[0].field, count=len(found), first=found[0].text())

    def faults(self) -> tuple[Fault, ...]:
        """Return every finding at its field."""
        return tuple(Fault(each.field, each.message, each.params) for each in self.findings)


class PostingNotPending(WrongState):
    """The posting was withdrawn or decided meanwhile."""

    message = N_("“%(title)s”已不在待审核状态。请刷新列表查看最新结果。")


class PostingNotOpen(WrongState):
    """The act needs a posting in another state."""

    message = N_("“%(title)s”当前状态不能这样操作。请刷新页面查看最新状态。")


class StalePosting(Stale):
    """Somebody saved a newer version while this one was edited."""

    message = N_("“%(title)s”刚刚在另一个窗口被修改过。您填写的内容还在，请对照最新内容后再保存。")


class EmployerNotVerified(WrongState):
    """A posting is published only for an employer whose qualification was checked."""

    message = N_("“%(name)s”的单位资质还没有核验。请先核验单位，再通过岗位。")


class ReviewNoteMissing(Invalid):
    """A posting is returned with words that tell the employer what to change."""

    message = N_("请写明退回原因和修改办法，用人单位会看到这段话。")


class FeedPositionUnknown(Invalid):
    """A cursor of the change feed that this database never gave."""

    message = N_("since 不是本接口给出的位置，或系统已从备份恢复。请不带 since 重新读取全部岗位。")
