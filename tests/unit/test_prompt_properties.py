"""What holds of a prompt whatever the schema, the dialogue and the budget; and of an answer whatever its text."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.models import (
    Attempt,
    Diagnosis,
    DiagnosisKind,
    ExecutionStatus,
    GenerateRequest,
    Links,
    Mention,
    Outcome,
    RankedColumn,
    Turn,
    ValueLink,
)
from services.contracts.plan import MatchKind, Plan, PlannedColumn, PlannedExpression, PlannedValue
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Prompt
from services.contracts.prompt.names import spelled_column, spelled_name
from services.contracts.prompt.ranking import ranked_columns
from services.contracts.prompt.schema_text import DETAILS, schema_text, shown_columns
from services.contracts.schema import Column, ColumnRef, ForeignKey, Schema, Table
from services.contracts.sql_plan import Unsketchable, sketch_from_sql
from services.generator.compiler import compile_sketch
from services.generator.formats import FORMATS, NotExpressible, Unreadable
from tests.library import library, library_schema
from tests.prompt_cases import budget, tokens
from tests.strategies import sketches

SECRET = "s3cret"
RESERVED = ("order", "select", "show", "Group", "TABLE", "true")
NAMES = st.one_of(
    st.sampled_from(
        (*RESERVED, "a b", 'say "x"', "o'clock", "naïve", "🐦", "semi;colon", "dot.ted", "-- x", "[b]")
    ),
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs"]),
        min_size=1,
        max_size=8,
    ),
)
TYPES = st.sampled_from(("INTEGER", "VARCHAR(20)", "", "REAL", "DATETIME", "DECIMAL(10,2)", "BLOB"))


@st.composite
def schemas(draw: st.DrawFn, *, tables: int = 5, columns: int = 6) -> Schema:
    """Each name ends in a number of its own, so that it can be looked for in a text."""
    made: list[Table] = []
    number = 0
    for _ in range(draw(st.integers(1, tables))):
        own: list[Column] = []
        for _ in range(draw(st.integers(1, columns))):
            number += 1
            excluded = draw(st.booleans())
            samples = (f"{SECRET}{number}",) if excluded else (f"value {number}", "x" * 99, "two\nlines", 7)
            own.append(
                Column(
                    name=f"{draw(NAMES)}_{number}",
                    type=draw(TYPES),
                    primary_key=draw(st.booleans()),
                    description=draw(st.sampled_from(("", "what it means"))),
                    excluded=excluded,
                    samples=samples,
                )
            )
        number += 1
        made.append(Table(name=f"{draw(NAMES)}_{number}", columns=tuple(own)))
    pairs = st.tuples(st.sampled_from(made), st.sampled_from(made))
    keys = [
        ForeignKey(
            table=a.name, columns=(a.columns[0].name,), ref_table=b.name, ref_columns=(b.columns[-1].name,)
        )
        for a, b in draw(st.lists(pairs, max_size=4))
    ]
    return Schema(database_id="drawn", tables=tuple(made), foreign_keys=tuple(dict.fromkeys(keys)))


def columns_of(schema: Schema) -> list[ColumnRef]:
    return [
        ColumnRef(table=table.name, column=column.name) for table in schema.tables for column in table.columns
    ]


def column_at(schema: Schema, ref: ColumnRef) -> Column:
    table = schema.table(ref.table)
    column = table.column(ref.column) if table else None
    assert column is not None
    return column


@st.composite
def requests(draw: st.DrawFn, schema: Schema) -> GenerateRequest:
    """Whatever says a value of an excluded column says it with SECRET, but for the user's own words."""
    refs = columns_of(schema)
    some = draw(st.lists(st.sampled_from(refs), max_size=4))
    values = {ref: f"{SECRET} too" if column_at(schema, ref).excluded else "a value" for ref in refs}
    links = Links(
        snapshot=schema,
        values=tuple(
            ValueLink(
                mention=Mention(text="word"), column=ref, value=values[ref], kind=MatchKind.EXACT, score=score
            )
            for ref, score in zip(some, (0.9, 0.7, 0.6, 0.2), strict=False)
        ),
        columns=tuple(RankedColumn(column=ref, score=0.5) for ref in reversed(some)),
    )
    plan = Plan(
        tables=tuple(dict.fromkeys(ref.table for ref in some)),
        columns=tuple(PlannedColumn(column=ref, roles=("select", "filter")) for ref in some),
        projection=tuple(PlannedExpression(expression=str(ref), columns=(ref,)) for ref in some),
        values=tuple(PlannedValue(column=ref, operator="=", value=values[ref]) for ref in some),
        probability=0.5,
    )
    turns = draw(st.integers(0, 3))
    shown = draw(st.sampled_from(refs))
    sql = f"SELECT {spelled_name(shown.column)} FROM {spelled_name(shown.table)}"
    outcome = Outcome(
        status=ExecutionStatus.OK, columns=(shown.column,), row_count=1, first_rows=((values[shown],),)
    )
    return GenerateRequest(
        question=draw(st.sampled_from(("How many?", "And of those, which? " * 20))),
        links=links,
        plans=(plan, plan.model_copy(update={"limit": 1})) if some else (),
        history=tuple(
            Turn(number=number, question=f"Which {number}?", sql=sql, outcome=outcome)
            for number in range(1, turns + 1)
        ),
        attempts=(Attempt(sql=sql, status=ExecutionStatus.OK, row_count=0),),
        diagnosis=Diagnosis(
            kind=DiagnosisKind.EMPTY_RESULT,
            message="it finds no rows",
            sql=sql,
            evidence=(f"it holds {values[shown]}",),
            candidates=(f"= '{values[shown]}'",),
        ),
    )


def text_of(prompt: Prompt) -> str:
    return "\n".join(message.content for message in prompt.messages)


def size(prompt: Prompt) -> int:
    return sum(tokens(message.content) for message in prompt.messages)


# --------------------------------------------------------------------------------------------------- prompts


@settings(max_examples=40, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(FORMATS)), number=st.integers(30, 900))
def test_the_budget_holds_and_excluded_columns_show_no_values(
    data: st.DataObject, name: str, number: int
) -> None:
    request = data.draw(requests(data.draw(schemas())))
    prompt = FORMATS[name].prompt(request, budget(number))
    assert SECRET not in text_of(prompt)
    assert request.question in prompt.messages[1].content
    assert prompt.too_long == (size(prompt) > number)
    if prompt.too_long:
        assert "History" not in text_of(prompt).replace("History:\n(", "")
        assert any("too long" in note for note in prompt.notes)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_column_is_shown_whole_or_not_at_all(data: st.DataObject) -> None:
    schema = data.draw(schemas())
    refs = columns_of(schema)
    shown = frozenset(data.draw(st.sets(st.sampled_from(refs))))
    text = schema_text(schema, DETAILS[0], shown_columns(shown))
    for ref in refs:
        assert (re.search(rf"{re.escape(spelled_name(ref.column))} ?", text) is not None) == (ref in shown)
    for table in schema.tables:
        has_column = any(ref.table == table.name for ref in shown)
        assert (re.search(rf"(^|\n){re.escape(spelled_name(table.name))}: ", text) is not None) == has_column
    hidden = len(refs) - len(shown)
    assert (f"not shown: {hidden} of {len(refs)} columns" in text) == (hidden > 0)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_ranking_has_every_column_once_and_what_is_needed_first(data: st.DataObject) -> None:
    schema = data.draw(schemas())
    refs = columns_of(schema)
    needed = data.draw(st.lists(st.sampled_from(refs), unique=True))
    ranked = ranked_columns(Links(snapshot=schema), (), [*needed, ColumnRef(table="no", column="such")])
    assert ranked[: len(needed)] == needed
    assert sorted(map(str, ranked)) == sorted(map(str, refs))


@settings(max_examples=20, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(FORMATS)), number=st.integers(600, 900))
def test_turns_of_one_database_share_their_beginning(data: st.DataObject, name: str, number: int) -> None:
    """Unless columns had to be left out: then the schema depends on the question."""
    schema = data.draw(schemas(tables=3))
    prompts = [FORMATS[name].prompt(data.draw(requests(schema)), budget(number)) for _ in range(2)]
    notes = [note for prompt in prompts for note in prompt.notes]
    if not any(re.match(r"not shown: \d+ of \d+ columns|too long", note) for note in notes):
        schemas_told = [prompt.messages[1].content.split("\n\n")[0] for prompt in prompts]
        assert schemas_told[0] == schemas_told[1]
        assert prompts[0].messages[0] == prompts[1].messages[0]


def wide(tables: int, columns: int) -> Schema:
    """With a key from each table to the one before it."""
    return Schema(
        database_id="wide",
        tables=tuple(
            Table(
                name=f"Table {number}",
                columns=tuple(
                    Column(name=f"col_{place}", type="TEXT", primary_key=not place, samples=("a", "b"))
                    for place in range(columns)
                ),
            )
            for number in range(tables)
        ),
        foreign_keys=tuple(
            ForeignKey(
                table=f"Table {number}",
                columns=("col_1",),
                ref_table=f"Table {number - 1}",
                ref_columns=("col_0",),
            )
            for number in range(1, tables)
        ),
    )


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_ten_thousand_columns(name: str) -> None:
    wanted = ColumnRef(table="Table 417", column="col_19")
    links = Links(
        snapshot=wide(500, 20),
        values=(
            ValueLink(mention=Mention(text="b"), column=wanted, value="b", kind=MatchKind.EXACT, score=1),
        ),
    )
    counted: list[int] = []

    def count(text: str) -> int:
        counted.append(len(text))
        return tokens(text)

    asked = GenerateRequest(question="How many b?", links=links, plans=())
    prompt = FORMATS[name].prompt(asked, Budget(tokens=900, count=count))
    assert size(prompt) <= 900
    assert "col_19" in prompt.messages[1].content
    assert f"{spelled_column(wanted)} = 'b'" in prompt.messages[1].content
    assert re.search(
        r"not shown: 9,?[89]\d\d of 10,?000 columns, 4\d\d of 500 tables", "\n".join(prompt.notes)
    )
    assert sum(counted) < 200_000, "the text of all columns was written and counted"


# --------------------------------------------------------------------------------------------------- answers

PIECES = st.sampled_from(
    [
        *(
            "SELECT ",
            "select name from people",
            " FROM people",
            "WITH a AS (",
            ")",
            ";",
            "\n",
            "\n\n",
            "'",
            '"',
        ),
        *(
            "```",
            "```sql\n",
            "`",
            "<think>",
            "</think>",
            "SQL: ",
            "show ",
            "count(*)",
            "people.name",
            "cannot",
            ".",
        ),
        "DROP TABLE x",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    answer=st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join)),
    name=st.sampled_from(sorted(FORMATS)),
)
def test_reading_never_fails_and_what_it_reads_stays_what_it_is(answer: str, name: str) -> None:
    read = FORMATS[name].read(answer, library_schema())
    if isinstance(read, Unreadable):
        assert read.reason
    else:
        assert read.lstrip("(").upper().startswith(("SELECT", "WITH"))
        assert FORMATS["direct"].read(read, library_schema()) == read


@pytest.mark.parametrize(
    "answer",
    [
        "SELECT " * 9000,
        "(" * 5000 + "SELECT 1",
        "<think>" * 9000,
        "```" * 9000,
        "x" * 100_000,
        "WITH a AS (" * 800,
    ],
    ids=lambda text: text[:8],
)
def test_endless_answers_are_refused(answer: str) -> None:
    assert isinstance(FORMATS["direct"].read(answer, library_schema()), Unreadable)
    assert isinstance(FORMATS["metric"].read(f"show {answer}", library_schema()), Unreadable)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), name=st.sampled_from(["direct", "brief", "metric"]))
def test_what_is_taught_is_read_as_the_reference(data: st.DataObject, name: str) -> None:
    schema = library_schema()
    sql = compile_sketch(data.draw(sketches(schema)), schema)
    if not isinstance(sql, str) or isinstance(sketch_from_sql(sql, schema), Unsketchable):
        return
    answer = FORMATS[name].answer(sql, None, schema)
    if isinstance(answer, NotExpressible):
        assert name == "metric"
        return
    read = FORMATS[name].read(answer, schema)
    assert isinstance(read, str), (answer, read)
    assert rows(read) == rows(sql), (sql, answer, read)


def rows(sql: str) -> Sequence[str]:
    """In any order, as far as a limit leaves that open."""
    if "LIMIT" in sql:
        return [str(len(library().execute(sql).fetchall()))]
    return sorted(map(repr, library().execute(sql).fetchall()))
