"""What can be wrong with cycles and recommendations."""

from runtime.errors import NotFound, WrongState
from runtime.messages import N_


class CycleNotFound(NotFound):
    """No such run in this tenant."""

    message = N_("没有找到这次匹配。请从匹配记录列表重新进入。")


class CycleNotRunning(WrongState):
    """The run has ended meanwhile."""

    message = N_("这次匹配已经结束，不能再改动。请刷新页面查看结果。")


class RecommendationNotFound(NotFound):
    """No such recommendation, or somebody else's."""

    message = N_("没有找到这条推荐。请从“今日推荐”重新进入。")


class LeaseLost(WrongState):
    """Another worker has taken the chunk over: this result must not be kept."""

    message = N_("这一批匹配已由另一个工作进程接手，本次结果不保存。无需处理。")
