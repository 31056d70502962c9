"""The flat fields of a plan, and the bounds of reading SQL. What a sketch says is in the golden cases."""

import time

import pytest

from services.contracts.plan import ColumnRole, Plan, PlannedExpression, SkeletonFlag
from services.contracts.sketch import JoinKind, Select, SetOperator, TableSource
from services.contracts.sql_plan import Unsketchable, plan_from_sketch, plan_from_sql, sketch_from_sql
from tests.library import library_schema

SCHEMA = library_schema()
CITY = "SELECT c.name, count(*) FROM people p JOIN cities c ON p.home_city = c.id"


def plan_of(sql: str) -> Plan:
    plan = plan_from_sql(sql, SCHEMA)
    assert isinstance(plan, Plan), plan
    return plan


def roles_of(plan: Plan) -> dict[str, str]:
    return {str(each.column): " ".join(each.roles) for each in plan.columns}


def values_of(condition: str) -> list[tuple[str, str, object]]:
    plan = plan_of(f"SELECT id FROM people WHERE {condition}")
    return [(str(value.column), value.operator, value.value) for value in plan.values]


def expressions(found: tuple[PlannedExpression, ...]) -> list[str]:
    return [each.expression for each in found]


def test_tables_and_roles_come_from_the_whole_tree() -> None:
    plan = plan_of(
        f"{CITY} WHERE p.id IN (SELECT person_id FROM loans WHERE \"to\" > '2023') AND p.age > 20 "
        "GROUP BY c.id HAVING max(p.age) > 30 ORDER BY c.name"
    )
    assert plan.tables == ("people", "cities", "loans")
    assert roles_of(plan) == {
        "cities.name": "select order",
        "people.id": "filter",
        "people.age": "filter having",
        "cities.id": "join group",
        "people.home_city": "join",
        "loans.person_id": "select",
        "loans.to": "filter",
    }


def test_a_derived_source_is_looked_through() -> None:
    plan = plan_of(
        "SELECT max(n) FROM (SELECT person_id AS who, count(id) AS n FROM loans GROUP BY 1) WHERE who > 1"
    )
    assert plan.tables == ("loans",)
    assert roles_of(plan) == {"loans.id": "select", "loans.person_id": "select filter group"}
    assert expressions(plan.projection) == ["max(count(loans.id))"]


def test_the_star_of_a_projection_is_a_column_and_that_of_count_is_none() -> None:
    assert roles_of(plan_of("SELECT * FROM people JOIN cities ON home_city = cities.id")) == {
        "people.*": "select",
        "cities.*": "select",
        "people.home_city": "join",
        "cities.id": "join",
    }
    assert roles_of(plan_of("SELECT count(*) FROM people")) == {}


def test_projection_in_order_with_its_aggregates() -> None:
    plan = plan_of("SELECT name, count(DISTINCT age), max(age) - min(age), sum(age) FROM people")
    assert [(each.expression, each.aggregate, each.distinct) for each in plan.projection] == [
        ("people.name", None, False),
        ("count(distinct people.age)", "count", True),
        ("max(people.age) - min(people.age)", None, False),
        ("sum(people.age)", "sum", False),
    ]
    assert [str(column) for column in plan.projection[2].columns] == ["people.age"]


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("name = 'Ann'", [("people.name", "=", "Ann")]),
        ("30 < age", [("people.age", ">", 30)]),
        ("age <= 30 AND 20 <= age", [("people.age", "<=", 30), ("people.age", ">=", 20)]),
        ("age BETWEEN 20 AND 30", [("people.age", "between", 20), ("people.age", "between", 30)]),
        ("age IN (20, 30)", [("people.age", "in", 20), ("people.age", "in", 30)]),
        ("name NOT LIKE 'A%'", [("people.name", "not like", "A%")]),
        ("NOT (name = 'Ann' OR age > 5)", [("people.name", "not =", "Ann"), ("people.age", "not >", 5)]),
        ("name != 'Ann'", [("people.name", "!=", "Ann")]),
        ("name IS NULL", [("people.name", "is null", None)]),
        ("name IS NOT NULL", [("people.name", "not is null", None)]),
        ("lower(name) = 'ann'", [("people.name", "=", "ann")]),
        ("id = home_city", []),
        ("age > (SELECT avg(age) FROM people)", []),
        ("id + age > 5", []),
        ("1 = 1", []),
        ("name = NULL", []),
    ],
)
def test_values(condition: str, values: list[tuple[str, str, object]]) -> None:
    assert values_of(condition) == values


def test_values_stand_in_on_and_in_sub_queries_but_not_behind_aggregates() -> None:
    plan = plan_of(
        "SELECT 1 FROM people p LEFT JOIN wishes w ON w.person_id = p.id AND w.note = 'soon' "
        "WHERE p.id IN (SELECT person_id FROM loans WHERE edition = 2) GROUP BY p.id HAVING count(w.note) > 1"
    )
    assert [(str(value.column), value.value) for value in plan.values] == [
        ("wishes.note", "soon"),
        ("loans.edition", 2),
    ]
    assert [(each.expression.expression, each.operator, each.value) for each in plan.having] == [
        ("count(wishes.note)", ">", 1)
    ]


def test_joins_are_those_of_the_keys_and_of_the_edges() -> None:
    plan = plan_of(
        "SELECT 1 FROM people p JOIN cities c ON p.work_city = c.id JOIN countries k ON c.country_code = k.code "
        "LEFT JOIN loans l ON l.person_id = p.id"
    )
    assert [(str(join.left), str(join.right), join.kind) for join in plan.joins] == [
        ("people.work_city", "cities.id", JoinKind.INNER),
        ("cities.country_code", "countries.code", JoinKind.INNER),
        ("people.id", "loans.person_id", JoinKind.LEFT),
    ]


def test_link_tables_that_the_compiler_adds_are_in_the_plan() -> None:
    sketch = sketch_from_sql("SELECT name FROM people", SCHEMA)
    assert isinstance(sketch, Select)
    titled = sketch.model_copy(
        update={"sources": (*sketch.sources, TableSource(name="editions", table="editions"))}
    )
    plan = plan_from_sketch(titled, SCHEMA)
    assert plan.tables == ("people", "loans", "editions")
    assert SkeletonFlag.JOIN in plan.skeleton
    assert "loans.person_id" in roles_of(plan)


@pytest.mark.parametrize(
    ("sql", "fan_out"),
    [
        ("SELECT p.name FROM people p JOIN loans l ON p.id = l.person_id", False),
        ("SELECT sum(p.age) FROM people p JOIN loans l ON p.id = l.person_id", True),
        ("SELECT count(DISTINCT p.name), max(p.age) FROM people p JOIN loans l ON p.id = l.person_id", False),
        ("SELECT count(l.id) FROM people p JOIN loans l ON p.id = l.person_id", False),
        ("SELECT count(*) FROM people p JOIN loans l ON p.id = l.person_id", False),
        ("SELECT p.id FROM people p JOIN loans l ON p.id = l.person_id ORDER BY sum(p.age)", True),
        ("SELECT f.amount FROM loans l JOIN fines f ON l.id = f.loan_id", False),
        ("SELECT sum(f.amount) FROM loans l JOIN fines f ON l.id = f.loan_id", False),
        ("SELECT p.name FROM people p JOIN weather w ON p.name = w.place", True),
        (
            "SELECT sum(l.id) FROM editions e JOIN loans l ON l.book_id = e.book_id AND l.edition = e.number",
            False,
        ),
        ("SELECT sum(e.pages) FROM editions e JOIN loans l ON l.book_id = e.book_id", True),
        (
            "SELECT sum(l.id) FROM loans l "
            "JOIN (SELECT person_id AS p, count(*) AS n FROM wishes GROUP BY person_id) w ON w.p = l.person_id",
            False,
        ),
    ],
)
def test_fan_out(sql: str, fan_out: bool) -> None:
    assert [join.fan_out for join in plan_of(sql).joins] == [fan_out] * len(plan_of(sql).joins)


def test_a_table_beyond_the_join_is_multiplied_too() -> None:
    plan = plan_of(
        "SELECT sum(k.code) FROM countries k JOIN cities c ON c.country_code = k.code "
        "JOIN people p ON p.home_city = c.id"
    )
    assert [join.fan_out for join in plan.joins] == [True, True]


def test_order_limit_distinct_and_grouping() -> None:
    plan = plan_of("SELECT DISTINCT age, count(*) AS n FROM people GROUP BY age ORDER BY n DESC, age LIMIT 3")
    assert (plan.distinct, plan.limit, expressions(plan.group_by)) == (True, 3, ["people.age"])
    assert [(each.expression.expression, each.descending) for each in plan.order_by] == [
        ("count(*)", True),
        ("people.age", False),
    ]


def test_a_set_operation_has_the_projection_of_its_first_select() -> None:
    plan = plan_of("SELECT name FROM people UNION SELECT name FROM cities ORDER BY 1 DESC LIMIT 2")
    assert plan.set_operator is SetOperator.UNION
    assert expressions(plan.projection) == ["people.name"]
    assert [(each.expression.expression, each.descending) for each in plan.order_by] == [
        ("people.name", True)
    ]
    assert (plan.tables, plan.limit) == (("people", "cities"), 2)


@pytest.mark.parametrize(
    ("sql", "nesting", "flags"),
    [
        ("SELECT name FROM people", 0, ""),
        ("SELECT DISTINCT name FROM people WHERE age > 3 LIMIT 1", 0, "where limit distinct"),
        ("SELECT count(DISTINCT age) FROM people", 0, "distinct"),
        (f"{CITY} GROUP BY 1 HAVING count(*) > 1 ORDER BY 2", 0, "join group_by having order_by"),
        ("SELECT id FROM people WHERE id IN (SELECT id FROM cities ORDER BY id)", 1, "where order_by nested"),
        ("SELECT * FROM (SELECT id FROM people WHERE id = (SELECT 1))", 2, "where nested"),
        ("SELECT id FROM people UNION SELECT id FROM cities", 0, "set_operation"),
    ],
)
def test_skeleton_and_nesting(sql: str, nesting: int, flags: str) -> None:
    plan = plan_of(sql)
    assert plan.nesting == nesting
    assert " ".join(flag for flag in plan.skeleton if flag is not SkeletonFlag.SELECT) == flags


def test_expressions_in_words() -> None:
    plan = plan_of(
        "SELECT -age, age * (id + 1), name || 'x', CASE WHEN age > 1 THEN 'a' ELSE NULL END, "
        "CAST(age AS TEXT), name COLLATE NOCASE, age BETWEEN 1 AND 2, age IN (1, 2), name LIKE 'a' ESCAPE '!', "
        "(SELECT max(id) FROM cities), EXISTS (SELECT 1), NOT age IS NULL FROM people"
    )
    assert expressions(plan.projection) == [
        "-people.age",
        "people.age * (people.id + 1)",
        "people.name || 'x'",
        "case when people.age > 1 then 'a' else null end",
        "cast(people.age, 'TEXT')",
        "people.name collate nocase",
        "people.age between 1 and 2",
        "people.age in (1, 2)",
        "people.name like 'a' escape '!'",
        "(select max(cities.id))",
        "exists (select 1)",
        "not (people.age is null)",
    ]


def test_unknown_names_stay_as_they_are() -> None:
    sketch = Select.model_validate(
        {
            "items": [{"expression": {"kind": "column", "source": "ghosts", "column": "name"}}],
            "sources": [{"kind": "table", "name": "ghosts", "table": "ghosts"}],
        }
    )
    plan = plan_from_sketch(sketch, SCHEMA)
    assert (plan.tables, expressions(plan.projection)) == (("ghosts",), ["ghosts.name"])


def test_one_role_of_each_kind() -> None:
    plan = plan_of(f"{CITY} WHERE p.id = 1 GROUP BY 1 HAVING max(age) > 1 ORDER BY 1")
    assert {role for each in plan.columns for role in each.roles} == set(ColumnRole)


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELECT '" + "x" * 16_000 + "'", "longer than 16000 characters"),
        ("SELECT " + "(" * 4_000 + "1" + ")" * 4_000, "nested too deeply"),
        ("SELECT " + "+ ".join("1" for _ in range(4_000)), "nested too deeply"),
        ("SELECT " + "lower(" * 150 + "'x'" + ")" * 150, "nested too deeply"),
        ("SELECT 1 FROM " + ", ".join(f"people p{n}" for n in range(65)), "more than 64 sources"),
        ("SELECT '\ud800'", "not text"),
        ("SELECT '\0'", "not text"),
        (
            "WITH a0 AS (SELECT 1 AS x), "
            + ", ".join(f"a{n} AS (SELECT p.x FROM a{n - 1} AS p, a{n - 1} AS q)" for n in range(1, 40))
            + " SELECT x FROM a39",
            "too large",
        ),
    ],
)
def test_what_is_beyond_all_bounds_is_refused_soon(sql: str, reason: str) -> None:
    started = time.monotonic()
    assert plan_from_sql(sql, SCHEMA) == Unsketchable(reason=reason)
    assert time.monotonic() - started < 2


def test_as_many_sources_as_sqlite_joins_are_no_problem() -> None:
    started = time.monotonic()
    joins = " ".join(f"JOIN people p{n} ON p{n}.id = p{n - 1}.boss_id" for n in range(1, 64))
    assert len(plan_of(f"SELECT p0.name FROM people p0 {joins}").joins) == 1  # all of one pair of columns
    assert time.monotonic() - started < 5


def test_long_but_flat_is_no_problem() -> None:
    plan = plan_of("SELECT id FROM people WHERE " + " OR ".join(f"id = {n}" for n in range(500)))
    assert len(plan.values) == 500
