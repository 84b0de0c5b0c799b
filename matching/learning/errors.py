"""Why a model is not trained, or does not take over."""

from runtime.errors import NotFound, WrongState
from runtime.messages import N_


class TooFewAnswers(WrongState):
    """What was recorded does not suffice to learn from."""

    message = N_("记录还不够，暂不能训练排序模型：%(missing)s。请积累更多反馈后再训练。")


class ModelNotFound(NotFound):
    """No model has this version."""

    message = N_("没有版本为 %(version)s 的排序模型。请用 pes models list 查看。")


class ModelHasNotWon(WrongState):
    """The model was not better offline than the one that ranks now."""

    message = N_(
        "模型 %(version)s 没有在留出时段胜过现用的 %(current)s，不能启用。请用更多记录重新训练。"
    )


class ModelUnusable(WrongState):
    """The stored model is damaged, or was made for other features."""

    message = N_("模型 %(version)s 已损坏或不适用于当前版本的特征，不能启用。请重新训练。")


class NoModelInUse(WrongState):
    """The fixed weights rank already."""

    message = N_("当前使用的就是固定权重，没有可以退回的模型。")


class ModelInUse(WrongState):
    """The model ranks now, so it cannot stand beside itself."""

    message = N_("模型 %(version)s 正在使用，无需旁路记录。")
