"""An employer registers itself and keeps its details."""

from typing import Annotated

from flask import Response, url_for
from pydantic import Field

from marketplace import employers
from marketplace.employers import EmployerDetails, EmployerKind
from runtime.messages import N_
from tenants.secrecy import decrypt, mask_name, mask_phone
from tenants.work import begin
from web.edge import current_actor, parse, redirect_to, respond, say
from web.employer.blueprint import bp
from web.forms import Form, HalfWidth, WholeNumber
from web.translate import gettext

KIND_WORDS = {
    EmployerKind.ENTERPRISE: N_("企业"),
    EmployerKind.SELF_EMPLOYED: N_("个体工商户"),
    EmployerKind.NON_ENTERPRISE_UNIT: N_("民办非企业单位"),
    EmployerKind.PUBLIC_BODY: N_("机关事业单位"),
    EmployerKind.ASSOCIATION: N_("社会团体"),
    EmployerKind.START_UP: N_("创业实体"),
}


class EmployerForm(Form):
    """What an employer tells of itself; contact and phone left empty stay as they are."""

    name: Annotated[str, Field(title=N_("单位全称"), max_length=80)]
    credit_code: Annotated[HalfWidth, Field(title=N_("统一社会信用代码"), max_length=30)]
    kind: Annotated[EmployerKind, Field(title=N_("单位类型"))] = EmployerKind.ENTERPRISE
    industry: Annotated[str, Field(title=N_("行业"), max_length=40)] = ""
    place_code: Annotated[WholeNumber | None, Field(title=N_("所在地"))] = None
    contact: Annotated[str, Field(title=N_("联系人"), max_length=40)] = ""
    phone: Annotated[HalfWidth, Field(title=N_("联系电话"), max_length=20)] = ""


@bp.get("/register")
def register_form() -> Response:
    """Show the registration form."""
    current_actor()
    return respond("employer/profile/form.html", employer=None, kinds=_kinds())


@bp.post("/register")
def register() -> Response:
    """Register the employer; the account becomes its recruiter."""
    form = parse(EmployerForm)
    with begin(current_actor()) as work:
        employers.register_employer(work, EmployerDetails(**form.model_dump()))
    say(gettext("单位已登记，资质将在 3 个工作日内核验。现在就可以填写岗位。"))
    return redirect_to(url_for("employer.home"))


@bp.get("/profile")
def profile() -> Response:
    """Show the employer's details."""
    with begin(current_actor(), read_only=True) as work:
        employer = employers.own_employer(work)
        cell = (work.tenant_id, "employer")
        sealed = {"contact": employer.contact_enc, "phone": employer.phone_enc}
        shown = {
            name: decrypt(*cell, name, employer.id, value) if value else ""
            for name, value in sealed.items()
        }
    return respond(
        "employer/profile/form.html",
        employer=employer,
        kinds=_kinds(),
        contact=mask_name(shown["contact"]),
        phone=mask_phone(shown["phone"]) if shown["phone"] else "",
    )


@bp.post("/profile")
def change_profile() -> Response:
    """Save the employer's details; a new name or code is verified again."""
    form = parse(EmployerForm)
    with begin(current_actor()) as work:
        own = employers.own_employer(work)
        employers.change_employer(work, own.id, EmployerDetails(**form.model_dump()))
    say(gettext("已保存。"))
    return redirect_to(url_for("employer.profile"))


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, gettext(text)) for kind, text in KIND_WORDS.items()]
