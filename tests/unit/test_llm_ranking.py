"""Drafts of a language model: what it held for likely, held against what the plans name."""

import math

import pytest

from services.contracts.models import Draft
from services.contracts.plan import Plan
from services.contracts.sql_plan import plan_from_sql
from services.generator.llm.ranking import named_by_plan, named_by_sql, ranked
from tests.fakes import SCHEMA

TOTAL = "SELECT sum(total) FROM orders"
FRANCE = "SELECT sum(total) FROM orders WHERE country = 'FR'"
NAMES = "SELECT name FROM countries"


def plan_of(sql: str) -> Plan:
    plan = plan_from_sql(sql, SCHEMA)
    assert isinstance(plan, Plan)
    return plan


PLAN = plan_of(TOTAL)


def test_the_likelier_draft_comes_first() -> None:
    drafts = ranked([(TOTAL, -2.0), (NAMES, -0.5)], [], weight=1.0)
    assert [draft.sql for draft in drafts] == [NAMES, TOTAL]
    assert [draft.score for draft in drafts] == pytest.approx([math.exp(-0.5), math.exp(-2.0)])


def test_of_equal_statements_the_likelier_one_stays() -> None:
    assert ranked([(TOTAL, -2.0), (TOTAL, -1.0), (TOTAL, -3.0)], [], weight=1.0) == (
        Draft(sql=TOTAL, score=math.exp(-1.0)),
    )


def test_what_no_plan_names_lowers_a_draft() -> None:
    drafts = ranked([(NAMES, -0.1), (TOTAL, -0.5)], [(0, PLAN)], weight=1.0)
    assert [draft.sql for draft in drafts] == [TOTAL, NAMES]
    assert drafts[1].score == pytest.approx(math.exp(-0.1 - 1.0))


def test_a_value_that_no_plan_names_lowers_a_draft_in_part() -> None:
    (draft,) = ranked([(FRANCE, None)], [(0, plan_of(FRANCE.replace("'FR'", "'DE'")))], weight=1.0)
    assert draft.score == pytest.approx(math.exp(-1 / 4))


def test_without_weight_the_plans_count_nothing() -> None:
    drafts = ranked([(NAMES, -0.1), (TOTAL, -0.5)], [(0, PLAN)], weight=0.0)
    assert [draft.sql for draft in drafts] == [NAMES, TOTAL]


def test_a_draft_belongs_to_the_plan_that_it_follows() -> None:
    drafts = ranked([(NAMES, -0.1), (TOTAL, -0.2)], [(1, PLAN), (3, plan_of(NAMES))], weight=1.0)
    assert [(draft.sql, draft.plan) for draft in drafts] == [(NAMES, 3), (TOTAL, 1)]


@pytest.mark.parametrize(
    "sql",
    [
        FRANCE,
        "SELECT T1.total FROM orders AS T1 JOIN countries AS T2 ON T1.country = T2.code WHERE T2.name LIKE '%Fr%'",
        "SELECT country, count(*) AS n FROM orders GROUP BY country HAVING count(*) > 5 ORDER BY n DESC LIMIT 3",
        "SELECT total FROM orders WHERE total BETWEEN 1.5 AND 20",
        'SELECT "name" FROM countries WHERE code IN (SELECT country FROM orders WHERE total > 5.0)',
    ],
)
def test_a_statement_names_what_its_own_plan_names(sql: str) -> None:
    assert named_by_sql(sql).share_outside(named_by_plan(plan_of(sql))) == 0.0


def test_names_that_a_statement_makes_itself_are_no_names_of_the_schema() -> None:
    named = named_by_sql("WITH big AS (SELECT total AS t FROM orders) SELECT t FROM big WHERE t > 5")
    assert (sorted(named.tables), sorted(named.columns)) == (["orders"], ["total"])
