"""What a tenant may change about messages."""

from runtime.messages import N_
from tenants.settings import TenantSetting

QUIET_FROM_HOUR = TenantSetting(
    "delivery.quiet_from_hour",
    int,
    default=21,
    minimum=18,
    maximum=23,
    label=N_("短信免打扰开始时间（点）"),
)
QUIET_TO_HOUR = TenantSetting(
    "delivery.quiet_to_hour",
    int,
    default=8,
    minimum=6,
    maximum=10,
    label=N_("短信免打扰结束时间（点）"),
)
SMS_PER_WEEK = TenantSetting(
    "delivery.sms_per_week",
    int,
    default=2,
    minimum=0,
    maximum=7,
    label=N_("每人每周最多收到的短信条数"),
)
REMIND_AFTER_DAYS = TenantSetting(
    "delivery.remind_after_days",
    int,
    default=3,
    minimum=1,
    maximum=14,
    label=N_("推荐或邀约未答复几天后提醒"),
)
