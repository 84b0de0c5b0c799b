"""Chinese names of states, answers and reasons."""

from marketplace.applications.models import ApplicationState, FeedbackKind, Reason
from runtime.messages import N_

REASON_LABELS: dict[Reason, str] = {
    Reason.TOO_FAR: N_("离家太远"),
    Reason.PAY_TOO_LOW: N_("工资太低"),
    Reason.HOURS_DO_NOT_FIT: N_("工作时间不合适"),
    Reason.WORK_TOO_HARD: N_("太累，做不了"),
    Reason.NOT_MY_TRADE: N_("不是我的行当"),
    Reason.ALREADY_WORKING: N_("已经找到工作"),
    Reason.EMPLOYER_NOT_WANTED: N_("不想去这家单位"),
    Reason.OTHER: N_("其他原因"),
}
STATE_LABELS: dict[ApplicationState, str] = {
    ApplicationState.INTERESTED: N_("感兴趣"),
    ApplicationState.APPLIED: N_("已申请"),
    ApplicationState.INVITED: N_("单位邀请面谈"),
    ApplicationState.ACCEPTED: N_("已同意联系"),
    ApplicationState.DECLINED: N_("已谢绝邀请"),
    ApplicationState.HIRED: N_("已录用"),
    ApplicationState.KEPT: N_("稳定在岗"),
    ApplicationState.LEFT: N_("已离职"),
    ApplicationState.REJECTED: N_("单位未选中"),
    ApplicationState.WITHDRAWN: N_("已撤回"),
}
KIND_LABELS: dict[FeedbackKind, str] = {
    FeedbackKind.INTERESTED: N_("表示感兴趣"),
    FeedbackKind.APPLIED: N_("申请岗位"),
    FeedbackKind.NOT_FOR_ME: N_("不合适"),
    FeedbackKind.INVITED: N_("单位发出邀请"),
    FeedbackKind.ACCEPTED_CONTACT: N_("同意联系"),
    FeedbackKind.DECLINED_CONTACT: N_("谢绝邀请"),
    FeedbackKind.REJECTED: N_("单位未选中"),
    FeedbackKind.HIRED: N_("录用"),
    FeedbackKind.KEPT: N_("登记仍在岗"),
    FeedbackKind.LEFT: N_("登记已离职"),
    FeedbackKind.WITHDRAWN: N_("撤回申请"),
}
