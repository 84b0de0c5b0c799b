"""What can stand in the way of keeping a search."""

from runtime.errors import NotFound, WrongState
from runtime.messages import N_


class SavedSearchNotFound(NotFound):
    """No such search, or not one of the actor's own."""

    message = N_("没有找到这个订阅。它可能已经删除，请返回“我的订阅”查看。")


class DigestNotFound(NotFound):
    """No such digest, or not one of the actor's own."""

    message = N_("没有找到这份新岗位清单。请返回“我的订阅”查看。")


class StopLinkUnknown(NotFound):
    """The link was never given, or was copied in part."""

    message = N_("这个退订链接不完整。请从短信里重新打开，或登录后在“我的订阅”里退订。")


class TooManySaved(WrongState):
    """A person keeps no more searches than they can look through."""

    message = N_("最多保存 %(most)d 个搜索。请先在“我的订阅”里删掉不需要的。")
