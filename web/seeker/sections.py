"""The profile one thing a page: a form a section."""

from abc import abstractmethod
from typing import Annotated, Any

from flask import Response, url_for
from pydantic import Field

from language.conditions import Condition
from language.education import Education
from language.occupations import guess_occupations, plain_name
from marketplace import seekers
from marketplace.seekers import (
    CONDITION_LABELS,
    EDUCATION_LABELS,
    HOURS_LABELS,
    SECTION_NAMES,
    About,
    Certificates,
    Change,
    ContactDetails,
    Home,
    Hours,
    Limits,
    PayFloor,
    Schooling,
    Section,
    Seeker,
    Skills,
    Want,
    Wants,
    WorkingHours,
    masked_contact,
    stored_section,
)
from runtime.messages import N_
from tenants.work import begin
from web.edge import current_actor, parse, redirect_to, respond, say
from web.forms import FenFromYuan, Form, HalfWidth, WholeNumber
from web.seeker.blueprint import bp
from web.translate import gettext

SURE_ENOUGH = 0.3
MOST_WANTS = 3
NOTHING_WANTED = N_("已保存。您还没有选想找的工作，至少选一项，才能给您推荐岗位。")


class SectionForm(Form):
    """Base: the profile's version when the page was opened."""

    version: WholeNumber = 0

    @abstractmethod
    def change(self) -> Change:
        """Return the change for the verb."""


class WantsForm(SectionForm):
    """Wanted work: picked occupations, or own words."""

    wants: Annotated[list[str], Field(title=N_("想找的工作"))] = Field(default_factory=list)
    wants_words: Annotated[str, Field(title=N_("工作的名字"), max_length=60)] = ""

    def change(self) -> Change:
        """Take picked occupations; words that nothing was picked for are understood."""
        picked = [Want(plain_name(code), code) for code in self.wants[:MOST_WANTS]]
        if not picked and self.wants_words:
            found = guess_occupations(self.wants_words)
            code = found[0][0] if found and found[0][1] >= SURE_ENOUGH else None
            picked = [Want(self.wants_words, code)]
        return Wants(tuple(picked))


class PlaceForm(SectionForm):
    """Where the person lives and how far they go."""

    place_code: Annotated[WholeNumber | None, Field(title=N_("住在哪里"))] = None
    place_code_lat: float | None = None
    place_code_lon: float | None = None
    max_km: Annotated[WholeNumber | None, Field(title=N_("最远"), ge=1, le=2000)] = None

    def change(self) -> Change:
        """Return home and reach."""
        return Home(self.place_code, self.max_km, self.place_code_lat, self.place_code_lon)


class PayForm(SectionForm):
    """The least pay."""

    min_pay_fen: Annotated[FenFromYuan | None, Field(title=N_("期望月薪"))] = None
    min_pay_hard: bool = False

    def change(self) -> Change:
        """Return the floor."""
        return PayFloor(self.min_pay_fen, self.min_pay_hard)


class HoursForm(SectionForm):
    """The working time."""

    hours: Annotated[Hours | None, Field(title=N_("工作时间"))] = None

    def change(self) -> Change:
        """Return the hours."""
        return WorkingHours(self.hours)


class EducationForm(SectionForm):
    """Education and years of work."""

    education: Annotated[Education | None, Field(title=N_("学历"))] = None
    experience_years: Annotated[float | None, Field(title=N_("工作年限"), ge=0, le=60)] = None

    def change(self) -> Change:
        """Return both."""
        return Schooling(self.education, self.experience_years)


class WordsForm(SectionForm):
    """A list in words, or "none"."""

    words: Annotated[str, Field(title=N_("内容"), max_length=400)] = ""
    none: bool = False

    def listed(self) -> tuple[str, ...] | None:
        """Return the words; empty for none, None where nothing was said."""
        text = self.words.replace("，", "、").replace(",", "、").replace("\n", "、")
        words = tuple(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))
        return words or (() if self.none else None)


class SkillsForm(WordsForm):
    """What the person can do."""

    def change(self) -> Change:
        """Return the skills."""
        return Skills(self.listed())


class CertificatesForm(WordsForm):
    """Certificates held."""

    def change(self) -> Change:
        """Return the certificates."""
        return Certificates(self.listed())


class LimitsForm(SectionForm):
    """Conditions the person cannot take, employers they hide from."""

    excludes: Annotated[list[Condition], Field(title=N_("不能接受的条件"))] = Field(
        default_factory=list
    )
    hidden_from: Annotated[str, Field(title=N_("不想让哪些单位看到"), max_length=200)] = ""

    def change(self) -> Change:
        """Return the limits."""
        names = self.hidden_from.replace("，", "、").split("、")
        hidden = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
        return Limits(tuple(self.excludes), hidden)


class ContactForm(SectionForm):
    """Name, phone, address; masked values sent back stay as stored."""

    name: Annotated[str, Field(title=N_("姓名"), max_length=60)]
    phone: Annotated[HalfWidth, Field(title=N_("手机号"), max_length=20)]
    address: Annotated[str, Field(title=N_("详细住址"), max_length=120)] = ""

    def change(self) -> Change:
        """Return the details."""
        return ContactDetails(self.name, self.phone, self.address)


class AboutForm(SectionForm):
    """The person's own words."""

    about: Annotated[str, Field(title=N_("自我介绍"), max_length=1000)] = ""

    def change(self) -> Change:
        """Return the words."""
        return About(self.about)


FORMS: dict[Section, type[SectionForm]] = {
    Section.WANTS: WantsForm,
    Section.PLACE: PlaceForm,
    Section.PAY: PayForm,
    Section.HOURS: HoursForm,
    Section.EDUCATION: EducationForm,
    Section.SKILLS: SkillsForm,
    Section.CERTIFICATES: CertificatesForm,
    Section.LIMITS: LimitsForm,
    Section.CONTACT: ContactForm,
    Section.ABOUT: AboutForm,
}
LABELS: tuple[tuple[str, dict[str, str]], ...] = (
    ("educations", {str(level): text for level, text in EDUCATION_LABELS.items()}),
    ("hours", {str(kind): text for kind, text in HOURS_LABELS.items()}),
    ("conditions", {str(name): text for name, text in CONDITION_LABELS.items()}),
)


@bp.get("/profile/<any({}):name>".format(", ".join(Section)))
def profile_section(name: str) -> Response:
    """Show one part of the profile."""
    part = Section(name)
    with begin(current_actor(), read_only=True) as work:
        person = seekers.access_own(work)
        stored = _shown(person, part)
    choices: dict[str, Any] = {
        key: [(v, gettext(t)) for v, t in labels.items()] for key, labels in LABELS
    }
    return respond(
        "seeker/profile/section.html",
        part=part,
        title=SECTION_NAMES[part],
        stored=stored,
        person=person,
        **choices,
    )


@bp.post("/profile/<any({}):name>".format(", ".join(Section)))
def save_section(name: str) -> Response:
    """Save one part and go on to the next that is missing, else back to the overview."""
    form = parse(FORMS[Section(name)])
    with begin(current_actor()) as work:
        person = seekers.change_profile(work, form.change(), version=form.version)
        missing = seekers.missing_fields(person)
    if isinstance(form, WantsForm) and not person.wants:
        say(gettext(NOTHING_WANTED), kind="warning")
    else:
        say(gettext("已保存。"))
    if missing:
        return redirect_to(url_for("seeker.profile_section", name=missing[0].value))
    return redirect_to(url_for("seeker.profile"))


def _shown(person: Seeker, part: Section) -> Change:
    stored = stored_section(person, part)
    return masked_contact(stored) if isinstance(stored, ContactDetails) else stored
