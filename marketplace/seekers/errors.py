"""What can be wrong with a person's registration or profile."""

from typing import Any

from runtime.errors import Invalid, NotFound, WrongState
from runtime.messages import N_


class SeekerNotFound(NotFound):
    """No such person in this tenant, or not one the actor may see."""

    message = N_("没有找到这位求职者。请从列表重新进入。")


class NameInvalid(Invalid):
    """A name has letters and, between them, a middle dot, a hyphen or a blank."""

    message = N_("姓名须与证件一致，可含间隔号“·”，不能有表情、数字或其他符号。请重新填写。")


class PhoneInvalid(Invalid):
    """Not a mainland mobile number."""

    message = N_("手机号须为 11 位数字，以 1 开头。请检查后重新填写。")


class PhoneTaken(Invalid):
    """Another person of the tenant is registered with this number."""

    message = N_(
        "这个手机号已有人登记。如果是您本人，请直接登录；如果是家人的号码，请换一个您自己的号码。"
    )


class IdNumberInvalid(Invalid):
    """The form or the check digit of the document's number is wrong."""

    message = N_("证件号码校验不通过。请对照证件逐位核对，身份证共 18 位，末位可能是字母 X。")


class IdNumberTaken(Invalid):
    """Another person of the tenant is registered with this document."""

    message = N_(
        "这个证件号码已登记。如果是您本人，请用原来的账号登录；"
        "忘记账号请带证件到就近服务窗口，或拨打 12333。"
    )


class BirthDayMissing(Invalid):
    """The document's number does not tell the day of birth, so the person must."""

    message = N_("请填写出生日期，与证件一致。")


class BirthDayInvalid(Invalid):
    """Not the day in the identity number, or not a day a living person can be born on."""

    message = N_("出生日期与证件号码不一致或不合理。请对照证件检查后重新填写。")


class TooYoungToRegister(Invalid):
    """Work starts at 16 (Labour Law, article 15)."""

    message = N_("年满 16 周岁才能办理求职登记。可拨打 12333 咨询升学和技能培训政策。")


class PlaceUnknown(Invalid):
    """No division has this code."""

    message = N_("没有找到这个居住地。请从列表中选择县（市、区）或乡镇（街道）。")


class OccupationUnknown(Invalid):
    """The classification of occupations has no such code."""

    message = N_("没有代码为“%(code)s”的职业。请从列表中选择，或直接写出想找的工作。")


class FigureOutOfRange(Invalid):
    """A number lies outside what can be meant."""

    message = N_("“%(label)s”须在 %(minimum)s 到 %(maximum)s 之间。请检查后重新填写。")


class ListTooLong(Invalid):
    """More entries than a profile holds, or an entry too long."""

    message = N_("“%(label)s”最多填写 %(most)d 项，每项不超过 %(length)d 个字。请删减后再保存。")


class TextTooLong(Invalid):
    """A text is longer than its field."""

    message = N_("“%(label)s”最多 %(most)d 个字，现在有 %(length)d 个字。请删减后再保存。")


class ReasonMissing(Invalid):
    """Unmasking needs a reason, without numbers of persons in it."""

    message = N_(
        "请写明查看联系方式的原因（4 至 200 个字，不要写电话或证件号码）。本人会看到这一原因。"
    )


class ProfileClosed(WrongState):
    """The profile was closed and changes no more."""

    message = N_("这份求职登记已注销，不能再修改。如需继续求职，请重新登记。")


class StaleProfile(WrongState):
    """The same part of the profile was changed elsewhere while the person was typing."""

    message = N_(
        "这一页刚才在别处改过：现在保存的是“%(stored)s”，您填写的是“%(yours)s”。"
        "请核对后再保存一次。"
    )

    def __init__(self, *, section: str, yours: str, stored: str, version: int) -> None:
        super().__init__(section=section, yours=yours, stored=stored)
        self.section, self.yours, self.stored = section, yours, stored
        self.version = version

    def both(self) -> dict[str, Any]:
        """Return what a form needs to be shown again: both texts and the version now stored."""
        return {"yours": self.yours, "stored": self.stored, "version": self.version}


class ConsentNotFound(NotFound):
    """The person never agreed to this."""
