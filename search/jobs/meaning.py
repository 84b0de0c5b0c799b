"""Clauses made of what was understood: what must hold, what names the work, what counts for more.

Each clause that scores has a name, by which `pes search --explain` shows its part.
"""

from collections.abc import Iterable
from itertools import chain

from language.conditions import Condition
from language.queries import Chip, ChipKind, UnderstoodQuery
from search.criteria import Near
from search.queries import POSTING_FIELDS, Clause, containing, paying, within
from search.terms import characters, place_path

WORDS, TITLE, SAID = "words", "title", "said"
OCCUPATION, NEAR_OCCUPATION, GUESSED = "occupation", "near_occupation", "guessed_occupation"
BROADER, LITERAL, CORRECTED = "broader_occupation", "literal", "corrected"
PLACE, AROUND = "place", "around"
OFFERED, STATED, LEVEL, SKILL = "benefits", "conditions", "education", "skills"

LITERAL_BOOST, LITERAL_LONG = 4.0, 60.0
LONG_CHARACTERS = range(4, 9)
SAID_BOOST = 3.0
TITLE_BOOST = 3.0
OCCUPATION_BOOST, NEXT_MEANING = 14.0, 0.85
NEAR_OCCUPATION_BOOST = 3.0
GUESSED_BOOST = 6.0
BROADER_BOOSTS = (3.0, 1.0)  # by how far up
WISH_BOOSTS = {OFFERED: 20.0, STATED: 13.0, LEVEL: 13.0, SKILL: 13.0}
PLACE_BOOST = 20.0
AROUND_BOOSTS = (4.0, 8.0, 3.0)  # county, prefecture, province: they add up
UNNAMED_SHARE = 0.5  # words that name no trade say less: 机器 in 修机器的 and in 机器学习
CORRECTED_SHARES = (1.0, 0.7, 0.5)


def hard_wishes(understood: UnderstoodQuery, point: Near | None) -> list[Clause]:
    """Filters for what a person means to the letter: place, pay, nearness, what they refuse.

    What a posting does not say never shuts it out: it may still be what is wanted.
    """
    return [
        *_places(understood),
        *paying(understood.min_pay_fen),
        *_near(understood, point),
        *_refused("conditions", understood.excludes),
        *_refused("benefits", understood.excluded_benefits),
        *_refused("occupation", understood.excluded_occupations),
    ]


def the_work(understood: UnderstoodQuery, *, widely: bool) -> Clause | None:
    """Postings of the work that the words name, by its words or by its occupation.

    `widely`: kindred occupations too. None where no work is named.
    """
    words = understood.words
    share = 1.0 if _trades(understood) else UNNAMED_SHARE
    named = [
        *_named(containing(words, POSTING_FIELDS), WORDS, share),
        *said(words, SAID, SAID_BOOST),
        *_in_title(words),
        *_of_occupations(understood, widely=widely),
        *_corrected(understood),
    ]
    return {"bool": {"should": named, "minimum_should_match": 1}} if named else None


def literal(understood: UnderstoodQuery) -> list[Clause]:
    """Postings that hold all of the query as it was typed, whatever it was understood as.

    The longer a piece that stands just so (the name of an employer), the surer it is meant.
    """
    longest = max(map(len, understood.literal.split()), default=0)
    surer = min(1.0, max(0, longest - LONG_CHARACTERS.start) / len(LONG_CHARACTERS))
    boost = LITERAL_BOOST + surer * (LITERAL_LONG - LITERAL_BOOST)
    return said(understood.literal, LITERAL, boost)


def soft_wishes(understood: UnderstoodQuery) -> list[Clause]:
    """What makes a posting better without shutting others out."""
    level = understood.education
    return [
        *_in_place(understood),
        *_each(OFFERED, "benefits", understood.benefits),
        *_each(STATED, "conditions", understood.conditions),
        *_each(SKILL, "skills", understood.skills),
        *(
            _constant({"term": {"education_rank": level.rank}}, LEVEL, WISH_BOOSTS[LEVEL])
            if level
            else []
        ),
        *_guessed(understood),
        *_broader(understood),
    ]


def said(text: str, name: str, boost: float) -> list[Clause]:
    """Postings that hold every blank-separated part of the text, written just so."""
    phrases = [
        {"match_phrase": {"characters": cut}} for part in text.split() if (cut := characters(part))
    ]
    return _constant({"bool": {"filter": phrases}}, name, boost) if phrases else []


def _in_title(words: str) -> list[Clause]:
    cuts = [cut for part in words.split() if (cut := characters(part))]
    return [
        {
            "match_phrase": {
                "title_characters": {"query": cut, "boost": TITLE_BOOST, "_name": f"{TITLE}:{at}"}
            }
        }
        for at, cut in enumerate(cuts)
    ]


def _places(understood: UnderstoodQuery) -> list[Clause]:
    codes = _place_codes(understood)
    return [_or_unknown("place", {"terms": {"place": codes}})] if codes else []


def _place_codes(understood: UnderstoodQuery) -> list[str]:
    named = understood.places or ((understood.place,) if understood.place else ())
    return [str(place.code) for place in named]


def _in_place(understood: UnderstoodQuery) -> list[Clause]:
    """A posting known to lie in the place before those that do not say where they are."""
    codes = _place_codes(understood)
    return _constant({"terms": {"place": codes}}, PLACE, PLACE_BOOST) if codes else []


def around(code: int | None) -> list[Clause]:
    """More for what lies in the person's county, less for their city and their province."""
    levels = reversed(place_path(code))
    return [
        clause
        for level, boost in zip(levels, AROUND_BOOSTS, strict=False)
        for clause in _constant({"term": {"place": level}}, f"{AROUND}:{level}", boost)
    ]


def _near(understood: UnderstoodQuery, point: Near | None) -> list[Clause]:
    if point is None or understood.max_km is None:
        return []
    return within(Near(point.lat, point.lon, understood.max_km))


def _refused(field: str, values: Iterable[str | Condition]) -> list[Clause]:
    refused = [str(value) for value in values]
    return [{"bool": {"must_not": [{"terms": {field: refused}}]}}] if refused else []


def _of_occupations(understood: UnderstoodQuery, *, widely: bool) -> list[Clause]:
    chips = _trades(understood)
    same = [
        clause
        for chip in chips
        for place, code in enumerate(chip.values)
        for clause in _constant(
            {"term": {"occupation": code}},
            f"{OCCUPATION}:{code}",
            OCCUPATION_BOOST * NEXT_MEANING**place,
        )
    ]
    akin = list(dict.fromkeys(chain.from_iterable(chip.near for chip in chips)))
    if not akin or not widely:
        return same
    kindred = {"terms": {"occupation": akin}}
    return [*same, *_constant(kindred, NEAR_OCCUPATION, NEAR_OCCUPATION_BOOST)]


def _corrected(understood: UnderstoodQuery) -> list[Clause]:
    """Where the words say nothing as they stand: what they may have been meant to be."""
    found: list[Clause] = []
    for suggestion, share in zip(understood.corrected, CORRECTED_SHARES, strict=False):
        name, boost = f"{CORRECTED}:{suggestion.term}", OCCUPATION_BOOST * share
        meant = {"terms": {"occupation": list(suggestion.codes)}}
        found += _constant(meant, f"{name}:code", boost) if suggestion.codes else []
        found += said(suggestion.term, name, boost)
    return found


def _guessed(understood: UnderstoodQuery) -> list[Clause]:
    return [
        clause
        for code, p in understood.occupations
        for clause in _constant(
            {"term": {"occupation": code}}, f"{GUESSED}:{code}", GUESSED_BOOST * p
        )
    ]


def _broader(understood: UnderstoodQuery) -> list[Clause]:
    return [
        clause
        for chip in _trades(understood)
        for code, boost in zip(chip.broader, BROADER_BOOSTS, strict=False)
        for clause in _constant({"term": {"occupation": code}}, f"{BROADER}:{code}", boost)
    ]


def _trades(understood: UnderstoodQuery) -> list[Chip]:
    return [chip for chip in understood.chips if chip.kind is ChipKind.OCCUPATION]


def _each(name: str, field: str, values: Iterable[str]) -> list[Clause]:
    """A clause for each value, so that two of two count for more than one of two."""
    return [
        clause
        for value in values
        for clause in _constant({"term": {field: str(value)}}, f"{name}:{value}", WISH_BOOSTS[name])
    ]


def _constant(clause: Clause, name: str, boost: float) -> list[Clause]:
    return [{"constant_score": {"filter": clause, "boost": round(boost, 4), "_name": name}}]


def _named(clause: Clause | None, name: str, boost: float) -> list[Clause]:
    named = {"_name": name, "boost": boost}
    return [{kind: body | named for kind, body in clause.items()}] if clause else []


def _or_unknown(field: str, clause: Clause) -> Clause:
    unknown = {"bool": {"must_not": [{"exists": {"field": field}}]}}
    return {"bool": {"should": [clause, unknown], "minimum_should_match": 1}}
