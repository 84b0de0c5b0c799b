"""What a tenant may change about the candidate pool."""

from runtime.messages import N_
from tenants.settings import TenantSetting

CARDS_A_DAY = TenantSetting(
    "pool.cards_a_day",
    int,
    default=200,
    label=N_("每家单位每天最多查看的求职名片（张）"),
    minimum=10,
    maximum=5000,
)
INVITATIONS_A_DAY = TenantSetting(
    "pool.invitations_a_day",
    int,
    default=50,
    label=N_("每家单位每天最多发出的面谈邀请（个）"),
    minimum=1,
    maximum=1000,
)
SEARCHES_A_DAY = TenantSetting(
    "pool.searches_a_day",
    int,
    default=300,
    label=N_("一家单位一天搜索人才库达到多少次时提醒工作人员"),
    minimum=20,
    maximum=10_000,
)
SEARCHES_AT_ONCE = TenantSetting(
    "pool.searches_in_ten_minutes",
    int,
    default=60,
    label=N_("一家单位十分钟内搜索人才库达到多少次时提醒工作人员"),
    minimum=10,
    maximum=1000,
)
