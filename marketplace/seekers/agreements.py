"""The words shown when a person agrees to something; kept with each consent (N3)."""

from runtime.messages import N_
from tenants.consents import Purpose

CONSENT_TEXTS: dict[Purpose, str] = {
    Purpose.RECOMMENDATION: N_(
        "我同意公共就业服务机构根据我的求职登记为我推荐岗位。不同意也可以自己浏览、投递岗位。"
    ),
    Purpose.PERSONALISATION: N_(
        "我同意用我的求职意愿、技能和反馈调整推荐顺序。可随时关闭，关闭后仍会按就近、最新推荐岗位。"
    ),
    Purpose.SMS: N_("我同意接收岗位推荐和办事提醒短信。可随时关闭，或回复短信退订。"),
    Purpose.SHARE_CARD: N_(
        "我同意已核验的用人单位看到不含姓名、电话的求职名片（想找的工作、技能、证书、学历、工作年限、"
        "工作时间、年龄段、大致位置）。可随时关闭，也可以不让某家单位看到。"
    ),
    Purpose.SHARE_GROUP: N_(
        "我同意在求职名片上注明“招用可享受政策补贴”，让单位了解可以申请补贴；不写明是哪一类身份。可随时关闭。"
    ),
    Purpose.GROUP_DATA: N_(
        "我同意为享受就业帮扶政策而登记和使用我的特殊身份信息（如残疾、困难家庭）。不同意不影响基本服务。"
    ),
    Purpose.IDENTITY_TO_EMPLOYER: N_(
        "我同意把我的姓名和手机号提供给“%(employer)s”，仅用于“%(posting)s”岗位的联系和面试。可随时撤回。"
    ),
}
AGE_NAMED = "年龄段"
"""What the words of a consent hold when they speak of the age band: older ones did not."""
OFFLINE_TEXT = N_("本人在办理登记时已同意（登记来源：%(source)s）：%(text)s")
