"""What can be wrong with an employer's registration."""

from runtime.errors import Invalid, NotFound
from runtime.messages import N_


class EmployerNotFound(NotFound):
    """No such employer in this tenant, or not the actor's own."""

    message = N_("没有找到这家单位。请从单位列表重新进入。")


class EmployerNameMissing(Invalid):
    """An employer has a name."""

    message = N_("请填写单位全称，与营业执照上一致。")


class CreditCodeInvalid(Invalid):
    """The code's form or check character is wrong (GB 32100-2015)."""

    message = N_("统一社会信用代码“%(code)s”校验不通过。请对照营业执照逐位核对，共 18 位。")


class CreditCodeTaken(Invalid):
    """Another registered employer has this code."""

    message = N_(
        "统一社会信用代码“%(code)s”已由另一家单位登记。请联系该单位管理员邀请您加入，或拨打 12333。"
    )
