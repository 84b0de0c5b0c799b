"""The parts of a profile, one thing a page: what each holds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from language.conditions import Condition
from language.education import Education
from marketplace.seekers.models import Hours
from runtime.messages import N_


class Section(StrEnum):
    """The parts of a profile, in the order in which they help matching most."""

    WANTS = "wants"
    PLACE = "place"
    EDUCATION = "education"
    PAY = "pay"
    LIMITS = "limits"
    SKILLS = "skills"
    CERTIFICATES = "certificates"
    HOURS = "hours"
    CONTACT = "contact"
    ABOUT = "about"


SECTION_NAMES: dict[Section, str] = {
    Section.WANTS: N_("想找的工作"),
    Section.PLACE: N_("居住地和距离"),
    Section.EDUCATION: N_("学历和工作年限"),
    Section.PAY: N_("期望月薪"),
    Section.LIMITS: N_("不能接受的条件"),
    Section.SKILLS: N_("会做的事"),
    Section.CERTIFICATES: N_("证书"),
    Section.HOURS: N_("工作时间"),
    Section.CONTACT: N_("联系方式"),
    Section.ABOUT: N_("自我介绍"),
}


@dataclass(frozen=True)
class Want:
    """One wish in the person's words; `occupation_code` (2022 classification) when understood."""

    title: str
    occupation_code: str | None = None


@dataclass(frozen=True)
class Wants:
    """Wanted work, first wish first."""

    section: ClassVar[Section] = Section.WANTS
    wants: tuple[Want, ...]


@dataclass(frozen=True)
class Home:
    """Where the person lives and how far they go; coordinates only when they gave them."""

    section: ClassVar[Section] = Section.PLACE
    place_code: int | None
    max_km: float | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class PayFloor:
    """The least pay in fen a month; `min_pay_hard`: below it, do not even show."""

    section: ClassVar[Section] = Section.PAY
    min_pay_fen: int | None
    min_pay_hard: bool = False


@dataclass(frozen=True)
class WorkingHours:
    """The working time the person can give; None when any will do."""

    section: ClassVar[Section] = Section.HOURS
    hours: Hours | None


@dataclass(frozen=True)
class Schooling:
    """Highest education and years of work."""

    section: ClassVar[Section] = Section.EDUCATION
    education: Education | None
    experience_years: float | None = None


@dataclass(frozen=True)
class Skills:
    """What the person can do; None when not told, empty when none."""

    section: ClassVar[Section] = Section.SKILLS
    skills: tuple[str, ...] | None


@dataclass(frozen=True)
class Certificates:
    """Certificates held; None when not told, empty when none."""

    section: ClassVar[Section] = Section.CERTIFICATES
    certificates: tuple[str, ...] | None


@dataclass(frozen=True)
class Limits:
    """Conditions the person cannot take, and employers that shall not see them."""

    section: ClassVar[Section] = Section.LIMITS
    excludes: tuple[Condition, ...] = ()
    hidden_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContactDetails:
    """Name, phone and address. A masked value sent back unchanged stands for the stored one."""

    section: ClassVar[Section] = Section.CONTACT
    name: str
    phone: str
    address: str = ""


@dataclass(frozen=True)
class About:
    """The person's own words about themselves."""

    section: ClassVar[Section] = Section.ABOUT
    about: str


Change = (
    Wants
    | Home
    | PayFloor
    | WorkingHours
    | Schooling
    | Skills
    | Certificates
    | Limits
    | ContactDetails
    | About
)
