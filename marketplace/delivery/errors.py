"""What can be wrong with messages."""

from runtime.errors import NotFound, WrongState
from runtime.messages import N_


class MessageNotFound(NotFound):
    """No such message, or somebody else's."""

    message = N_("没有找到这条消息。请从消息列表重新进入。")


class MessageNotParked(WrongState):
    """Somebody dealt with it already."""

    message = N_("这条消息已由他人处理。请刷新列表查看。")
