"""What can stand between an employer and the candidate pool."""

from runtime.errors import NotFound, TooMany, WrongState
from runtime.messages import N_


class EmployerNotVerified(WrongState):
    """Only employers whose qualification was checked see the pool."""

    message = N_("单位资质核验通过后才能查看人才库。工作人员会在 3 个工作日内核验，请稍后再来。")


class PoolSuspended(WrongState):
    """An officer closed the pool to the employer for a while."""

    message = N_(
        "本单位查看人才库已暂停到 %(until)s。如有疑问请拨打 12333；发布岗位、处理应聘不受影响。"
    )


class InvitationsSpent(TooMany):
    """The day's invitations are used up."""

    message = N_("今天已发出 %(most)d 个邀请，达到上限。请先看看对方的答复，明天再邀请。")


class AlarmNotFound(NotFound):
    """No such alarm here."""

    message = N_("没有找到这条提醒。请从列表重新进入。")
