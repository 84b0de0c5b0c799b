"""What can stand in the way of an answer."""

from runtime.errors import NotFound, WrongState
from runtime.messages import N_


class ApplicationNotFound(NotFound):
    """No such application, or one of somebody else."""

    message = N_("没有找到这条记录。请从“我的申请”或岗位的候选人列表重新进入。")


class CandidateNotFound(NotFound):
    """No such person, or not one who shows this employer a card: the same answer for all."""

    message = N_("这位求职者目前不可查看或邀请。请从候选人列表中另选。")


class PostingClosed(WrongState):
    """The posting takes no answers now."""

    message = N_("“%(title)s”目前不接受申请或邀请。请查看其他岗位。")


class ActNotPossible(WrongState):
    """The application has moved on, so the act no longer fits."""

    message = N_("这条申请当前是“%(state)s”，不能这样操作。请刷新页面查看最新情况。")


class TooEarlyToKeep(WrongState):
    """The person was hired too short a time ago to call them kept."""

    message = N_("录用满 %(days)d 天后才能登记仍在岗。如果已经离开，请登记离职。")


class IdentityNotShared(WrongState):
    """The person has not accepted this employer's invitation, or took the consent back."""

    message = N_("本人还没有同意提供姓名和电话。请先发出邀请，对方同意后才能看到。")


class TooLateToUndo(WrongState):
    """The time in which "not for me" can be taken back is over."""

    message = N_("已超过 %(minutes)d 分钟，不能撤销。如果又想了解这个岗位，请直接点“感兴趣”。")
