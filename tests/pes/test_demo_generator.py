"""What the generator makes: lawful, readable, artificial, and the same for the same seed."""

from collections import Counter
from datetime import date, timedelta
from functools import cache
from statistics import median

import pytest
from stdnum.cn import ric, uscc

from language.certificates import find_certificates
from language.conditions import find_conditions
from language.education import Education
from language.lawfulness import find_unlawful
from language.occupations import occupation
from language.pay import monthly_range_fen, parse_pay
from language.places import is_within, place
from marketplace.groups import Group
from marketplace.postings import blocking, findings
from pes.demo.companies import EmployerKey, employer
from pes.demo.figures import figure, read_figures
from pes.demo.jobseekers import jobseeker
from pes.demo.plan import Plan
from pes.demo.randomness import split
from pes.demo.trades import trades
from pes.demo.vacancies import WAVES, Fate, vacancy
from tenants.consents import Purpose

PLAN = Plan()
TODAY = date(2026, 11, 24)
CAME_ON = {wave: TODAY - timedelta(days=7 * wave) for wave in range(WAVES)}
UNSPOILED = {Fate.PUBLISHED, Fate.PAUSED, Fate.FILLED}


@cache
def postings():
    return [
        (tenant_id, vacancy(PLAN.seed, tenant_id, number, CAME_ON))
        for tenant_id, count in PLAN.postings_by_tenant().items()
        for number in range(count)
    ]


@cache
def people():
    return [
        (tenant_id, jobseeker(PLAN.seed, tenant_id, number))
        for tenant_id, count in PLAN.seekers_by_tenant().items()
        for number in range(count)
    ]


def public():
    return [each for each in postings() if each[1].fate in UNSPOILED]


def share(flags):
    flags = list(flags)
    return sum(flags) / len(flags)


def test_the_default_is_as_large_as_promised():
    assert len(postings()) >= 3000
    assert len(people()) >= 6000
    assert len(PLAN.tenant_ids) == 14
    assert len(trades()) >= 50


def test_the_same_seed_makes_the_same_data():
    again = [vacancy(PLAN.seed, t, n, CAME_ON) for t in PLAN.tenant_ids[:3] for n in range(20)]
    first = [vacancy(PLAN.seed, t, n, CAME_ON) for t in PLAN.tenant_ids[:3] for n in range(20)]
    assert again == first
    assert jobseeker(7, 430900, 3) == jobseeker(7, 430900, 3)
    assert jobseeker(7, 430900, 3) != jobseeker(8, 430900, 3)


def test_a_larger_demo_begins_with_the_smaller_one():
    small, large = Plan(postings=3300), Plan(postings=9000)
    assert all(
        small.postings_by_tenant()[t] <= large.postings_by_tenant()[t] for t in small.tenant_ids
    )


def test_what_is_published_is_complete_and_lawful():
    for _, each in public():
        found = findings(each.content, today=CAME_ON[each.wave])
        assert blocking(found) == []
        text = each.content.title + each.content.duties + each.content.requirements
        assert find_unlawful(text) == []


def test_drafts_have_something_that_blocks_them():
    drafts = [each for _, each in postings() if each.fate is Fate.DRAFT]
    assert len(drafts) > 50
    for each in drafts:
        assert blocking(findings(each.content, today=CAME_ON[each.wave]))


def test_those_in_review_can_be_submitted():
    waiting = [each for _, each in postings() if each.fate is Fate.REVIEW]
    assert len(waiting) > 100
    assert all(not blocking(findings(e.content, today=CAME_ON[e.wave])) for e in waiting)


def test_texts_say_what_the_columns_say():
    for _, each in public():
        text = f"{each.content.duties}\n{each.content.requirements}"
        assert {word.value for word in find_conditions(text)} == set(each.content.conditions), text
        assert set(each.content.certificates) == set(find_certificates(text).required), text


def test_texts_are_many():
    assert len({each.content.duties for _, each in postings()}) > 1000
    clauses = [clause for trade in trades().values() for clause in trade.duties]
    assert len(clauses) == len(set(clauses)) > 350


def test_few_distinct_texts_have_to_be_embedded():
    offered = {
        (e.content.title, e.content.occupation_code, e.content.skills) for _, e in postings()
    }
    sought = {(p.row.wants, p.row.skills) for _, p in people()}
    assert 500 < len(offered) + len(sought) < 3000


def test_pay_is_readable_and_not_below_the_minimum_wage():
    for _, each in public():
        pay = parse_pay(each.content.pay_text)
        assert not pay.unparsed
        low, _ = monthly_range_fen(pay)
        assert pay.negotiable or low >= 100 * figure("minimum_wage_hunan") * 0.97


def test_pay_of_the_hands_is_near_the_published_figure():
    ranges = [
        monthly_range_fen(parse_pay(each.content.pay_text))
        for _, each in public()
        if trades()[each.trade].group != "office" and each.content.reserved is None
    ]
    middles = [(low + high) / 200 for low, high in ranges if low and high]
    assert median(middles) == pytest.approx(figure("migrant_pay_2023"), rel=0.15)


def test_every_trade_has_a_known_occupation_and_fitting_words():
    for trade in trades().values():
        if trade.occupation is not None:
            assert occupation(trade.occupation).level == 4
        assert set(trade.related) <= set(trades())
        assert trade.pay_yuan[0] <= trade.pay_yuan[1] <= trade.pay_yuan[2]


def test_all_trades_of_the_brief_are_there():
    found = {each.trade for _, each in postings()}
    assert {"sewing", "general", "forklift", "cleaner", "nanny", "cook", "welder", "courier",
            "waiter", "electrician", "driver", "accountant", "service", "teacher", "nurse",
            "sales", "software"} <= found  # fmt: skip


def test_every_reserved_kind_occurs_with_words_of_its_own():
    kinds = Counter(each.content.reserved for _, each in public())
    assert min(kinds.values()) > 20
    assert len(kinds) == 4


def test_places_lie_in_their_tenant():
    for tenant_id, each in public():
        assert is_within(place(each.content.place_code), tenant_id)
    for tenant_id, person in people():
        assert is_within(place(person.row.place_code), tenant_id)


def test_spots_lie_near_their_county_and_down_to_townships():
    exact = [e.content for _, e in public() if e.content.lat is not None]
    assert share(e.content.lat is not None for _, e in public()) == pytest.approx(0.6, abs=0.04)
    for content in exact:
        county = place(content.place_code // 1000)
        assert abs(content.lat - county.lat) < 0.6
        assert abs(content.lon - county.lon) < 0.6
    assert len({e.content.place_code for _, e in public()}) > 500


def test_tenants_get_their_share_of_the_population():
    counts = Counter(tenant_id for tenant_id, _ in people())
    assert counts[430100] / len(people()) == pytest.approx(10_047_914 / 66_444_864, abs=0.001)
    assert sum(f.value for f in read_figures() if f.name.startswith("population_")) == 66_444_864


@pytest.mark.parametrize(
    ("group", "name"),
    [
        (Group.EMPLOYMENT_DIFFICULTY, "share_employment_difficulty"),
        (Group.UNEMPLOYED_GRADUATE, "share_unemployed_graduate"),
        (Group.POVERTY_HOUSEHOLD, "share_poverty_household"),
        (Group.DISABLED, "share_disabled"),
    ],
)
def test_groups_have_their_share(group, name):
    found = share(group in person.groups for _, person in people())
    assert found == pytest.approx(figure(name), abs=0.02)


def test_graduates_are_young_and_schooled():
    for _, person in people():
        if Group.UNEMPLOYED_GRADUATE in person.groups and person.row.education is not None:
            assert person.row.education >= Education.COLLEGE


def test_schooling_follows_the_census():
    known = [p.row.education for _, p in people() if p.row.education is not None]
    assert share(e >= Education.COLLEGE for e in known) < 0.35
    assert share(e is Education.JUNIOR for e in known) > 0.25


def test_consents_are_not_complete():
    for purpose in (Purpose.RECOMMENDATION, Purpose.SMS, Purpose.SHARE_CARD):
        assert 0.5 < share(purpose in p.row.consents for _, p in people()) < 0.99
    assert all(
        p.row.personalised == (Purpose.PERSONALISATION in p.row.consents) for _, p in people()
    )
    assert any(p.row.certificates is None for _, p in people())
    assert any(p.row.certificates == () for _, p in people())


def test_identity_numbers_pass_the_check_and_belong_to_no_division():
    for _, person in people():
        number = person.row.id_number
        assert number[-1] == ric.calc_check_digit(number)
        assert number.startswith("4399")
        assert person.row.phone.startswith("142")
        assert len(person.row.phone) == 11


def test_numbers_are_unique():
    for tenant_id in PLAN.tenant_ids:
        here = [p.row for t, p in people() if t == tenant_id]
        assert len({row.id_number for row in here}) == len(here)
    assert len({p.row.phone for _, p in people()}) == len(people())


def test_credit_codes_are_valid_unique_and_spell_the_demo():
    codes = {
        (tenant_id, each.employer): employer(PLAN.seed, tenant_id, each.employer).credit_code
        for tenant_id, each in postings()
    }
    assert len(set(codes.values())) == len(codes)
    for code in codes.values():
        assert uscc.is_valid(code)
        assert code[8:12] == "DEM0"


def test_employers_carry_the_mark_of_the_demo():
    details = employer(1, 433100, EmployerKey("tea", 4))
    assert details.name.startswith("湘西")
    assert details.name.endswith("（演示）")


def test_the_personas_tenants_are_the_capital_and_another():
    assert Plan().persona_tenants == (430100, 430900)
    assert Plan(tenants=2).persona_tenants == (430100, 430200)
    assert Plan(tenants=1).persona_tenants == (430100,)


def test_split_gives_everything_away():
    assert split(10, {1: 1.0, 2: 1.0, 3: 1.0}) == {1: 4, 2: 3, 3: 3}
    assert split(0, {1: 1.0}) == {1: 0}


def test_every_figure_has_a_kind_and_published_ones_a_source():
    for each in read_figures():
        assert each.kind in {"published", "counted", "assumption"}
        assert each.kind == "assumption" or each.source
