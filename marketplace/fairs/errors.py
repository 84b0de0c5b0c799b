"""What can stand in a fair's way."""

from runtime.errors import Invalid, NotFound, Stale, WrongState
from runtime.messages import N_


class FairNotFound(NotFound):
    """No such fair in this tenant, or not yet public."""

    message = N_("没有找到这场招聘会。它可能已取消，请返回招聘会列表查看。")


class FairDateInPast(Invalid):
    """A fair is planned for a day to come."""

    message = N_("举办日期 %(day)s 已经过去，请选择今天或以后的日期。")


class FairTimesReversed(Invalid):
    """It closes after it opens."""

    message = N_("结束时间要晚于开始时间，请检查。")


class FairPlaceUnknown(Invalid):
    """No administrative division has this code."""

    message = N_("没有这个地点。请从列表中重新选择县（市、区）。")


class FairNotOpen(WrongState):
    """The fair was cancelled or is over."""

    message = N_("“%(title)s”已取消或已结束，不能再修改。请新建一场招聘会。")


class StaleFair(Stale):
    """Somebody saved a newer version meanwhile."""

    message = N_("“%(title)s”刚刚被他人修改。您填写的内容还在，请对照最新内容后再保存。")


class NoSuchBooth(Invalid):
    """The number lies beyond the fair's booths."""

    message = N_("展位号须在 1 到 %(booths)d 之间，请重新选择。")


class BoothTaken(Invalid):
    """Another employer stands there."""

    message = N_("%(booth)d 号展位已安排给其他单位。请换一个空展位。")


class TooFewBooths(Invalid):
    """The number of booths may not fall below those given away."""

    message = N_("已有单位安排在 %(booth)d 号展位，展位数不能少于这个数。")


class NoApprovedPosting(WrongState):
    """Exhibitors come with at least one approved posting."""

    message = N_("“%(name)s”没有已发布的岗位。请先让该单位发布岗位并通过审核。")
