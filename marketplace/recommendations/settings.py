"""What a tenant may change about recommendations."""

from runtime.messages import N_
from tenants.settings import TenantSetting

SHOWN_DAYS = TenantSetting(
    "recommendations.shown_days",
    int,
    default=14,
    minimum=1,
    maximum=90,
    label=N_("推荐在今日推荐中保留的天数"),
)
