"""The index of candidates: masked cards of people who agreed to share them, and nothing else.

No name, number, address, birth day, group or free text goes in; the card already rounds a home
to about a kilometre. Only the person's own tenant can search it.
"""

from typing import Any

from language.education import Education
from marketplace.seekers import CandidateRow
from search.documents import GONE, GONE_AT, TENANT, VECTOR, Document, document_id, routing_of
from search.postings import occupation_names, place_names
from search.terms import (
    FOLDED,
    KEYWORD,
    WORDS,
    FloatArray,
    numbers,
    occupation_path,
    place_path,
    point,
    repeated_words,
)

PROPERTIES: dict[str, Any] = {
    "seeker_id": {"type": "long"},
    "want_words": WORDS,
    "skill_words": WORDS,
    "place_words": WORDS,
    "occupation": KEYWORD,
    "place": KEYWORD,
    "location": {"type": "geo_point"},
    "max_km": {"type": "float"},
    "min_pay_fen": {"type": "integer"},
    "hours": KEYWORD,
    "education_rank": {"type": "byte"},
    "experience_years": {"type": "float"},
    "certificates": FOLDED,
    "skills": FOLDED,
}


def candidate_text(card: CandidateRow) -> str:
    """Return the text that is embedded: what the person wants and can do."""
    names = [name for code in card.wants for name in occupation_names(code)]
    return " ".join(dict.fromkeys([*card.want_titles, *names, *card.skills]))


def candidate_document(tenant_id: int, card: CandidateRow, vector: FloatArray | None) -> Document:
    """Return the document of a person's card; `vector` is that of `candidate_text`."""
    body = {
        TENANT: tenant_id,
        GONE: False,
        GONE_AT: None,
        "seeker_id": card.id,
        **_words(card),
        **_facts(card),
        VECTOR: numbers(vector),
    }
    return Document(
        id=document_id(tenant_id, card.id),
        routing=routing_of(tenant_id),
        version=card.version,
        body=body,
    )


def _words(card: CandidateRow) -> dict[str, Any]:
    names = [name for code in card.wants for name in occupation_names(code)]
    return {
        "want_words": repeated_words(*card.want_titles, *names),
        "skill_words": repeated_words(*card.skills, *card.certificates),
        "place_words": repeated_words(*place_names(card.place_code)),
    }


def _facts(card: CandidateRow) -> dict[str, Any]:
    return {
        "occupation": occupation_path(card.wants),
        "place": place_path(card.place_code),
        "location": point(card.lat, card.lon),
        "max_km": card.max_km,
        "min_pay_fen": card.min_pay_fen,
        "hours": card.hours,
        "education_rank": Education(card.education).rank if card.education else None,
        "experience_years": card.experience_years,
        "certificates": list(card.certificates),
        "skills": list(card.skills),
    }
