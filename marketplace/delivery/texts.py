"""The words of messages. A message stores a text's code and its parameters, never prose."""

from collections.abc import Mapping
from typing import Any

from runtime.messages import N_

TEXTS = {
    "recommended": N_(
        "为您找到 %(count)s 个合适的岗位。排在最前的是：%(title)s，%(company)s，%(pay)s。"
    ),
    "recommended_sms": N_(
        "【%(sign)s】为您找到%(count)s个岗位，首个：%(title)s，%(company)s，%(pay)s。"
        "感兴趣回复1，不合适回复2，不再接收短信回复0。"
    ),
    "invited": N_("%(company)s邀请您面谈“%(title)s”。同意后，对方才能看到您的姓名和电话。"),
    "invited_sms": N_(
        "【%(sign)s】%(company)s邀请您面谈“%(title)s”。同意请回复1，不同意回复2，不再接收短信回复0。"
        "同意后对方才能看到您的姓名和电话。"
    ),
    "remind_recommended": N_(
        "您还有推荐岗位没有答复：%(title)s，%(company)s，%(pay)s。合适就点“感兴趣”，不合适也请告诉我们原因。"
    ),
    "remind_recommended_sms": N_(
        "【%(sign)s】您还有推荐岗位未答复：%(title)s，%(company)s，%(pay)s。"
        "感兴趣回复1，不合适回复2，不再接收短信回复0。"
    ),
    "remind_invited": N_("%(company)s的面谈邀请（%(title)s）还在等您答复。"),
    "remind_invited_sms": N_(
        "【%(sign)s】%(company)s的面谈邀请（%(title)s）还在等您答复。"
        "同意请回复1，不同意回复2，不再接收短信回复0。"
    ),
    "digest": N_("您保存的搜索有 %(count)s 个新岗位。最新的是：%(title)s，%(company)s，%(pay)s。"),
    "digest_sms": N_(
        "【%(sign)s】您保存的搜索有%(count)s个新岗位，最新：%(title)s，%(company)s，%(pay)s。"
        "请登录查看。%(stop)s不再接收短信回复0。"
    ),
    "rejected": N_("%(company)s没有继续“%(title)s”的录用流程。我们会继续为您推荐其他岗位。"),
    "hired": N_("%(company)s已登记录用您为“%(title)s”。祝您工作顺利。"),
    "help_sms": N_(
        "【%(sign)s】没有看懂您的回复。感兴趣请回复1，不合适请回复2，不再接收短信请回复0。"
        "也可拨打12333咨询。"
    ),
    "too_late_sms": N_(
        "【%(sign)s】您答复的岗位已停止招聘或已办理，这次答复没有生效。其他岗位请登录查看，"
        "也可拨打12333咨询。"
    ),
    "stopped": N_("您已退订短信，今后只在这里收到消息。想恢复短信，可在“我的授权”中重新开启。"),
    "answer_interested": N_("已记下您对“%(title)s”感兴趣，用人单位会收到通知。"),
    "answer_not_for_me": N_("已记下“%(title)s”不合适，今后不再推荐这个岗位。"),
    "employer_interested": N_("有一位求职者对“%(title)s”感兴趣。请在应聘列表中查看并邀约。"),
    "employer_applied": N_("有一位求职者申请了“%(title)s”。请在应聘列表中查看并邀约。"),
    "employer_accepted": N_("一位求职者接受了“%(title)s”的面谈邀请，现在可以查看联系方式。"),
    "employer_declined": N_("一位求职者没有接受“%(title)s”的面谈邀请。"),
    "employer_keeping": N_(
        "您为“%(title)s”录用的人入职已满 %(days)d 天。请在应聘列表中登记：仍在岗，或已离职。"
    ),
    "employer_withdrawn": N_("一位求职者撤回了对“%(title)s”的申请。"),
}


def msgid(code: str) -> str:
    """Return the Chinese source text of a code, to be translated at the edge."""
    return TEXTS[code]


def render(code: str, params: Mapping[str, Any]) -> str:
    """Return the text in Chinese with its parameters filled in."""
    return TEXTS[code] % params
