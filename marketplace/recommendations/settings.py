"""What a tenant may change about recommendations."""

from runtime.messages import N_
from tenants.settings import TenantSetting

SHOWN_DAYS = TenantSetting(
    "recommendations.shown_days",
    int,
    default=14,
    minimum=1,
    maximum=90,
    label=N_("推荐在“今日推荐”中保留的天数"),
)
SHOWN_AT_ONCE = TenantSetting(
    "recommendations.shown_at_once",
    int,
    default=10,
    minimum=3,
    maximum=50,
    label=N_("“今日推荐”一次最多显示的岗位数"),
)
