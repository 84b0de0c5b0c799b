from datetime import date

import pytest

from language.conditions import Condition
from language.education import Education
from language.fields import parse_birth, parse_day
from language.lawfulness import Kind
from language.understanding import understand_posting, understand_profile

POSTING = {
    "id": "p1",
    "title": "诚聘电焊工（包吃住）",
    "text": "<p>要求：男，45岁以下，有焊工证，叉车证优先</p>"
    "<p>高中及以上学历，3年以上工作经验，能上夜班。招4人</p>",
    "pay": "6000-12000元",
    "place": "长沙·岳麓区",
    "valid_from": "2026-11-01",
    "valid_to": "2026年12月31日",
}


def test_a_posting_is_read_from_its_text() -> None:
    posting = understand_posting(POSTING)

    assert posting.occupations[0][0] == "6-18-02-04"
    assert (posting.pay.low_fen, posting.pay.high_fen) == (600_000, 1_200_000)
    assert posting.place is not None
    assert posting.place.code == 430104
    assert posting.education_floor is Education.SECONDARY
    assert (posting.experience_years, posting.openings) == (3, 4)
    assert posting.conditions == (Condition.NIGHT_SHIFT,)
    assert (posting.certificates, posting.preferred_certificates) == (("焊工证",), ("叉车证",))
    assert (posting.valid_from, posting.valid_to) == (date(2026, 11, 1), date(2026, 12, 31))
    assert [finding.kind for finding in posting.findings] == [Kind.SEX, Kind.AGE]


def test_a_list_that_is_present_is_complete() -> None:
    posting = understand_posting(POSTING | {"conditions": [], "certificates": []})

    assert posting.conditions == ()
    assert (posting.certificates, posting.preferred_certificates) == ((), ())


def test_fields_win_over_text() -> None:
    fields = {"education": "大专", "experience": "不限", "openings": "10人", "conditions": ["dust"]}
    posting = understand_posting(POSTING | fields)

    assert posting.education_floor is Education.COLLEGE
    assert (posting.experience_years, posting.openings) == (0, 10)
    assert posting.conditions == (Condition.DUST,)


def test_a_list_may_be_one_cell_of_a_table() -> None:
    posting = understand_posting(
        POSTING
        | {"conditions": "夜班、出差", "certificates": "叉车操作证;电工证", "tags": "双休\n五险"}
    )

    assert posting.conditions == (Condition.NIGHT_SHIFT, Condition.TRAVEL)
    assert posting.certificates == ("叉车证", "电工证")
    assert posting.tags == ("双休", "五险")


@pytest.mark.parametrize(
    ("fields", "precision"),
    [
        ({"lat": 28.2, "lon": 112.9}, "exact"),
        ({}, "county"),
        ({"place": "长沙"}, None),
        ({"place": None}, None),
        ({"lat": 128.2, "lon": 112.9}, "county"),
        ({"lat": "x", "lon": "nan"}, "county"),
    ],
)
def test_a_position_says_how_exact_it_is(fields: dict[str, object], precision: str | None) -> None:
    position = understand_posting(POSTING | fields).position

    assert (position.precision if position else None) == precision


def test_an_empty_row_is_not_known_at_all() -> None:
    posting, profile = understand_posting({}), understand_profile({})

    assert posting.pay.unparsed
    assert (posting.place, posting.education_floor, posting.openings) == (None, None, None)
    assert posting.occupations == ()
    assert (profile.certificates, profile.birth_on, profile.min_pay_fen) == (None, None, None)


def test_a_profile() -> None:
    profile = understand_profile(
        {
            "id": "s1",
            "wants": ["缝纫工", "普工"],
            "about": "做过五年平车",
            "certificates": [],
            "education": "初中",
            "experience_years": "5",
            "birth": 1985,
            "place": "湖南省长沙市望城区",
            "max_km": "20",
            "min_pay_fen": 400000,
            "min_pay_hard": True,
            "excludes": ["night_shift", "高空"],
            "groups": ["employment_difficulty"],
        }
    )

    assert profile.occupations[0] == ("6-05-01-03",)
    assert profile.skills == ("平车", "缝纫")
    assert profile.certificates == ()
    assert (profile.education, profile.experience_years) == (Education.JUNIOR, 5)
    assert profile.birth_on == date(1985, 12, 31)
    assert (profile.max_km, profile.min_pay_fen, profile.min_pay_hard) == (20, 400_000, True)
    assert profile.excludes == (Condition.NIGHT_SHIFT, Condition.HEIGHTS)
    assert profile.position is not None
    assert profile.position.precision == "county"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", date(2026, 11, 24)), ("2026/1/4", date(2026, 1, 4)),
        ("2026年11月24日", date(2026, 11, 24)), ("20261124", date(2026, 11, 24)),
        ("2026-11-24 00:00:00", date(2026, 11, 24)), ("2026-02-30", None), ("长期", None),
        ("", None),
    ],
)  # fmt: skip
def test_days(text: str, day: date | None) -> None:
    assert parse_day(text) == day


def test_a_birth_year_counts_to_its_end() -> None:
    assert parse_birth("1990") == date(1990, 12, 31)
    assert parse_birth("1990-05-06") == date(1990, 5, 6)
    assert parse_birth("九零年") is None


def test_a_posting_in_english_capitals() -> None:
    found = understand_posting(
        {
            "title": "FORKLIFT DRIVER",
            "text": "BACHELOR DEGREE OR ABOVE. 3+ YEARS OF WAREHOUSE EXPERIENCE. NIGHT SHIFT. "
            "FORKLIFT LICENCE REQUIRED. DRIVER'S LICENSE PREFERRED. NO HEAVY LIFTING.",
        }
    )

    assert found.education_floor is Education.BACHELOR
    assert found.experience_years == 3
    assert found.conditions == (Condition.NIGHT_SHIFT,)
    assert found.certificates == ("叉车证",)
    assert found.preferred_certificates == ("驾驶证",)


def test_english_that_asks_for_nothing() -> None:
    found = understand_posting(
        {
            "title": "Cleaner",
            "text": "No experience required. Master degree a plus. No night shift.",
        }
    )

    assert (found.education_floor, found.experience_years, found.conditions) == (None, 0.0, ())
