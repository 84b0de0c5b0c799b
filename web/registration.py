"""Registering as a person who looks for work: who you are, a password, what you agree to."""

from datetime import date
from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import Field

from marketplace import seekers
from marketplace.seekers import CONSENT_TEXTS, DocumentType, Identity
from marketplace.seekers.identity import checked_identity
from runtime.clock import today
from runtime.errors import together
from runtime.messages import N_
from tenants import sessions
from tenants.access import Actor
from tenants.accounts import check_password_strength
from tenants.consents import Purpose
from tenants.registration import account_to_register
from tenants.registry import find_tenant, list_tenants
from tenants.work import begin
from web.account import start_page
from web.edge import parse, redirect_to, respond, say, visited_tenant
from web.forms import Form, HalfWidth, WholeNumber
from web.security import enter_session, open_session, session_token
from web.translate import gettext

bp = Blueprint("registration", __name__)
OFFERED = (
    Purpose.RECOMMENDATION, Purpose.PERSONALISATION, Purpose.SMS, Purpose.SHARE_CARD,
)  # fmt: skip
DOCUMENTS = (
    (DocumentType.RESIDENT_ID, N_("居民身份证")),
    (DocumentType.RESIDENCE_PERMIT, N_("港澳台居民居住证")),
    (DocumentType.HK_MACAO_PERMIT, N_("港澳居民来往内地通行证")),
    (DocumentType.TAIWAN_PERMIT, N_("台湾居民来往大陆通行证")),
    (DocumentType.FOREIGNER_ID, N_("外国人永久居留身份证")),
)


class RegisterForm(Form):
    """What registering asks; everything else is asked later, one thing a page."""

    tenant_id: Annotated[WholeNumber, Field(title=N_("地区"))]
    name: Annotated[str, Field(title=N_("姓名"), max_length=60)]
    document_type: Annotated[DocumentType, Field(title=N_("证件"))] = DocumentType.RESIDENT_ID
    id_number: Annotated[HalfWidth, Field(title=N_("证件号码"), max_length=30)]
    birth_on: Annotated[date | None, Field(title=N_("出生日期"))] = None
    phone: Annotated[HalfWidth, Field(title=N_("手机号"), max_length=20)]
    password: Annotated[str, Field(title=N_("密码"), max_length=128)]
    agreed: Annotated[list[Purpose], Field(title=N_("同意事项"))] = Field(default_factory=list)

    def identity(self) -> Identity:
        """Return who the person says they are."""
        return Identity(self.name, self.phone, self.id_number, self.document_type, self.birth_on)

    def check(self) -> None:
        """Raise every fault of the person's identity and password together."""
        together(
            lambda: checked_identity(self.identity(), today()),
            lambda: check_password_strength(self.password),
        )


@bp.get("/register")
def register() -> Response:
    """Show the registration form."""
    return respond(
        "account/register.html",
        tenants=[(tenant.id, tenant.name) for tenant in list_tenants()],
        here_id=visited_tenant(),
        documents=[(kind.value, gettext(text)) for kind, text in DOCUMENTS],
        purposes=[(purpose.value, gettext(CONSENT_TEXTS[purpose])) for purpose in OFFERED],
    )


@bp.post("/register")
def take_registration() -> Response:
    """Register the person and sign them in."""
    form = parse(RegisterForm)
    tenant = find_tenant(form.tenant_id)
    form.check()
    known = checked_identity(form.identity(), today())
    account_id = account_to_register(known.phone, form.password)
    with begin(Actor(tenant_id=tenant.id, account_id=account_id)) as work:
        seekers.register_seeker(work, known, set(form.agreed) & set(OFFERED))
    return _welcome(known.phone, form.password)


def _welcome(phone: str, password: str) -> Response:
    opened = sessions.sign_in(phone, password, request.remote_addr or "")
    sessions.sign_out(session_token())
    enter_session(opened)
    response = redirect_to(start_page())
    open_session(response, opened)
    say(gettext("登记好了。再填几项，就能给您推荐合适的岗位。"))
    return response
