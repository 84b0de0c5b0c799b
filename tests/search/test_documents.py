"""Documents hold what their mapping names, no more and no less, and nobody's identity."""

import json
from datetime import UTC, date, datetime

import numpy as np
import pytest

from marketplace.postings import PublishedPosting
from marketplace.seekers import CandidateRow
from search.candidates import PROPERTIES as CANDIDATE_PROPERTIES
from search.candidates import candidate_document, candidate_text
from search.documents import document_id, parse_document_id, tombstone
from search.indices import FLAT, mapping
from search.postings import PROPERTIES as POSTING_PROPERTIES
from search.postings import posting_document, posting_text
from search.terms import occupation_path, place_path

VECTOR = np.full(512, 512**-0.5, dtype=np.float32)


def posting(**changes) -> PublishedPosting:
    values = {
        "tenant_id": 430100,
        "posting_id": 7,
        "version": 3,
        "employer_id": 9,
        "employer_name": "湘江纺织试验厂",
        "source": None,
        "title": "缝纫工（平车）",
        "duties": "操作平缝机。",
        "requirements": "会用平缝机 Java",
        "occupation_code": "6-05-01-03",
        "pay_low_fen": 500_000,
        "pay_high_fen": 700_000,
        "pay_basis": "month",
        "pay_months": None,
        "pay_negotiable": False,
        "pay_text": "5000-7000元/月",
        "place_code": 430104,
        "address": "",
        "lat": 28.2,
        "lon": 112.9,
        "precision": "county",
        "education_floor": "secondary",
        "experience_years": 1.0,
        "openings": 5,
        "conditions": ["night_shift"],
        "certificates": [],
        "skills": ["平缝机"],
        "reserved": None,
        "valid_from": None,
        "valid_to": date(2026, 12, 31),
        "published_at": datetime(2026, 11, 1, tzinfo=UTC),
    }
    return PublishedPosting(**(values | changes))


def card(**changes) -> CandidateRow:
    values = {
        "id": 5,
        "version": 2,
        "wants": ("6-05-01-03",),
        "want_titles": ("缝纫工",),
        "place_code": 430104,
        "lat": 28.23,
        "lon": 112.94,
        "max_km": 10.0,
        "min_pay_fen": 400_000,
        "hours": "full_time",
        "education": "junior",
        "experience_years": None,
        "skills": ("平缝机",),
        "certificates": (),
    }
    return CandidateRow(**(values | changes))


@pytest.mark.parametrize(
    ("document", "properties"),
    [
        (posting_document(posting(), VECTOR), POSTING_PROPERTIES),
        (
            posting_document(posting(lat=None, place_code=None, occupation_code=None), None),
            POSTING_PROPERTIES,
        ),
        (candidate_document(430100, card(), VECTOR), CANDIDATE_PROPERTIES),
        (candidate_document(430100, card(education=None, lat=None), None), CANDIDATE_PROPERTIES),
    ],
)
def test_body_has_exactly_the_mappings_fields(document, properties):
    assert document.body.keys() == mapping(properties, FLAT)["properties"].keys()
    json.dumps(document.body)


def test_a_document_carries_tenant_routing_and_version():
    document = posting_document(posting(), VECTOR)
    assert (document.id, document.routing, document.version) == ("430100-7", "430100", 3)


def test_words_are_cut_and_lower_cased():
    body = posting_document(posting(), VECTOR).body
    assert body["title"].split()[:1] == ["缝纫工"] or "缝纫工" in body["title"].split()
    assert "java" in body["body"].split()
    assert {"长沙市", "岳麓区"} <= set(body["place_words"].split())


def test_embedded_texts_leave_prose_out():
    assert "操作平缝机" not in posting_text(posting())
    assert posting_text(posting()).startswith("缝纫工（平车）")
    assert candidate_text(card()).startswith("缝纫工")


def test_paths():
    assert place_path(430104) == ["430000", "430100", "430104"]
    assert place_path(430104002) == ["430000", "430100", "430104", "430104002"]
    assert place_path(430000) == ["430000"]
    assert place_path(None) == []
    assert occupation_path(["6-05-01-03", None]) == ["6", "6-05", "6-05-01", "6-05-01-03"]


def test_a_tombstone_holds_no_content():
    gone = tombstone(430100, 7, 4, datetime(2026, 11, 1, tzinfo=UTC))
    assert gone.body.keys() == {"tenant_id", "gone", "gone_at"}
    assert gone.version == 4


@pytest.mark.parametrize("name", ["", "7", "a-7", "430100-", "430100-x", "４３-７"])
def test_foreign_ids_are_nobodys(name):
    assert parse_document_id(name) is None


def test_ids_come_back():
    assert parse_document_id(document_id(430100, 7)) == (430100, 7)
