"""The parts of a prompt: names, semantic models, the order in which a budget takes things away, the rewriter."""

from pathlib import Path

import apsw
import pytest

from services.contracts.models import GenerateRequest, Links, PlanRequest, Turn
from services.contracts.prompt.composing import Subject, composed
from services.contracts.prompt.names import is_plain, spelled_name
from services.contracts.prompt.rewriting import rewriting_messages, rewriting_prompt, rewritten_question
from services.contracts.prompt.schema_text import DETAILS
from services.contracts.schema import ColumnRef
from services.generator.formats import FORMATS, formats
from services.generator.formats.semantic_file import InvalidSemanticModel, model_from_file
from services.generator.formats.semantic_model import derived_model
from services.generator.formats.semantic_text import semantic_text
from tests.library import library, library_schema
from tests.prompt_cases import budget, cases, request, tokens

LIBRARY = library_schema()


# ---------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize("name", sorted(apsw.keywords))
def test_no_keyword_of_sqlite_is_a_plain_name(name: str) -> None:
    assert not is_plain(name)
    assert not is_plain(name.lower())


@pytest.mark.parametrize(
    "name", ["total", "order", 'say "x"', "a b", "", "Größe", "1st", "🐦", "semi;colon", "[x]"]
)
def test_a_spelled_name_is_that_name_to_sqlite(name: str) -> None:
    database = library()
    database.execute(f"CREATE TABLE named ({spelled_name(name)})")
    assert database.execute("SELECT name FROM pragma_table_info('named')").fetchall() == [(name,)]


# ------------------------------------------------------------------------------------------- what is dropped


def test_stored_values_go_first_then_old_turns_then_columns_then_the_last_turn() -> None:
    asked = request(cases("requests")["direct, a follow-up with results"])
    notes = {number: FORMATS["direct"].prompt(asked, budget(number)).notes for number in range(640, 60, -10)}
    losses = (
        "of each column one stored value at most",
        "not shown: 1 of 4 earlier turns",
        "of 36 columns",
        "not shown: 4 of 4 earlier turns",
        "too long",
    )
    first = [max(number for number, told in notes.items() if loss in "; ".join(told)) for loss in losses]
    assert first == sorted(set(first), reverse=True)
    assert notes[640] == ()
    assert "not shown: stored values of the columns" in notes[450]


def test_a_budget_that_nothing_fits_says_so() -> None:
    prompt = FORMATS["direct"].prompt(
        GenerateRequest(question="How many?", links=Links(snapshot=LIBRARY), plans=()), budget(5)
    )
    assert prompt.too_long
    needs = sum(tokens(message.content) for message in prompt.messages)
    assert prompt.notes[-1] == f"too long: {needs} tokens at the least, 5 have room"


def test_a_plan_request_can_be_composed_too() -> None:
    asked = PlanRequest(question="How many?", links=Links(snapshot=LIBRARY))
    prompt = composed(Subject(asked=asked, system="Plan."), budget(2000))
    assert prompt.messages[0].content == "Plan."
    assert prompt.messages[1].content.endswith("Question: How many?")


@pytest.mark.parametrize("name", ["direct", "brief", "semantic", "metric"])
def test_formats_without_a_plan_do_not_let_it_choose_the_columns(name: str) -> None:
    """Else an arm without plans would still be helped by a gold one."""
    case = cases("requests")["plan, with an alternative"]
    asked = request(case)
    told = [
        FORMATS[name].prompt(each, budget(300)).messages
        for each in (asked, asked.model_copy(update={"plans": ()}))
    ]
    assert told[0] == told[1]


def test_the_plan_chooses_the_columns_where_it_is_shown() -> None:
    case = cases("requests")["plan, with an alternative"]
    prompt = FORMATS["plan"].prompt(
        request(case).model_copy(update={"links": Links(snapshot=LIBRARY)}), budget(250)
    )
    assert any(note.startswith("not shown") and "columns" in note for note in prompt.notes)
    for shown in ('"Date of print" text', '"group" text', "person_id int -> people.id", "title text"):
        assert shown in prompt.messages[1].content


# --------------------------------------------------------------------------------------------------- semantic


def test_the_derived_model_knows_links_measures_and_dimensions() -> None:
    entities = {entity.table: entity for entity in derived_model(LIBRARY).entities}
    assert [each.column for each in entities["books"].measures] == ["price"]
    assert [each.column for each in entities["books"].dimensions] == ["title", "group", "Date of print"]
    assert not entities["fines"].is_link
    link = LIBRARY.model_copy(
        update={
            "tables": tuple(
                table.model_copy(update={"columns": table.columns[:2]}) if table.name == "wishes" else table
                for table in LIBRARY.tables
            )
        }
    )
    assert [entity.table for entity in derived_model(link).entities if entity.is_link] == ["wishes"]


MODEL = """
entities:
  - table: LOANS
    name: loan
    description: one book taken home
    dimensions: [{column: from, name: borrowed on, description: ISO date}, to]
    measures: [{name: loans, expression: count(loans.id), description: all of them}]
  - table: people
    measures: [age]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "library.yaml"
    file.write_text(text)
    return file


def test_a_users_model_is_what_the_prompt_tells(tmp_path: Path) -> None:
    written(tmp_path, MODEL)
    asked = GenerateRequest(question="How many?", links=Links(snapshot=LIBRARY), plans=())
    prompt = formats(semantic_models=tmp_path)["semantic"].prompt(asked, budget(2000))
    assert prompt.messages[1].content.split("\n\n")[0].split("\n") == [
        "Schema:",
        "loans ('loan', one book taken home) key id, person_id, book_id, edition; "
        "by 'borrowed on' = \"from\" text (ISO date) '2023-01-05' '2023-01-20', \"to\" text '2023-02-01' '2023-03-09'; "
        "measure 'loans' = count(loans.id) (all of them)",
        "people key id, home_city, work_city, boss_id; measure age int",
        "joins: people.boss_id -> people.id, loans.person_id -> people.id",
    ]


def test_a_defined_measure_is_shown_with_its_columns_only(tmp_path: Path) -> None:
    model = model_from_file(written(tmp_path, MODEL), LIBRARY)
    with_id = semantic_text(model, LIBRARY, DETAILS[-1], {"loans": {"id", "to"}})
    assert "measure 'loans' = count(loans.id)" in with_id
    assert "measure" not in semantic_text(model, LIBRARY, DETAILS[-1], {"loans": {"to"}})


def test_joins_of_ones_own(tmp_path: Path) -> None:
    text = MODEL + "joins: [{many: weather.place, one: cities.name}]\n"
    (join,) = model_from_file(written(tmp_path, text), LIBRARY).joins
    assert (join.table, join.columns, join.ref_table, join.ref_columns) == (
        "weather",
        ("place",),
        "cities",
        ("name",),
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("entities: [", "not YAML"),
        ("- table: people", "the whole: Input should be a valid dictionary"),
        ("entities: []", "entities: Tuple should have at least 1 item"),
        ("entities: [{table: people, colour: red}]", "entities.0.colour: Extra inputs"),
        ("entities: [{table: cars}]", "the schema has no table 'cars'; it has countries, cities"),
        ("entities: [{table: people, dimensions: [size]}]", "people has no column 'size'; it has id, name"),
        (
            "entities: [{table: people, measures: [{name: x}]}]",
            "a measure of people needs a column, or a name",
        ),
        (
            "entities: [{table: people, measures: [{expression: sum(people.age)}]}]",
            "needs a column, or a name",
        ),
        ("entities: [{table: people, measures: [{name: x, expression: sum((}]}]", "'sum((' is no expression"),
        (
            "entities: [{table: people, measures: [{name: x, expression: sum(people.size)}]}]",
            "no column 'people.size'",
        ),
        ("entities: [{table: people}]\njoins: [{many: people.x, one: cities.id}]", "no column 'people.x'"),
    ],
)
def test_a_model_that_is_wrong_is_refused_with_the_place(tmp_path: Path, text: str, complaint: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(InvalidSemanticModel) as raised:
        model_from_file(file, LIBRARY)
    assert str(file) in raised.value.message
    assert complaint in raised.value.message


# --------------------------------------------------------------------------------------------------- rewriting

HISTORY = tuple(
    Turn(number=number, question=f"Question {number}", sql=f"SELECT {number} FROM people")
    for number in range(1, 9)
)


def test_the_rewriter_sees_the_last_turns() -> None:
    system, user = rewriting_messages("And those?", HISTORY)
    assert (system.role, user.role) == ("system", "user")
    assert user.content.startswith("3. Question 3\nSQL: SELECT 3 FROM people\n4. ")
    assert user.content.endswith("Last question: And those?")


def test_the_rewriters_oldest_turns_go_first() -> None:
    messages = rewriting_messages("And those?", HISTORY)
    room = sum(tokens(message.content) for message in messages) - 1
    prompt = rewriting_prompt("And those?", HISTORY, budget(room))
    assert prompt.notes == ("not shown: 3 of 8 earlier turns",)
    assert not prompt.too_long
    assert rewriting_prompt("And those?", HISTORY, budget(5)).too_long


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("How many stores are in France?", "How many stores are in France?"),
        ("<think>a\nb</think>\n\nStand-alone question: How many?\n", "How many?"),
        ('"How many\nare French?"', "How many are French?"),
        ("<think>I wonder", None),
        ("  \n", None),
        ("x" * 5000, None),
    ],
)
def test_the_rewritten_question(answer: str, question: str | None) -> None:
    assert rewritten_question(answer) == question


def test_columns_of_a_name_in_two_tables_are_ranked_apart() -> None:
    case = cases("requests")["a smaller one drops columns that the question is not about"]
    asked = request(case)
    content = FORMATS["direct"].prompt(asked, budget(230)).messages[1].content
    fines = next(line for line in content.splitlines() if line.startswith("fines:"))
    assert fines == "fines: loan_id int -> loans.id, amount real"
    assert ColumnRef(table="fines", column="amount") in [each.column for each in asked.links.columns]
