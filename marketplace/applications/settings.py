"""What a tenant may change about answers."""

from runtime.messages import N_
from tenants.settings import TenantSetting

KEPT_AFTER_DAYS = TenantSetting(
    "applications.kept_after_days",
    int,
    default=90,
    label=N_("录用满多少天后，可登记仍在岗（天）"),
    minimum=30,
    maximum=365,
)
UNDO_MINUTES = TenantSetting(
    "applications.undo_minutes",
    int,
    default=30,
    label=N_("标记不合适后可撤销的时间（分钟）"),
    minimum=5,
    maximum=1440,
)
ANSWER_DAYS = TenantSetting(
    "applications.answer_days",
    int,
    default=7,
    label=N_("面谈邀请等待答复的时间（天）"),
    minimum=1,
    maximum=30,
)
