"""`turnwise data …` from end to end, on files of the published forms and on dialogues of one's own."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from eval.datasets.choosing import VALIDATION_LIST, read_ids
from services.contracts.errors import InvalidRequest, VersionMismatch
from training.data.generation.inspection import read_rows
from training.data.generation.manifest import MANIFEST_FILE, read_manifest
from training.data.generation.rows import TrainingRow
from training.data.written import FOLDER

TURNS = {
    "zoo": [
        ("How many animals are there?", "SELECT count(*) FROM animals"),
        ("What do the heavy ones weigh?", "SELECT weight FROM animals WHERE weight > 10"),
        ("And who feeds them?", "SELECT keeper FROM animals WHERE weight > 10"),
    ],
    "farm": [
        ("Name the fields", "SELECT name FROM fields"),
        ("How large are they?", "SELECT size FROM fields"),
    ],
}
QUESTIONS = [
    ("zoo", "Who is there?", "SELECT name FROM animals"),
    ("zoo", "Who is lightest?", "SELECT name FROM animals ORDER BY weight LIMIT 1"),
    ("zoo", "Who is there?", "SELECT name FROM animals"),
    ("zoo", "Who is ill?", "SELECT name FROM patients"),
    ("farm", "Count the fields", "SELECT count(*) FROM fields"),
    ("circus", "Who is there?", "SELECT name FROM artists"),
]
TESTED = [("sea", "Who is lightest?", "SELECT name FROM fish ORDER BY weight LIMIT 1")]
MINE = [{"id": "a", "turns": [{"question": question, "sql": sql} for question, sql in TURNS["zoo"]]}]
BIRD = [
    {
        "db_id": "zoo",
        "question": "How many heavy animals are there?",
        "evidence": "heavy refers to weight > 10",
        "SQL": "SELECT COUNT(*) FROM animals WHERE weight > 10",
    }
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a database to train on, one for validation, and one that Spider's test is about."""
    folder = tmp_path_factory.mktemp("data")
    statements = {
        "zoo": (
            "CREATE TABLE animals (name TEXT, weight REAL, keeper TEXT, password TEXT)",
            "INSERT INTO animals VALUES ('Rex', 30.5, 'Ann', 'x1'), ('Tom', 4.25, 'Bob', 'x2')",
        ),
        "farm": ("CREATE TABLE fields (name TEXT, size REAL)", "INSERT INTO fields VALUES ('north', 2.5)"),
        "sea": ("CREATE TABLE fish (name TEXT, weight REAL)", "INSERT INTO fish VALUES ('Nemo', 0.1)"),
    }
    for name, run in statements.items():
        path = folder / "databases" / name / f"{name}.sqlite"
        path.parent.mkdir(parents=True)
        with apsw.Connection(str(path)) as connection:
            for statement in run:
                connection.execute(statement)
        connection.close()
    spoken = [
        {"db_id": name, "interaction": [{"utterance": question, "query": sql} for question, sql in turns]}
        for name, turns in TURNS.items()
    ]
    files: dict[str, Any] = {
        "cosql/train.json": spoken,
        "sparc/train.json": [*spoken[1:], {"db_id": "zoo", "interaction": []}],
        "spider/train.json": _single(QUESTIONS),
        "spider/train_others.json": _single([("zoo", "The keepers?", "SELECT DISTINCT keeper FROM animals")]),
        "spider/test.json": _single(TESTED),
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content))
    (folder / "validation_databases.txt").write_text("farm\n")
    (folder / "bird.json").write_text(json.dumps(BIRD, indent=1))
    (folder / "mine.json").write_text(json.dumps(MINE))
    return folder


def _single(questions: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"db_id": name, "question": question, "query": sql} for name, question, sql in questions]


@pytest.fixture(autouse=True)
def inside(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNWISE_DATA", str(data))
    monkeypatch.chdir(tmp_path)


def turnwise(*words: str, exit_code: int = 0) -> Result:
    """Raises what the command raises."""
    done = CliRunner().invoke(app, ["data", *words], catch_exceptions=False)
    assert done.exit_code == exit_code, done.output
    return done


def build(*words: str) -> dict[str, int]:
    """Rows by file."""
    said = json.loads(turnwise("build", "--out", "rows", "--cache", "kept", *words).stdout.splitlines()[-1])
    rows: dict[str, int] = said["rows"]
    return rows


def rows_of(name: str) -> list[TrainingRow]:
    return list(read_rows(Path("rows") / name))


def test_published_sets_become_rows_split_by_database_without_leaks() -> None:
    made = build("--format", "direct", "--format", "plan", "--plans", "gold")
    assert made == {
        "rows-direct-none-full.jsonl": 5,
        "rows-direct-none-full-val.jsonl": 3,
        "rows-plan-gold-full.jsonl": 5,
        "rows-plan-gold-full-val.jsonl": 3,
    }
    train, validation = rows_of("rows-plan-gold-full.jsonl"), rows_of("rows-plan-gold-full-val.jsonl")
    ids = {row.id: row for row in train}
    assert set(ids) == {"cosql:0:1", "cosql:0:2", "cosql:0:3", "spider:0:1", "spider_others:0:1"}
    assert {row.database_id for row in train} == {"zoo"}
    assert {row.database_id for row in validation} == {"farm"}
    followed = ids["cosql:0:3"].messages[1].content
    for shown in ("And who feeds them?", "What do the heavy ones weigh?", "30.5", "animals.weight > 10"):
        assert shown in followed
    manifest = read_manifest(Path("rows"))
    described = manifest.files["rows-direct-none-full.jsonl"]
    assert described.left_out == {
        "a question of a held-out database": 1,
        "another row says the same": 1,
        "the reference SQL fails": 1,
        "the database is not there": 1,
    }
    assert described.by_source == {"cosql": 3, "spider": 1, "spider_others": 1}
    check = described.of.leak_check
    written = read_ids(FOLDER / VALIDATION_LIST)
    assert check.validation_databases == 1 + len(written) > 1
    assert check.test_databases == 2  # with the one without questions
    assert {source.data: source.turns for source in described.of.sources} == {
        "cosql:train": 5,
        "sparc:train": 2,
        "spider:train": 6,
        "spider:train_others": 1,
    }


def test_sets_without_the_named_databases_are_passed_over() -> None:
    assert build("--format", "direct", "--dbs", "farm") == {
        "rows-direct-none-full.jsonl": 0,
        "rows-direct-none-full-val.jsonl": 3,
    }
    with pytest.raises(InvalidRequest, match=r"no rows of cosql:train, .* are left by --dbs"):
        build("--dbs", "circus_2")


def test_the_same_build_gives_the_same_bytes_with_and_without_what_is_kept() -> None:
    build("--format", "brief")
    first = Path("rows/rows-brief-none-full.jsonl").read_bytes()
    build("--format", "brief")
    assert Path("rows/rows-brief-none-full.jsonl").read_bytes() == first
    assert first.count(b"\n") == 5


def test_one_s_own_dialogues_need_a_database_and_no_data_folder(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoo = str(data / "databases" / "zoo" / "zoo.sqlite")
    mine = str(data / "mine.json")
    monkeypatch.setenv("TURNWISE_DATA", "nowhere")
    made = build("--data", mine, "--dbs", zoo, "--format", "direct")
    assert made["rows-direct-none-full.jsonl"] == 3
    assert [row.id for row in rows_of("rows-direct-none-full.jsonl")] == ["mine:a:1", "mine:a:2", "mine:a:3"]
    made = build("--data", mine, "--dbs", zoo, "--format", "direct", "--validation", "zoo")
    assert made == {"rows-direct-none-full.jsonl": 0, "rows-direct-none-full-val.jsonl": 3}
    assert not Path("rows/rows-direct-none-full.jsonl").exists()
    assert list(read_manifest(Path("rows")).files) == ["rows-direct-none-full-val.jsonl"]


def test_written_databases_for_validation_are_kept_out_without_being_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNWISE_DATA", "nowhere")
    held_out = read_ids(FOLDER / VALIDATION_LIST)[0]
    database = tmp_path / f"{held_out}.sqlite"
    with closing(apsw.Connection(str(database))) as connection:
        connection.execute((FOLDER / f"{held_out}.sql").read_text())
    made = build("--data", str(FOLDER / f"{held_out}.json"), "--dbs", str(database), "--format", "direct")
    assert made["rows-direct-none-full.jsonl"] == 0
    assert made["rows-direct-none-full-val.jsonl"] > 20


def test_bird_s_train_file_is_read_with_its_evidence(data: Path) -> None:
    made = build("--data", f"bird:{data / 'bird.json'}", "--format", "direct")
    assert made["rows-direct-none-full.jsonl"] == 1
    (row,) = rows_of("rows-direct-none-full.jsonl")
    assert row.id == "bird-bird:0:1"
    assert "heavy refers to weight > 10" in row.messages[1].content
    assert row.sql == BIRD[0]["SQL"]


def test_a_broken_record_is_named_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "train.json"
    broken.write_text(json.dumps([*BIRD, {**BIRD[0], "SQL": None}], indent=1))
    with pytest.raises(InvalidRequest, match=r"train\.json, line 8 \(record 1\): SQL"):
        build("--data", f"bird:{broken}")
    assert not Path("rows").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--data", "spider:test"), "spider:test is kept for evaluation"),
        (("--data", "bird:mini_dev"), "bird:mini_dev is kept for evaluation"),
        (("--data", "cosql:validation"), "come with cosql:train, in files of their own"),
        (("--format", "haiku"), "there is no format 'haiku': choose of direct"),
        (("--format", "direct", "--plans", "gold"), "shows no plan"),
        (("--data", "cosql:train", "--data", "cosql:train"), "rows 'cosql:…' already"),
        (("--format", "direct", "--tokens", "200"), "none is left for the prompt"),
        (("--tokenizer", "nowhere.json"), "is no tokenizer"),
        (("--rewritten", "nowhere.jsonl", "--history", "rewritten"), "cannot be read"),
        (("--format", "direct", "--limit", "1", "--history", "rewritten", "--data", "sparc:train"), ""),
    ],
)
def test_what_cannot_be_built_is_refused_with_the_reason(words: tuple[str, ...], said: str) -> None:
    if not said:
        assert build(*words)["rows-direct-none-rewritten-val.jsonl"] == 1  # the first turn needs no rewriting
        return
    with pytest.raises(InvalidRequest, match=said):
        build(*words)


def test_dialogues_about_a_test_database_are_refused(data: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.json"
    mine.write_text(
        json.dumps([{"id": "a", "turns": [{"question": "Who?", "sql": "SELECT name FROM fish"}]}])
    )
    with pytest.raises(InvalidRequest, match=r"about sea: kept for tests"):
        build("--data", str(mine), "--dbs", str(data / "databases" / "sea" / "sea.sqlite"))


def test_formats_can_be_built_one_after_the_other() -> None:
    build("--format", "direct", "--data", "cosql:train")
    build("--format", "brief", "--data", "spider:train_others")
    files = read_manifest(Path("rows")).files
    assert sorted(files) == [
        "rows-brief-none-full.jsonl",
        "rows-direct-none-full-val.jsonl",
        "rows-direct-none-full.jsonl",
    ]
    build("--format", "direct", "--data", "spider:train_others")
    assert sorted(read_manifest(Path("rows")).files) == [
        "rows-brief-none-full.jsonl",
        "rows-direct-none-full.jsonl",
    ]
    Path("rows", MANIFEST_FILE).write_text('{"format": 0}')
    with pytest.raises(VersionMismatch, match="format 0"):
        build("--format", "direct")


def test_a_planner_s_mistakes_become_repair_rows() -> None:
    said = turnwise("outputs", "--out", "outputs.jsonl", "--cache", "kept", "--data", "cosql:train")
    counts = json.loads(said.stdout.splitlines()[-1])
    lines = [json.loads(line) for line in Path("outputs.jsonl").read_text().splitlines()]
    assert counts["statements"] == len(lines) > 0
    wrong = {"id": "cosql:0:2", "sql": "SELECT weigth FROM animal", "format": "direct"}
    empty = {"id": "cosql:0:2", "sql": "SELECT weight FROM animals WHERE weight > 99", "format": "direct"}
    Path("outputs.jsonl").write_text("\n".join(map(json.dumps, (wrong, empty, *lines))))
    build("--format", "repair", "--outputs", "outputs.jsonl", "--data", "cosql:train")
    described = read_manifest(Path("rows")).files["rows-repair-none-full.jsonl"]
    assert described.mistakes["empty_result"] >= 1
    assert described.of.given.keys() == {"outputs.jsonl"}
    texts = [row.messages[1].content for row in rows_of("rows-repair-none-full.jsonl")]
    assert any("weight > 99" in text and "no rows" in text.lower() for text in texts)


def test_no_rows_at_all_is_a_failure() -> None:
    with pytest.raises(InvalidRequest, match="no rows at all"):
        build("--format", "plan", "--plans", "predicted", "--data", "cosql:train")


def test_private_values_are_in_no_row(data: Path, tmp_path: Path) -> None:
    secret = [
        {"question": "Their passwords?", "sql": "SELECT password FROM animals"},
        {"question": "And all of them?", "sql": "SELECT * FROM animals"},
        {"question": "How many are there in all?", "sql": "SELECT count(name) FROM animals"},
    ]
    mine = tmp_path / "mine.json"
    mine.write_text(json.dumps([{"id": "a", "turns": secret}]))
    build("--data", str(mine), "--dbs", str(data / "databases" / "zoo" / "zoo.sqlite"), "--format", "direct")
    rows = rows_of("rows-direct-none-full.jsonl")
    assert len(rows) == 3
    assert not any("x1" in message.content for row in rows for message in row.messages)


def test_inspect_shows_counts_lengths_and_rows_and_tells_a_changed_file() -> None:
    build("--format", "direct", "--format", "brief", "--data", "cosql:train")
    done = turnwise("inspect", "rows", "--format", "direct", "--show", "1")
    assert "direct-none-full " in done.stdout
    assert "brief" not in done.stdout.splitlines()[1]
    assert "rows-brief" not in done.stdout
    assert "SELECT" in done.stdout
    figures = json.loads(done.stdout.splitlines()[-1])["rows-direct-none-full.jsonl"]
    assert figures["rows"] == 3
    assert figures["tokens"]["rows"]["longest"] > figures["tokens"]["answers"]["longest"] > 0
    with pytest.raises(InvalidRequest, match="no rows of the format 'plan': there are brief, direct"):
        turnwise("inspect", "rows", "--format", "plan")
    path = Path("rows/rows-direct-none-full.jsonl")
    path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))
    done = turnwise("inspect", "rows", "--format", "direct", exit_code=1)
    assert "rows-direct-none-full.jsonl is not the file that was built" in done.stderr
    path.write_text('{"id": "a"}\n')
    with pytest.raises(InvalidRequest, match=r"rows-direct-none-full\.jsonl, line 1: database_id"):
        turnwise("inspect", "rows", "--format", "direct")
    with pytest.raises(InvalidRequest, match=r"manifest\.json cannot be read"):
        turnwise("inspect", "elsewhere")
