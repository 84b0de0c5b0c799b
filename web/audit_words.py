"""What an audit entry says, in words."""

from runtime.messages import N_
from web.posting_words import ACTION_WORDS
from web.translate import gettext

OTHER_WORDS = {
    "employer.registered": N_("单位登记"),
    "employer.changed": N_("单位修改资料"),
    "employer.verified": N_("核验单位资质"),
    "membership.added": N_("增加角色"),
    "membership.removed": N_("移除角色"),
    "setting.changed": N_("修改设置"),
    "setting.bounded": N_("设定上下限"),
    "consent.given": N_("求职者同意"),
    "consent.withdrawn": N_("求职者撤回同意"),
    "pool.alarm_raised": N_("单位查看人才库过多，提醒工作人员"),
    "pool.alarm_settled": N_("人才库提醒：没有异常"),
    "pool.suspended": N_("暂停单位查看人才库"),
    "card.looked_at": N_("单位查看求职卡片"),
    "identity.looked_at": N_("单位查看联系方式（求职者已同意）"),
    "seeker.looked_at": N_("工作人员查看求职者"),
    "seeker.revealed": N_("工作人员查看联系方式"),
    "seeker.registered": N_("求职登记"),
    "profile.changed": N_("求职者修改资料"),
    "group.joined": N_("加入重点人群"),
    "group.left": N_("退出重点人群"),
    "group.listed": N_("查看重点人群名单"),
    "group.officer_assigned": N_("指定负责人"),
    "groups.imported": N_("导入重点人群"),
    "seekers.searched": N_("查询求职者"),
    "proxies.audited": N_("检查匹配是否间接用到性别、年龄等"),
    "saved_search.stopped": N_("求职者退订新岗位通知"),
    "message.retried": N_("重新发送消息"),
    "message.ended": N_("消息改为人工联系"),
    "cycle.block_parked": N_("匹配中有一批没有完成"),
    "cycle.failed": N_("匹配没有完成"),
    "cycle.opened": N_("开始匹配"),
    "cycle.finished": N_("匹配完成"),
    "application.accept": N_("求职者接受面谈邀请"),
    "application.apply": N_("求职者报名"),
    "application.decline": N_("求职者谢绝面谈邀请"),
    "application.hire": N_("单位登记录用"),
    "application.invite": N_("单位邀请面谈"),
    "application.keep": N_("单位确认仍在岗"),
    "application.leave": N_("单位登记离职"),
    "application.reject": N_("单位未选中"),
    "application.show_interest": N_("求职者感兴趣"),
    "application.withdraw": N_("求职者撤回报名"),
    "import.uploaded": N_("上传导入文件"),
    "import.started": N_("开始导入"),
    "import.finished": N_("导入完成"),
    "ranking_model.trained": N_("训练排序模型"),
    "ranking_model.promoted": N_("启用排序模型"),
    "ranking_model.rolled_back": N_("退回上一个排序模型"),
    "ranking_model.shadowed": N_("更改旁路记录的排序模型"),
    "schedule.parked": N_("定时任务没有完成"),
    "seeker.active": N_("求职者恢复推荐"),
    "seeker.closed": N_("求职者注销登记"),
    "seeker.paused": N_("求职者暂停推荐"),
    "seekers.imported": N_("导入求职者"),
    "feedback.imported": N_("导入求职者不合适的岗位"),
    "fair.planned": N_("新建招聘会"),
    "fair.announced": N_("发布招聘会"),
    "fair.changed": N_("修改招聘会"),
    "fair.cancelled": N_("取消招聘会"),
    "fair.exhibitor_added": N_("安排参会单位"),
    "fair.exhibitor_removed": N_("移出参会单位"),
}

OBJECT_WORDS = {
    "employer": N_("单位 %(num)d 号"),
    "fair": N_("招聘会 %(num)d 号"),
    "group_membership": N_("群体登记 %(num)d 号"),
    "import_job": N_("导入 %(num)d 号"),
    "matching_cycle": N_("匹配 %(num)d 号"),
    "membership": N_("角色 %(num)d 号"),
    "message": N_("消息 %(num)d 号"),
    "application": N_("应聘 %(num)d 号"),
    "posting": N_("岗位 %(num)d 号"),
    "seeker": N_("求职者 %(num)d 号"),
}


def object_words(kind: str, number: int) -> str:
    """Return what an entry is about: 岗位 12 号."""
    return gettext(OBJECT_WORDS.get(kind, N_("%(num)d 号")), num=number)


def entry_words(action: str) -> str:
    """Return the act in words; its code where there are none yet."""
    words = ACTION_WORDS.get(action) or OTHER_WORDS.get(action)
    return gettext(words) if words else action
