"""The request of a job search: understanding adds, and never hides what was typed."""

import pytest

from runtime.clock import now, today
from search.criteria import Near, Sort
from search.execution import Scope, execute
from search.jobs import Asked, Choices, Variant, job_query
from search.jobs.asking import worded
from tests.make.postings import published_posting

CHANGSHA, CHENXI = 430104, 431223


def asked(text: str = "", **changes) -> Asked:
    return worded(Asked(on=today(), at=now(), limit=100, **changes), text)


@pytest.fixture
def found(tenant):
    def look(text: str = "", variant: Variant = Variant.WHOLE, **changes) -> list[int]:
        return execute(Scope.within(tenant.code), job_query(asked(text, **changes), variant)).ids

    return look


@pytest.fixture
def three(tenant, deliver):
    """A nanny in Changsha with a room, a welder in Chenxi on shifts, a sewing worker."""
    made = [
        published_posting(
            tenant,
            title="高薪月嫂",
            duties="照顾产妇和新生儿，包吃包住，节假日有奖金。",
            occupation_code="4-10-01-06",
            pay_text="8000-9000元/月",
            place_code=CHANGSHA,
        ),
        published_posting(
            tenant,
            title="二氧化碳气保焊工",
            duties="负责钢结构件的焊接，两班倒，按图施工，保证焊缝质量。",
            occupation_code="6-18-02-04",
            pay_text="5000-6000元/月",
            place_code=CHENXI,
            conditions=("rotating_shift",),
        ),
        published_posting(tenant),
    ]
    deliver(tenant)
    return [posting.id for posting in made]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("月嫂", 0),
        ("长沙 月嫂 包住 6000以上 不要倒班", 0),
        ("气保焊", 1),  # part of a word, however a dictionary cuts it
        ("焊", 1),
        ("怀化 焊工", 1),
        ("湘江纺织试验厂 缝纫", 2),
        ("照顾新生儿", 0),
    ],
)
def test_the_best_stands_first(three, found, text, best):
    assert found(text)[0] == three[best]


def test_wishes_hold_but_hide_no_literal_hit(three, found):
    assert three[1] not in found("焊工 不要倒班", Variant.LEXICAL)
    assert three[1] not in found("焊工 8000以上", Variant.LEXICAL)
    assert three[1] not in found("长沙 焊工", Variant.LEXICAL)
    assert three[1] in found("焊工", Variant.LEXICAL)
    assert three[1] in found("焊接 两班倒", Variant.LEXICAL)


def test_a_place_in_the_words_of_a_posting_is_a_literal_hit(tenant, deliver, found):
    posting = published_posting(tenant, title="长沙老味道米粉店厨师", place_code=CHENXI)
    deliver(tenant)
    assert found("长沙 厨师", Variant.LEXICAL) == [posting.id]


def test_an_employer_by_name_comes_before_what_is_only_alike(tenant, deliver, found, three):
    assert found("湘江纺织试验厂")[0] in three
    other = published_posting(tenant, title="挡车工", duties="看管湘潭第二棉纺织总厂的织布机。")
    deliver(tenant)
    assert found("湘潭第二棉纺织总厂")[0] == other.id


def test_choices_are_strict(three, found):
    assert found(choices=Choices(benefits=("lodging",))) == [three[0]]
    assert found("焊工", choices=Choices(place=CHANGSHA), variant=Variant.LEXICAL) == []
    assert three[1] not in found(choices=Choices(without_conditions=("rotating_shift",)))


@pytest.mark.parametrize("sort", list(Sort))
def test_orders(three, found, sort):
    here = Near(28.2, 112.9)
    assert sorted(found(sort=sort, point=here)) == sorted(three)
    assert found("工", sort=sort)


def test_the_best_paid_first(three, found):
    assert found(sort=Sort.PAY)[0] == three[0]


def test_variants_differ(three, found):
    assert three[0] in found("坐月子找人照顾", Variant.VECTORS)
    assert found("焊工", Variant.LEXICAL)[0] == three[1]
    assert set(found("焊工", Variant.LEXICAL)) <= set(found("焊工", Variant.WHOLE))
