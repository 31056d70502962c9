"""Training rows: what makes one, what is left out, and files that are never half written."""

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from eval.databases import DatabaseFiles
from eval.datasets.reference import ReferenceTurn
from eval.protocols.recent_results import RememberingRunner
from eval.running import QueryRunner
from services.contracts.errors import InvalidRequest
from services.contracts.models import ExecutionStatus, Links, Outcome, Turn
from services.contracts.plan import Intent, Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Message
from services.contracts.schema import Column, Schema, Table
from services.contracts.sql_plan import plan_from_sql
from training.data.generation.arms import Arm, HistoryKind, PlanKind, arms_of
from training.data.generation.final_questions import write_questions
from training.data.generation.given_lines import read_outputs, read_rewritten
from training.data.generation.held_out import HeldOut, normal_question, normal_sql
from training.data.generation.mistakes import MistakeFinder
from training.data.generation.predicted import plans_file, read_plans
from training.data.generation.reference_results import ReferenceResults
from training.data.generation.row_files import RowFiles
from training.data.generation.rows import LeftOut, Made, Room, RowMaker, TrainingRow
from training.data.generation.turns import TaughtTurn

SCHEMA = Schema(
    database_id="zoo",
    tables=(
        Table(
            name="animals",
            columns=(
                Column(name="name", type="TEXT", samples=("Rex", "Tom")),
                Column(name="weight", type="REAL"),
            ),
        ),
    ),
)
HEAVY = "SELECT name FROM animals WHERE weight > 10"
NOTHING_HELD_OUT = HeldOut(frozenset(), frozenset(), frozenset(), frozenset())
WIDE = Room(Budget(10_000, len), 10_000)
DIRECT = Arm("direct", PlanKind.NONE, HistoryKind.FULL)
WITH_PLAN = Arm("plan", PlanKind.GOLD, HistoryKind.FULL)


@pytest.fixture
def files(tmp_path: Path) -> DatabaseFiles:
    folder = tmp_path / "databases" / "zoo"
    folder.mkdir(parents=True)
    with apsw.Connection(str(folder / "zoo.sqlite")) as connection:
        connection.execute("CREATE TABLE animals (name TEXT, weight REAL)")
        connection.execute("INSERT INTO animals VALUES ('Rex', 30.5), ('Tom', 4.25)")
    connection.close()
    return DatabaseFiles(tmp_path / "databases")


@pytest.fixture
def results(tmp_path: Path, files: DatabaseFiles) -> Iterator[ReferenceResults]:
    with closing(ReferenceResults(tmp_path / "results.pkl", files, outcome_rows=1)) as opened:
        yield opened


def turn_asking(question: str, sql: str = HEAVY, *, history: tuple[Turn, ...] = ()) -> TaughtTurn:
    plan = plan_from_sql(sql, SCHEMA)
    number = len(history) + 1
    return TaughtTurn(
        id=f"mine:a:{number}",
        reference=ReferenceTurn(
            id=f"mine/a/{number}",
            data_set="mine",
            database_id="zoo",
            dialogue="a",
            turn=number,
            question=question,
            gold_sql=sql,
        ),
        links=Links(snapshot=SCHEMA),
        plan=plan if isinstance(plan, Plan) else None,
        planless="" if isinstance(plan, Plan) else plan.reason,
        history=history,
    )


EARLIER = Turn(
    number=1,
    question="Which animals are there?",
    sql="SELECT name FROM animals",
    outcome=Outcome(status=ExecutionStatus.OK, columns=("name",), row_count=2, first_rows=(("Rex",),)),
)


def maker(results: ReferenceResults, **given: object) -> RowMaker:
    parts = {"room": WIDE, "held_out": NOTHING_HELD_OUT, "results": results} | given
    return RowMaker(**parts)  # type: ignore[arg-type]


def only(made: RowMaker, turn: TaughtTurn, arm: Arm) -> Made | LeftOut:
    (found,) = made.rows(turn, arm)
    return found


def row(made: RowMaker, turn: TaughtTurn, arm: Arm) -> TrainingRow:
    found = only(made, turn, arm)
    assert isinstance(found, Made), found
    return found.row


def test_a_row_holds_the_prompt_as_served_and_the_answer(results: ReferenceResults) -> None:
    made = row(maker(results), turn_asking("The heavy ones?", history=(EARLIER,)), DIRECT)
    system, user, assistant = made.messages
    assert (system.role, user.role, assistant.role) == ("system", "user", "assistant")
    assert "Which animals are there?" in user.content
    assert "Rex" in user.content
    assert "The heavy ones?" in user.content
    assert assistant.content == HEAVY
    assert (made.id, made.database_id, made.format, made.plan) == ("mine:a:2", "zoo", "direct", PlanKind.NONE)


def test_the_prompt_shows_the_plan_but_never_its_sketch(results: ReferenceResults) -> None:
    turn = turn_asking("The heavy ones?")
    shown: list[Plan] = []
    made = row(maker(results), turn, WITH_PLAN)
    assert "animals.weight > 10" in made.messages[1].content
    request = maker(results)._request(turn, WITH_PLAN)
    assert not isinstance(request, LeftOut)
    shown.extend(request.plans)
    assert turn.plan is not None
    assert turn.plan.sketch is not None
    assert [plan.sketch for plan in shown] == [None]
    assert shown[0].values == turn.plan.values


def test_predicted_plans_stand_where_the_gold_one_would(results: ReferenceResults) -> None:
    arm = Arm("plan", PlanKind.PREDICTED, HistoryKind.FULL)
    wrong = plan_from_sql("SELECT weight FROM animals", SCHEMA)
    assert isinstance(wrong, Plan)
    turn = turn_asking("The heavy ones?")
    made = row(maker(results, predicted={("a", 1): (wrong,)}), turn, arm)
    assert "show animals.weight" in made.messages[1].content
    assert made.messages[-1].content == HEAVY
    assert only(maker(results), turn, arm) == LeftOut("no predicted plan")
    silent = {("a", 1): (Plan(intent=Intent.CHITCHAT),)}
    assert only(maker(results, predicted=silent), turn, arm) == LeftOut("the planner would not answer")


def test_a_rewritten_question_stands_alone(results: ReferenceResults) -> None:
    arm = Arm("direct", PlanKind.NONE, HistoryKind.REWRITTEN)
    turn = turn_asking("The heavy ones?", history=(EARLIER,))
    rewritten = {"mine:a:2": "Which animals are heavy?"}
    text = row(maker(results, rewritten=rewritten), turn, arm).messages[1].content
    assert "Which animals are heavy?" in text
    assert "The heavy ones?" not in text
    assert "Which animals are there?" not in text
    assert only(maker(results), turn, arm) == LeftOut("no rewritten question")
    assert "The heavy ones?" in row(maker(results), turn_asking("The heavy ones?"), arm).messages[1].content


def test_without_history_the_question_stands_alone_as_it_is(results: ReferenceResults) -> None:
    arm = Arm("direct", PlanKind.NONE, HistoryKind.NONE)
    text = row(maker(results), turn_asking("The heavy ones?", history=(EARLIER,)), arm).messages[1].content
    assert "The heavy ones?" in text
    assert "Which animals are there?" not in text


@pytest.mark.parametrize(
    ("questions", "statements", "reason"),
    [
        ({"The heavy ones?"}, set(), "a question of a held-out database"),
        ({"which ANIMALS are there"}, set(), "a question of a held-out database"),
        (set(), {'SELECT name FROM "animals" WHERE weight>10;'}, ""),
        (set(), {"select name from animals where weight>10 ;"}, "SQL of a held-out database"),
        (set(), {"SELECT name\nFROM animals"}, "SQL of a held-out database"),
    ],
)
def test_what_is_asked_of_held_out_databases_is_in_no_row(
    results: ReferenceResults, questions: set[str], statements: set[str], reason: str
) -> None:
    held_out = HeldOut(
        frozenset(),
        frozenset(),
        frozenset(map(normal_question, questions)),
        frozenset(map(normal_sql, statements)),
    )
    turn = turn_asking("The heavy ones?", history=(EARLIER,))
    found = only(maker(results, held_out=held_out), turn, DIRECT)
    assert found == LeftOut(reason) if reason else isinstance(found, Made)
    of_validation = HeldOut(frozenset({"zoo"}), frozenset(), held_out.questions, held_out.statements)
    assert isinstance(only(maker(results, held_out=of_validation), turn, DIRECT), Made)


def test_what_does_not_fit_is_left_out(results: ReferenceResults) -> None:
    turn = turn_asking("The heavy ones?")
    narrow = Room(Budget(100, len), 10_000)
    assert only(maker(results, room=narrow), turn, DIRECT) == LeftOut("the prompt is longer than the budget")
    brief = Room(Budget(10_000, len), 10)
    assert only(maker(results, room=brief), turn, DIRECT) == LeftOut("the answer is longer than the budget")


def test_a_reference_without_a_plan_gives_no_plan_row_but_a_direct_one(results: ReferenceResults) -> None:
    turn = turn_asking("One", "SELECT name, row_number() OVER (ORDER BY weight) FROM animals")
    assert turn.plan is None
    assert turn.planless
    assert only(maker(results), turn, WITH_PLAN) == LeftOut(f"the reference has no plan: {turn.planless}")
    assert row(maker(results), turn, DIRECT).sql == turn.reference.gold_sql


def test_repair_rows_start_from_statements_that_are_wrong(
    results: ReferenceResults, files: DatabaseFiles
) -> None:
    arm = Arm("repair", PlanKind.NONE, HistoryKind.FULL)
    turn = turn_asking("The heavy ones?")
    outputs = {
        turn.id: (
            "SELECT nam FROM animals WHERE weight > 10",  # the executor mends it: the model need not
            "SELECT colour FROM animals",
            "SELECT name FROM animals WHERE weight > 1000",
            "SELECT name FROM animals",
            "SELECT name FROM animals WHERE weight > 10.0",  # says the same
        )
    }
    with MistakeFinder(files.catalogue(["zoo"]), results) as mistakes:
        made = list(maker(results, outputs=outputs, mistakes=mistakes).rows(turn, arm))
    right = LeftOut("the output is right, or becomes so without a model")
    assert [made[0], made[4]] == [right, right]
    rows = [each for each in made if isinstance(each, Made)]
    kinds = [each.mistake.kind for each in rows if each.mistake]
    assert kinds == ["unknown_column", "empty_result", "wrong rows, no diagnosis"]
    for each, sql in zip(rows, outputs[turn.id][1:4], strict=True):
        assert sql in each.row.messages[1].content
        assert each.row.messages[-1].content == HEAVY
    assert only(maker(results), turn, arm) == LeftOut("no output of a model")


def test_results_of_references_are_kept(
    results: ReferenceResults, files: DatabaseFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = turn_asking("The heavy ones?").reference
    first = results.outcome(turn)
    assert (first.status, first.row_count, first.first_rows) == (ExecutionStatus.OK, 1, (("Rex",),))
    assert results.agrees(turn, "SELECT name FROM animals WHERE weight >= 11")
    assert not results.agrees(turn, "SELECT name FROM animals")
    results.close()
    monkeypatch.delattr(RememberingRunner, "run")
    monkeypatch.delattr(QueryRunner, "run")
    with closing(ReferenceResults(tmp_path / "results.pkl", files, outcome_rows=1)) as again:
        assert again.outcome(turn) == first
        assert not again.agrees(turn, "SELECT name FROM animals")


# ------------------------------------------------------------------------------------------------------- arms


def test_only_the_plan_format_is_built_with_plans() -> None:
    full = (HistoryKind.FULL,)
    found = [arm.file(validation=False) for arm in arms_of(["direct", "plan"], (), full)]
    assert found == [
        "rows-direct-none-full.jsonl",
        "rows-plan-gold-full.jsonl",
        "rows-plan-predicted-full.jsonl",
    ]
    gold = [arm.plan for arm in arms_of(["direct", "plan"], (PlanKind.GOLD,), full)]
    assert gold == [PlanKind.NONE, PlanKind.GOLD]
    with pytest.raises(InvalidRequest, match="for the format 'plan'"):
        list(arms_of(["direct"], (PlanKind.GOLD,), full))


# ------------------------------------------------------------------------------------------------ given files

GOOD = {"dialogue": 3, "turn": 1, "plans": [Plan(tables=("animals",)).model_dump(mode="json")]}


@pytest.mark.parametrize("name", ["plans-mine.jsonl", "plans-mine.jsonl.gz"])
def test_predicted_plans_are_read_by_dialogue_and_turn(tmp_path: Path, name: str) -> None:
    text = (json.dumps(GOOD) + "\n\n").encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    path = plans_file(tmp_path, "mine")
    assert path == tmp_path / name
    assert read_plans(path) == {("3", 1): (Plan(tables=("animals",)),)}
    assert plans_file(tmp_path, "other") is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['{"dialogue": 3, "turn": 1'], "line 1: .*JSON"),
        ([json.dumps(GOOD), json.dumps(GOOD | {"turn": 0})], "line 2: turn: "),
        ([json.dumps(GOOD), "", json.dumps(GOOD)], "line 3: dialogue 3, turn 1 was there before"),
        ([json.dumps(GOOD | {"plans": []})], "line 1: plans: "),
        ([json.dumps(GOOD | {"plans": [{"tables": 7}]})], "line 1: plans.0.tables"),
    ],
)
def test_a_broken_line_of_plans_is_named(tmp_path: Path, lines: list[str], said: str) -> None:
    path = tmp_path / "plans-mine.jsonl"
    path.write_text("\n".join(lines))
    with pytest.raises(InvalidRequest, match=rf"plans-mine\.jsonl, {said}"):
        read_plans(path)


def test_sketches_of_predicted_plans_are_passed_over(tmp_path: Path) -> None:
    plan = plan_from_sql(HEAVY, SCHEMA)
    assert isinstance(plan, Plan)
    assert plan.sketch is not None
    path = tmp_path / "plans-mine.jsonl"
    path.write_text(json.dumps(GOOD | {"plans": [plan.model_dump(mode="json", exclude_defaults=True)]}))
    assert read_plans(path) == {("3", 1): (plan.model_copy(update={"sketch": None}),)}


def test_plans_cut_short_are_named(tmp_path: Path) -> None:
    path = tmp_path / "plans-mine.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(GOOD).encode())[:-6])
    with pytest.raises(InvalidRequest, match="cut short"):
        read_plans(path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"id": "a"}, "question"),
        ({"id": "b", "question": ""}, "question"),
        ({"id": "x", "question": "y"}, "before"),
    ],
)
def test_a_broken_rewritten_question_is_named(tmp_path: Path, line: Mapping[str, str], said: str) -> None:
    path = tmp_path / "rewritten.jsonl"
    path.write_text(json.dumps({"id": "x", "question": "Who?"}) + "\n")
    assert read_rewritten(path) == {"x": "Who?"}
    with path.open("a") as file:
        file.write(json.dumps(line))
    with pytest.raises(InvalidRequest, match=rf"rewritten\.jsonl, line 2 .*{said}"):
        read_rewritten(path)


def test_outputs_are_the_different_statements_of_a_turn(tmp_path: Path) -> None:
    path = tmp_path / "outputs.jsonl"
    lines = [("a", "SELECT 1"), ("b", "SELECT 2"), ("a", "SELECT 1"), ("a", "SELECT 3")]
    path.write_text("\n".join(json.dumps({"id": id_, "sql": sql, "format": "direct"}) for id_, sql in lines))
    assert read_outputs(path) == {"a": ("SELECT 1", "SELECT 3"), "b": ("SELECT 2",)}
    path.write_text('{"id": "a"}')
    with pytest.raises(InvalidRequest, match=r"outputs\.jsonl, line 1 .*sql"):
        read_outputs(path)


FINAL = {"utterance": "Whose animals are heavy?", "query": "select keeper from animals where weight>10"}
SPOKEN = [
    {"utterance": "Which are heavy?", "query": "SELECT name FROM animals WHERE weight > 10"},
    {"utterance": "Whose?", "query": "SELECT keeper FROM animals WHERE weight > 10"},
]


def test_the_final_question_of_a_dialogue_stands_for_the_turns_with_its_sql(tmp_path: Path) -> None:
    first = {"interaction": SPOKEN[1:], "final": FINAL}  # its first turn needs no other words
    dialogues = [{"interaction": SPOKEN, "final": FINAL}, {"interaction": SPOKEN}, first]
    (tmp_path / "sparc").mkdir()
    (tmp_path / "sparc" / "train.json").write_text(json.dumps(dialogues))
    assert write_questions(("sparc:train",), tmp_path, tmp_path / "rewritten.jsonl") == 1
    assert read_rewritten(tmp_path / "rewritten.jsonl") == {"sparc:0:2": FINAL["utterance"]}
    (tmp_path / "sparc" / "train.json").write_text('[{"final": 7}]')
    with pytest.raises(InvalidRequest, match=r"train\.json, line 1"):
        write_questions(("sparc:train",), tmp_path, tmp_path / "rewritten.jsonl")
    with pytest.raises(InvalidRequest, match="no questions for whole dialogues"):
        write_questions(("spider:train",), tmp_path, tmp_path / "rewritten.jsonl")


# ------------------------------------------------------------------------------------------------------ files


def made_row(answer: str) -> Made:
    messages = (Message(role="user", content="q"), Message(role="assistant", content=answer))
    one = TrainingRow(
        id="a",
        database_id="zoo",
        format="direct",
        plan=PlanKind.NONE,
        history=HistoryKind.FULL,
        messages=messages,
        sql=answer,
    )
    return Made(one, dropped=False)


def test_rows_that_say_the_same_are_written_once(tmp_path: Path) -> None:
    with RowFiles(tmp_path) as files:
        file = files.named("rows.jsonl")
        for answer in ("SELECT 1", "SELECT 2", "SELECT 1"):
            file.add(made_row(answer), "mine")
        files.settle()
    lines = (tmp_path / "rows.jsonl").read_text().splitlines()
    assert [json.loads(line)["sql"] for line in lines] == ["SELECT 1", "SELECT 2"]
    assert file.left_out == {"another row says the same": 1}


def test_a_build_that_ends_early_leaves_the_earlier_file(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("earlier\n")

    def stopped() -> None:
        with RowFiles(tmp_path) as files:
            files.named("rows.jsonl").add(made_row("SELECT 1"), "mine")
            assert (tmp_path / "rows.jsonl.partial").exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "rows.jsonl"]
    assert (tmp_path / "rows.jsonl").read_text() == "earlier\n"


def test_one_build_at_a_time_writes_to_a_folder(tmp_path: Path) -> None:
    with RowFiles(tmp_path), pytest.raises(InvalidRequest, match="another build is writing"):
        RowFiles(tmp_path).__enter__()
    with RowFiles(tmp_path) as again:
        assert again.files == {}


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "rows").write_text("")
    with pytest.raises(InvalidRequest, match="rows cannot be written to"):
        RowFiles(tmp_path / "rows").__enter__()
