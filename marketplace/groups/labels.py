"""Chinese names of the groups, grounds and ends."""

from marketplace.groups.models import EndedReason, Group, Source
from runtime.messages import N_

GROUP_LABELS: dict[Group, str] = {
    Group.UNEMPLOYED_GRADUATE: N_("离校未就业高校毕业生"),
    Group.EMPLOYMENT_DIFFICULTY: N_("就业困难人员"),
    Group.POVERTY_HOUSEHOLD: N_("脱贫（原建档立卡）劳动力"),
    Group.DISABLED: N_("残疾人"),
    Group.ZERO_EMPLOYMENT_HOUSEHOLD: N_("零就业家庭成员"),
    Group.RETURNING_MIGRANT: N_("返乡农民工"),
}
SOURCE_LABELS: dict[Source, str] = {
    Source.APPLICATION: N_("本人申请"),
    Source.OFFICIAL_REGISTER: N_("实名制名册"),
    Source.CERTIFICATION: N_("社区（村）认定"),
    Source.DATA_EXCHANGE: N_("部门数据交换"),
}
ENDED_LABELS: dict[EndedReason, str] = {
    EndedReason.EMPLOYED: N_("已就业"),
    EndedReason.NO_LONGER_QUALIFIES: N_("不再符合条件"),
    EndedReason.LEFT_TERRITORY: N_("迁出本地"),
    EndedReason.CONSENT_WITHDRAWN: N_("本人撤回同意"),
    EndedReason.ENTERED_IN_ERROR: N_("登记有误"),
}
