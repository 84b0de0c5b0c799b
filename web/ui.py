"""/ui: every component in every state, in both editions; the library's own documentation."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from flask import Blueprint, Response, render_template, url_for
from pydantic import Field

from runtime.clock import now
from runtime.messages import N_
from web.edge import parse, respond, say
from web.formats import moment
from web.forms import FenFromYuan, FieldError, Form, HalfWidth
from web.frame import Item, page_frame
from web.security import POLICY, csp_nonce
from web.translate import gettext

bp = Blueprint("ui", __name__, url_prefix="/ui")
WIDTHS = (390, 768, 1440)
GROUPS = (
    ("frame", N_("页面框架")),
    ("type", N_("文字")),
    ("buttons", N_("按钮")),
    ("fields", N_("填写")),
    ("pickers", N_("选择器")),
    ("tags", N_("标签和时限")),
    ("cards", N_("卡片和理由")),
    ("tables", N_("表格、筛选、翻页")),
    ("steps", N_("步骤和经过")),
    ("figures", N_("数字和进度")),
    ("messages", N_("消息")),
)


class TrialForm(Form):
    """A real form on the component page, to try errors, dates, money and places."""

    name: Annotated[str, Field(title=N_("称呼"), min_length=2, max_length=20)]
    phone: Annotated[HalfWidth, Field(title=N_("手机号"), pattern=r"^1[3-9]\d{9}$")]
    born_on: Annotated[date, Field(title=N_("出生日期"))]
    pay_low: Annotated[FenFromYuan, Field(title=N_("最低工资"), ge=0)]
    place: Annotated[int, Field(title=N_("地点"))]
    want: Annotated[list[str], Field(title=N_("想做的工作"), min_length=1, max_length=3)]


@bp.get("")
def components() -> Response:
    """Show the library; this page alone may stand in a frame, of `widths`."""
    page = respond("library/components.html", groups=GROUPS, **_samples())
    policy = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    page.headers["Content-Security-Policy"] = policy.format(nonce=csp_nonce())
    page.headers["X-Frame-Options"] = "SAMEORIGIN"
    return page


@bp.get("/trial")
def trial() -> Response:
    """Show a form that can be refused."""
    return respond("library/trial.html", block="trial")


@bp.post("/trial")
def try_form() -> Response:
    """Take the trial form: nothing is kept."""
    form = parse(TrialForm)
    say(N_("填得都对。这是一个试填的表单，什么也没有保存。"))
    return respond("library/trial.html", block="trial", name=form.name)


@bp.get("/widths")
def widths() -> Response:
    """Show the library at three widths side by side."""
    page = respond("library/widths.html", address=url_for("ui.components"), sizes=WIDTHS)
    policy = f"{POLICY}; frame-src 'self'"
    page.headers["Content-Security-Policy"] = policy.format(nonce=csp_nonce())
    return page


@bp.get("/progress")
def progress() -> str:
    """Return a progress block that has moved on with the clock, for the polling sample."""
    return render_template("library/progress.html", **running(int(now().timestamp()) % 60))


def running(second: int) -> dict[str, Any]:
    """Describe a sample of long work at `second` of a minute."""
    return {"done": second * 100, "total": 6000, "left": 60 - second}


def _samples() -> dict[str, Any]:
    columns = (N_("今日推荐"), N_("找工作"), N_("招聘会"), N_("消息"), N_("我的资料"))
    items = tuple(
        Item("#frame", gettext(text), current=number == 0, count=2 if number == 3 else 0)  # noqa: PLR2004 - one column of the sample has news
        for number, text in enumerate(columns)
    )
    frame = replace(page_frame(), items=items, person=True, tenant_name=gettext("长沙市"))
    return {"errors": _errors(), "at": moment(now()), "sample_frame": frame}


def _errors() -> list[FieldError]:
    return [
        FieldError("title-wrong", N_("请填写职位名称。")),
        FieldError("born-wrong", N_("出生日期请写真实的年、月、日，例如 1970 年 5 月 1 日。")),
    ]
