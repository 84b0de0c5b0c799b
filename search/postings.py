"""The index of published postings: its mapping, and the document of one posting."""

import re
from functools import lru_cache
from typing import Any

from language.benefits import find_benefits
from language.education import Education
from language.occupations import occupation
from language.places import UnknownPlaceError, lineage, place
from marketplace.postings import OpenPosting, PublishedPosting
from search.documents import GONE, GONE_AT, TENANT, VECTOR, Document, document_id, routing_of
from search.folding import fold_key
from search.terms import (
    FOLDED,
    KEYWORD,
    WORDS,
    FloatArray,
    characters,
    numbers,
    occupation_path,
    place_path,
    point,
    repeated_words,
    words,
)

_SENTENCE_END = re.compile(r"[。；;！!\n]+")

PROPERTIES: dict[str, Any] = {
    "posting_id": {"type": "long"},
    "employer_id": {"type": "long"},
    "title": WORDS,
    "occupation_words": WORDS,
    "skill_words": WORDS,
    "employer_words": WORDS,
    "place_words": WORDS,
    "body": WORDS,
    "title_characters": WORDS,
    "characters": WORDS,
    "occupation": KEYWORD,
    "place": KEYWORD,
    "location": {"type": "geo_point"},
    "pay_low_fen": {"type": "integer"},
    "pay_high_fen": {"type": "integer"},
    "education_rank": {"type": "byte"},
    "experience_years": {"type": "float"},
    "openings": {"type": "integer"},
    "conditions": KEYWORD,
    "benefits": KEYWORD,
    "certificates": FOLDED,
    "skills": FOLDED,
    "reserved": KEYWORD,
    "direct": {"type": "boolean"},
    "fold": KEYWORD,
    "valid_from": {"type": "date"},
    "valid_to": {"type": "date"},
    "published_at": {"type": "date"},
}


def posting_text(posting: PublishedPosting | OpenPosting) -> str:
    """Return the text that is embedded: what the job is, without the company's prose.

    Short texts are eight times faster, and boilerplate pulls unlike jobs together.
    """
    return " ".join([posting.title, *occupation_names(posting.occupation_code), *posting.skills])


def posting_document(posting: PublishedPosting, vector: FloatArray | None) -> Document:
    """Return the document of a published posting; `vector` is that of `posting_text`."""
    body = {
        TENANT: posting.tenant_id,
        GONE: False,
        GONE_AT: None,
        "posting_id": posting.posting_id,
        "employer_id": posting.employer_id,
        **_words(posting),
        **_characters(posting),
        **_facts(posting),
        "valid_from": posting.valid_from and posting.valid_from.isoformat(),
        "valid_to": posting.valid_to and posting.valid_to.isoformat(),
        "published_at": posting.published_at.isoformat(),
        VECTOR: numbers(vector),
    }
    return Document(
        id=document_id(posting.tenant_id, posting.posting_id),
        routing=routing_of(posting.tenant_id),
        version=posting.version,
        body=body,
    )


def _words(posting: PublishedPosting) -> dict[str, Any]:
    return {
        "title": words(posting.title),
        "occupation_words": repeated_words(*occupation_names(posting.occupation_code)),
        "skill_words": repeated_words(*posting.skills, *posting.certificates),
        "employer_words": repeated_words(posting.employer_name),
        "place_words": repeated_words(*place_names(posting.place_code), posting.address),
        "body": words(posting.duties, posting.requirements),
    }


def _characters(posting: PublishedPosting) -> dict[str, Any]:
    """What the posting says, to the letter: a search for any part of it finds it."""
    return {
        "title_characters": characters(posting.title),
        "characters": characters(
            posting.title,
            posting.employer_name,
            "".join(place_names(posting.place_code)),
            posting.address,
            *posting.skills,
            *posting.certificates,
            posting.duties,
            posting.requirements,
        ),
    }


def _facts(posting: PublishedPosting) -> dict[str, Any]:
    floor = posting.education_floor
    return {
        "occupation": occupation_path([posting.occupation_code]),
        "place": place_path(posting.place_code),
        "location": point(posting.lat, posting.lon),
        "pay_low_fen": posting.pay_low_fen,
        "pay_high_fen": posting.pay_high_fen,
        "education_rank": Education(floor).rank if floor else Education.NONE.rank,
        "experience_years": posting.experience_years,
        "openings": posting.openings,
        "conditions": posting.conditions,
        "benefits": _benefits(posting.title, posting.duties, posting.requirements),
        "certificates": posting.certificates,
        "skills": posting.skills,
        "reserved": posting.reserved,
        "direct": posting.source is None,
        "fold": fold_key(posting),
    }


def _benefits(*texts: str) -> list[str]:
    """Benefits the texts offer, sentence by sentence: employers write the same ones again."""
    sentences = (sentence for text in texts for sentence in _SENTENCE_END.split(text))
    return sorted({name for sentence in sentences for name in _offered(sentence)})


@lru_cache(maxsize=16_384)
def _offered(sentence: str) -> tuple[str, ...]:
    return tuple(find_benefits(sentence))


def occupation_names(code: str | None) -> list[str]:
    """Return the classification's name of an occupation; none where it is not known."""
    return [occupation(code).title] if code else []


def place_names(code: int | None) -> list[str]:
    """Return the names of a place and of what it lies in; none where it is not known."""
    if code is None:
        return []
    try:
        return [division.name for division in lineage(place(code))]
    except UnknownPlaceError:
        return []
