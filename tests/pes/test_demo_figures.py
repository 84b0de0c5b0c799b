"""The carried figures are those of the tables, and no name of the demo is in them."""

import csv

import pytest

from pes.demo.companies import employer
from pes.demo.figures import SURVEY, figure
from pes.demo.plan import Plan
from pes.demo.survey import BOARD, BUREAU, SITE, count_figures, count_trades, read_table
from pes.demo.vacancies import vacancy
from runtime.settings import CHECKOUT
from tests.pes.test_demo_generator import CAME_ON

TABLES = CHECKOUT.parent / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not (TABLES / SITE).is_file(), reason="the tables of real postings are not here"
)


def test_the_survey_is_what_the_tables_hold():
    with SURVEY.open(encoding="utf-8") as file:
        carried = list(csv.DictReader(file))
    assert count_trades(TABLES) == carried


def test_the_counted_figures_are_those_of_the_tables():
    for name, value in count_figures(TABLES).items():
        assert figure(name) == pytest.approx(value, abs=0.001)


def test_no_employer_is_a_real_company_of_the_tables():
    columns = ((BOARD, "公司"), (SITE, "公司"), (BUREAU, "企业"))
    real = {row[column].strip() for name, column in columns for row in read_table(TABLES, name)}
    plan = Plan()
    for tenant_id, count in plan.postings_by_tenant().items():
        for number in range(0, count, 2):
            key = vacancy(plan.seed, tenant_id, number, CAME_ON).employer
            name = employer(plan.seed, tenant_id, key).name
            assert name not in real
            assert name.removesuffix("（演示）") not in real


def test_no_sentence_of_a_real_posting_was_taken_over():
    texts = "\n".join(row["职位描述"] for row in read_table(TABLES, SITE))
    plan = Plan()
    for number in range(300):
        duties = vacancy(plan.seed, 430100, number, CAME_ON).content.duties
        longest = max(duties.split("\n")[0].split("；"), key=len)
        assert len(longest) < 14 or longest not in texts
