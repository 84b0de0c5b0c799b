"""What can stand in the way of a group membership."""

from runtime.errors import Invalid, NotFound, WrongState
from runtime.messages import N_


class MembershipNotFound(NotFound):
    """No such membership in this tenant, or of a person outside the officer's territory."""

    message = N_("没有找到这条群体登记。请从名单重新进入。")


class GroupConsentMissing(WrongState):
    """Membership on the person's own application needs their separate consent."""

    message = N_(
        "本人还没有同意登记特殊身份信息。请先请本人在“我的授权”中同意，或改选名册等法定依据。"
    )


class EvidenceMissing(Invalid):
    """A membership names its proof, without numbers of documents."""

    message = N_("请写明认定依据，例如“残疾人证（三级），县残联核发”，不要写证件号码。")


class DatesReversed(Invalid):
    """The last day lies before the first."""

    message = N_("截止日期早于开始日期。请检查两个日期。")


class OfficerUnfit(Invalid):
    """Not a case officer of the tenant, or one of another territory."""

    message = N_("这位工作人员不负责本人居住地。请选择负责该乡镇（街道）或县（市、区）的工作人员。")
