"""A published posting as Schema.org JobPosting, in the form that search engines document.

Source: schema.org/JobPosting, and Google's "Job posting (JobPosting) structured data":
datePosted, description, hiringOrganization, jobLocation and title are required; what is not
known is left out, never guessed.
"""

import html
import json
from typing import Any

from markupsafe import Markup

from language.classification import UnknownOccupationError
from language.occupations import plain_name
from language.places import Place, UnknownPlaceError, lineage, place
from marketplace.postings import Precision, PublishedPosting, Reserved
from runtime.clock import china_date
from web.job_cards import JobCard
from web.regions import REGIONS

MONTHS = 12
CREDENTIALS = {
    "secondary": "high school",
    "college": "associate degree",
    "bachelor": "bachelor degree",
    "master": "postgraduate degree",
    "doctor": "postgraduate degree",
}
TYPES = (
    ("实习", "INTERN"),
    ("见习", "INTERN"),
    ("兼职", "PART_TIME"),
    ("临时工", "TEMPORARY"),
    ("短期工", "TEMPORARY"),
    ("日结", "PER_DIEM"),
    ("全职", "FULL_TIME"),
)
LEVELS = {"province": "addressRegion", "prefecture": "addressLocality"}
SUMMARY_LENGTH = 120
_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def job_posting(posting: PublishedPosting, address: str) -> dict[str, Any]:
    """Return the structured data of a posting whose page is at `address` (absolute)."""
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": _description(posting),
        "url": address,
        "identifier": _identifier(posting),
        "datePosted": china_date(posting.published_at).isoformat(),
        "validThrough": posting.valid_to and f"{posting.valid_to.isoformat()}T23:59:59+08:00",
        "employmentType": _employment_type(posting),
        "hiringOrganization": {"@type": "Organization", "name": posting.employer_name},
        "jobLocation": _location(posting),
        "baseSalary": _salary(posting),
        "totalJobOpenings": posting.openings,
        "occupationalCategory": _occupation(posting.occupation_code),
        "skills": "、".join(posting.skills) or None,
        **_requirements(posting),
    }
    return {name: value for name, value in found.items() if value is not None}


def json_ld(data: dict[str, Any]) -> Markup:
    """Return data for a `<script>`: nothing in it can end the script or begin a tag."""
    text = json.dumps(data, ensure_ascii=False).translate(_UNSAFE)
    return Markup(text)  # noqa: S704 - every character that means something to HTML is escaped


def summary(card: JobCard) -> str:
    """Return one sentence of a job for lists of search engines and for links that are shared."""
    posting = card.posting
    known = posting.pay_low_fen is not None or posting.pay_high_fen is not None
    head = "，".join(filter(None, [posting.employer_name, card.pay if known else "", card.where]))
    text = " ".join(f"{head}。{posting.duties}".split())
    return text if len(text) <= SUMMARY_LENGTH else f"{text[: SUMMARY_LENGTH - 1]}…"


def _description(posting: PublishedPosting) -> str:
    """The texts as HTML paragraphs; a posting without any says its title."""
    texts = [text for text in (posting.duties, posting.requirements) if text.strip()]
    lines = (html.escape(text.strip()).replace("\n", "<br>") for text in texts or [posting.title])
    return "".join(f"<p>{text}</p>" for text in lines)


def _identifier(posting: PublishedPosting) -> dict[str, str]:
    known = REGIONS.all(posting.tenant_id).get(posting.tenant_id)
    name = known.name if known else posting.employer_name
    return {"@type": "PropertyValue", "name": name, "value": str(posting.posting_id)}


def _employment_type(posting: PublishedPosting) -> str | None:
    """Only what the posting itself says: by its group, or by a word in its title."""
    if posting.reserved is Reserved.GRADUATE_INTERNSHIP:
        return "INTERN"
    return next((code for word, code in TYPES if word in posting.title), None)


def _location(posting: PublishedPosting) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressCountry": "CN", **_address(posting)}
    found: dict[str, Any] = {"@type": "Place", "address": address}
    if posting.precision is Precision.EXACT:
        point = {"latitude": posting.lat, "longitude": posting.lon}
        found["geo"] = {"@type": "GeoCoordinates", **point}
    return found


def _address(posting: PublishedPosting) -> dict[str, str]:
    """Province, prefecture, and the rest as the street; the tenant's where nothing is named."""
    chain = _lineage(posting.place_code) or _lineage(posting.tenant_id)
    found = {LEVELS[each.level]: each.name for each in chain if each.level in LEVELS}
    below = "".join(each.name for each in chain if each.level not in LEVELS)
    street = posting.address.strip()
    for each in chain:
        street = street.removeprefix(each.name)
    if below or street:
        found["streetAddress"] = f"{below}{street}"
    return found


def _lineage(code: int | None) -> list[Place]:
    try:
        return lineage(place(code or 0))
    except UnknownPlaceError:
        return []


def _salary(posting: PublishedPosting) -> dict[str, Any] | None:
    """Yuan a month, whatever the notation; an open end is left open."""
    low, high = (_yuan(posting.pay_low_fen), _yuan(posting.pay_high_fen))
    if low is None and high is None:
        return None
    ends = {"value": low} if low == high else {"minValue": low, "maxValue": high}
    value = {name: number for name, number in ends.items() if number is not None}
    amount = {"@type": "QuantitativeValue", **value, "unitText": "MONTH"}
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": amount}


def _yuan(fen: int | None) -> int | float | None:
    if fen is None:
        return None
    return fen // 100 if fen % 100 == 0 else fen / 100


def _occupation(code: str | None) -> str | None:
    try:
        return f"{code} {plain_name(code)}" if code else None
    except UnknownOccupationError:
        return None


def _requirements(posting: PublishedPosting) -> dict[str, Any]:
    found: dict[str, Any] = {}
    credential = CREDENTIALS.get(posting.education_floor or "")
    if credential:
        kind = "EducationalOccupationalCredential"
        found["educationRequirements"] = {"@type": kind, "credentialCategory": credential}
    months = round((posting.experience_years or 0) * MONTHS)
    if months:
        kind = "OccupationalExperienceRequirements"
        found["experienceRequirements"] = {"@type": kind, "monthsOfExperience": months}
    if posting.certificates:
        found["qualifications"] = "、".join(posting.certificates)
    return found
