"""What a tenant may change about matching."""

from runtime.messages import N_
from tenants.settings import TenantSetting

OWED = TenantSetting(
    "matching.owed_per_person",
    int,
    default=3,
    minimum=1,
    maximum=10,
    label=N_("每轮匹配至少为每人推荐的岗位数"),
)
MOST = TenantSetting(
    "matching.most_per_person",
    int,
    default=5,
    minimum=1,
    maximum=20,
    label=N_("每轮匹配最多为每人推荐的岗位数"),
)
PER_OPENING = TenantSetting(
    "matching.people_per_opening",
    int,
    default=8,
    minimum=1,
    maximum=100,
    label=N_("每招一人，每轮匹配最多推荐给多少人"),
)
PER_EMPLOYER = TenantSetting(
    "matching.postings_per_employer",
    int,
    default=2,
    minimum=1,
    maximum=20,
    label=N_("每轮匹配为一人推荐同一单位的岗位数（有其他岗位可选时）"),
)
DRAWN_PERCENT = TenantSetting(
    "matching.drawn_percent",
    int,
    default=20,
    minimum=0,
    maximum=50,
    label=N_("评分几乎相同的相邻岗位，随机对调先后的百分比（用于改进排序）"),
)
WIDER_PERCENT = TenantSetting(
    "matching.wider_percent",
    int,
    default=20,
    minimum=0,
    maximum=50,
    label=N_("每份推荐中，本人想找的工种以外但用得上其技能的岗位约占的百分比（0 为不安排）"),
)
PUSHED_A_DAY = TenantSetting(
    "matching.pushed_a_day",
    int,
    default=3,
    minimum=0,
    maximum=20,
    label=N_("每人每天最多即时推送的新岗位数"),
)
