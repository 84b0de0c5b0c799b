"""The pool: who may look, at whom, how often; what is counted, and who hears of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import pool
from marketplace.applications import CandidateNotFound, accept_invitation, mark_hired
from marketplace.employers import EmployerDetails, change_employer, own_employer, verify_employer
from marketplace.groups import Group
from marketplace.pool import AlarmKind, CardView
from marketplace.seekers import (
    Certificates,
    Home,
    Limits,
    Skills,
    Want,
    Wants,
    agree,
    disagree,
    pause,
    resume,
)
from runtime.clock import frozen, now
from runtime.errors import NotAllowed
from tenants.audit import list_looks_at
from tenants.consents import Consent, Purpose
from tenants.settings import change_setting
from tests.make.employers import credit_code, registered_employer, verified_employer
from tests.make.groups import in_group
from tests.make.postings import published_posting
from tests.make.seekers import ALL, ready_seeker
from tests.world import TenantWorld


def seen(world: TenantWorld, *ids: int, employer_id: int | None = None) -> list[int]:
    with world.as_recruiter(employer_id) as work:
        return [card.id for card in pool.see_cards(work, ids).cards]


def set_to(world: TenantWorld, setting: object, value: int) -> None:
    with world.as_administrator() as work:
        change_setting(work, setting, value)


def test_a_card_tells_what_the_person_can_do_and_not_who_they_are(tenant: TenantWorld) -> None:
    told = (
        Skills(("平缝机", "电话13812345678", "张小满服装店三年", "女，32岁")),
        Certificates(("缝纫工初级", "残疾人证")),
        Wants((Want("缝纫工", "6-05-01-03"), Want("招聘残疾人的厂"))),
        Home(430104, lat=28.22817, lon=112.93881),
    )
    seeker = ready_seeker(tenant, sections=told)
    with tenant.as_recruiter() as work:
        (card,) = pool.see_cards(work, [seeker.id]).cards
    assert card.skills == ("平缝机",)
    assert card.certificates == ("缝纫工初级",)
    assert card.want_titles == ("缝纫工",)
    assert (card.lat, card.lon) == (28.25, 112.95)
    assert card.age_band in {"45_54", "55_up"}
    assert not {"surname_masked", "name", "birth_on", "groups"} & set(vars(card))


def test_the_age_band_needs_a_consent_that_speaks_of_it(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)
    with tenant.as_system() as work:
        given = select(Consent).where(
            Consent.tenant_id == tenant.code, Consent.purpose == Purpose.SHARE_CARD
        )
        work.session.scalars(given).one().text_shown = "我同意用人单位看到求职名片（技能、学历）。"
    with tenant.as_recruiter() as work:
        assert pool.see_cards(work, [seeker.id]).cards[0].age_band is None
    with tenant.as_seeker(seeker.id) as work:
        disagree(work, Purpose.SHARE_CARD)
        agree(work, Purpose.SHARE_CARD)
    with tenant.as_recruiter() as work:
        assert pool.see_cards(work, [seeker.id]).cards[0].age_band is not None


def test_only_verified_employers_see_the_pool(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)
    waiting = registered_employer(tenant, "未核验单位")
    with pytest.raises(pool.EmployerNotVerified), tenant.as_recruiter(waiting.id) as work:
        pool.see_cards(work, [seeker.id])
    with pytest.raises(NotAllowed), tenant.as_officer() as work:
        pool.see_cards(work, [seeker.id])
    assert seen(tenant, seeker.id) == [seeker.id]


def test_who_shares_no_card_pauses_or_hides_is_not_there(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    silent = ready_seeker(tenant, agreed=set(ALL) - {Purpose.SHARE_CARD})
    shown, foreign = ready_seeker(tenant), ready_seeker(other_tenant)
    assert seen(tenant, silent.id, foreign.id, shown.id, 10**12) == [shown.id]
    for verb, there in ((pause, []), (resume, [shown.id])):
        with tenant.as_seeker(shown.id) as work:
            verb(work)
        assert seen(tenant, shown.id) == there
    with pytest.raises(CandidateNotFound), tenant.as_recruiter() as work:
        pool.see_card(work, foreign.id)


def test_a_person_sees_who_looked_and_keeps_one_employer_away(tenant: TenantWorld) -> None:
    seeker, other = ready_seeker(tenant), verified_employer(tenant, "麓山食品试验厂")
    for _ in range(2):
        assert seen(tenant, seeker.id) == [seeker.id]
    assert seen(tenant, seeker.id, employer_id=other.id) == [seeker.id]
    with tenant.as_seeker(seeker.id) as work:
        views = {looker.name: looker.views for looker in pool.who_looked(work)}
        assert views == {"湘江纺织试验厂": 2, "麓山食品试验厂": 1}
        looks = [look for look in list_looks_at(work, seeker.id) if look.employer_id]
        assert len(looks) == 3
    for _ in range(2):
        with tenant.as_seeker(seeker.id) as work:
            pool.keep_away(work, tenant.employer_id)
    assert seen(tenant, seeker.id) == []
    assert seen(tenant, seeker.id, employer_id=other.id) == [seeker.id]
    with tenant.as_recruiter() as work:
        assert pool.reach_of(work).hidden == {seeker.id}
    with tenant.as_seeker(seeker.id) as work:
        hidden = {looker.name: looker.hidden for looker in pool.who_looked(work)}
    assert hidden == {"湘江纺织试验厂": True, "麓山食品试验厂": False}


def test_another_name_does_not_bring_a_person_back(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant, sections=(Limits(hidden_from=("湘江纺织试验厂",)),))
    with tenant.as_recruiter() as work:
        code = own_employer(work).credit_code or credit_code()
        change_employer(work, tenant.employer_id, EmployerDetails("新湘江纺织试验厂", code))
    with tenant.as_reviewer() as work:
        verify_employer(work, tenant.employer_id)
    assert seen(tenant, seeker.id) == []


def test_views_end_with_the_day_and_an_officer_hears_of_it(tenant: TenantWorld) -> None:
    set_to(tenant, pool.CARDS_A_DAY, 10)
    people = [ready_seeker(tenant).id for _ in range(12)]
    assert seen(tenant, *people[:9]) == people[:9]
    with tenant.as_recruiter() as work:
        shown = pool.see_cards(work, people)
    assert (len(shown.cards), shown.spent) == (10, True)
    assert seen(tenant, *people) == people[:10]
    with tenant.as_recruiter() as work:
        assert pool.see_card(work, people[11]).spent
    with tenant.as_reviewer() as work:
        (line,) = pool.list_alarms(work)
        assert (line.employer_name, line.alarm.kind) == ("湘江纺织试验厂", AlarmKind.CARDS)
        assert line.alarm.figure == 10
    with frozen(now() + timedelta(days=1)):
        assert seen(tenant, *people[10:]) == people[10:]


def test_searching_without_end_is_noticed(tenant: TenantWorld) -> None:
    set_to(tenant, pool.SEARCHES_AT_ONCE, 10)
    set_to(tenant, pool.SEARCHES_A_DAY, 20)
    start = now()
    for minute in range(20):
        with frozen(start + timedelta(seconds=minute)), tenant.as_recruiter() as work:
            pool.search_cards(work, [])
    with tenant.as_reviewer() as work:
        kinds = {line.alarm.kind: line.alarm.figure for line in pool.list_alarms(work)}
        assert kinds == {AlarmKind.BURST: 10, AlarmKind.SEARCHES: 20}
        assert pool.count_open_alarms(work) == 2


def test_slow_searches_are_no_burst(tenant: TenantWorld) -> None:
    set_to(tenant, pool.SEARCHES_AT_ONCE, 10)
    start = now().replace(hour=2, minute=0)
    for hour in range(12):
        with frozen(start + timedelta(minutes=11 * hour)), tenant.as_recruiter() as work:
            pool.search_cards(work, [])
    with tenant.as_reviewer() as work:
        assert pool.list_alarms(work) == []


def test_an_officer_closes_the_pool_to_an_employer(tenant: TenantWorld) -> None:
    set_to(tenant, pool.CARDS_A_DAY, 10)
    people = [ready_seeker(tenant).id for _ in range(10)]
    seen(tenant, *people)
    seen(tenant, *people)
    with tenant.as_reviewer() as work:
        (line,) = pool.list_alarms(work)
        pool.settle_alarm(work, line.alarm.id, suspend=True)
    with pytest.raises(pool.PoolSuspended), tenant.as_recruiter() as work:
        pool.see_cards(work, people)
    with tenant.as_reviewer() as work:
        pool.settle_alarm(work, line.alarm.id, suspend=False)
        assert pool.count_open_alarms(work) == 0
    assert len(seen(tenant, *people)) == 10
    with pytest.raises(NotAllowed), tenant.as_officer() as work:
        pool.settle_alarm(work, line.alarm.id, suspend=True)
    with pytest.raises(pool.AlarmNotFound), tenant.as_reviewer() as work:
        pool.settle_alarm(work, 10**12, suspend=True)


def test_a_day_has_so_many_invitations(tenant: TenantWorld) -> None:
    set_to(tenant, pool.INVITATIONS_A_DAY, 1)
    posting = published_posting(tenant)
    first, second = ready_seeker(tenant), ready_seeker(tenant)
    for _ in range(2):
        with tenant.as_recruiter() as work:
            pool.invite(work, posting.id, first.id)
    with pytest.raises(pool.InvitationsSpent), tenant.as_recruiter() as work:
        pool.invite(work, posting.id, second.id)


def test_a_group_shows_only_where_the_person_lets_it_and_never_which(tenant: TenantWorld) -> None:
    allowing, keeping, none = (ready_seeker(tenant) for _ in range(3))
    for person in (allowing, keeping):
        in_group(tenant, person.id, Group.DISABLED)
    for person in (allowing, none):
        with tenant.as_seeker(person.id) as work:
            agree(work, Purpose.SHARE_GROUP)
    ids = [allowing.id, keeping.id, none.id]
    with tenant.as_recruiter() as work:
        shown = pool.search_cards(work, ids)
        assert shown.subsidised == {allowing.id}
        assert pool.reach_of(work, subsidised=True).subsidised == {allowing.id}
        assert "disabled" not in repr(shown)
    with tenant.as_seeker(allowing.id) as work:
        disagree(work, Purpose.SHARE_GROUP)
    with tenant.as_recruiter() as work:
        assert pool.search_cards(work, ids).subsidised == frozenset()


def test_like_those_we_hired(tenant: TenantWorld) -> None:
    posting = published_posting(tenant, skills=("平缝机",))
    hired = ready_seeker(tenant, sections=(Skills(("拷边机",)),))
    with tenant.as_recruiter() as work:
        assert pool.hired_model(work) is None
        application = pool.invite(work, posting.id, hired.id)
    with tenant.as_seeker(hired.id) as work:
        accept_invitation(work, application.id)
    with tenant.as_recruiter() as work:
        mark_hired(work, application.id)
        model = pool.hired_model(work)
    assert model == pool.Model(("6-05-01-03",), "缝纫工 平缝机 拷边机")
    with tenant.as_seeker(hired.id) as work:
        pool.keep_away(work, tenant.employer_id)
    with tenant.as_recruiter() as work:
        assert pool.hired_model(work) == pool.Model(("6-05-01-03",), "缝纫工 平缝机")


def test_reasons_are_read_off_the_card(tenant: TenantWorld) -> None:
    posting = published_posting(
        tenant, skills=("平缝机", "钉扣"), certificates=("健康证",), experience_years=5
    )
    told = (Skills(("平缝机",)), Certificates(("健康证",)))
    seeker = ready_seeker(tenant, sections=told)
    with tenant.as_recruiter() as work:
        (card,) = pool.see_cards(work, [seeker.id]).cards
    fits = {fit.code: (fit.values, fit.good) for fit in pool.fits_of(card, posting)}
    assert fits == {
        pool.FitCode.WANTED: ({"work": "6-05-01-03"}, True),
        pool.FitCode.CERTIFICATES: ({"items": ["健康证"]}, True),
        pool.FitCode.SKILLS: ({"items": ["平缝机"]}, True),
        pool.FitCode.SKILLS_MISSING: ({"items": ["钉扣"]}, False),
        pool.FitCode.EXPERIENCE_SHORT: ({"years": 3}, False),
    }


def test_old_views_are_forgotten(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)
    seen(tenant, seeker.id)
    with frozen(now() + timedelta(days=179)), tenant.as_system() as work:
        assert pool.forget_old_views(work) == 0
    with frozen(now() + timedelta(days=181)), tenant.as_system() as work:
        assert pool.forget_old_views(work) == 2
        assert work.session.scalars(select(CardView.views)).all() == []


def test_counts_are_steps() -> None:
    assert [pool.at_least(n) for n in (0, 4, 5, 9, 10, 49, 99_999)] == [
        None, None, 5, 5, 10, 20, 10_000,
    ]  # fmt: skip
