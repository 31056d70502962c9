"""The recipes of the generator on a model of a few thousand weights: base, adapter, merge, GRPO."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="training has an environment of its own (docs/training-generator.md)")
pytest.importorskip("peft", reason="training has an environment of its own (docs/training-generator.md)")

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer

from services.contracts.errors import InvalidRequest
from services.contracts.prompt.message import Message
from training.adapters.checkpoints import last_complete
from training.adapters.judge import Judge
from training.adapters.keys import WEIGHTS, adapter_modules, check_keys, mismatch, rename_keys
from training.adapters.merging import Part, adapter_error, changes
from training.adapters.models import loaded
from training.adapters.rows import read_rows, refuse_too_long, taught_rows
from training.adapters.run import AdapterRun, Lora, Sampling
from training.chat import ChatTokens
from training.data.generation.rows import TrainingRow
from training.recipes import generator_grpo, generator_lora, merge_adapters, tiny_base
from training.recipes.tiny_base import BaseRun, Phase
from training.tiny.documents import Documents, Share

pytestmark = pytest.mark.filterwarnings("ignore")  # of the training libraries, about their own future

_TABLES = {"pets": ("name", "weight"), "shops": ("city", "owner"), "visits": ("day", "price")}


def _row(number: int, table: str, column: str, database: str = "shop", format_: str = "plan") -> TrainingRow:
    sql = f"SELECT {column} FROM {table}"
    plan = f"Plan (100%):\nfrom {table}\nshow {table}.{column}"
    user = f"Schema:\n{table}: {column} text\n\n{plan}\n\nQuestion: which {column}?"
    said = (("system", "Answer with SQL."), ("user", user), ("assistant", sql))
    return TrainingRow.model_validate(
        {
            "id": f"made:{number}",
            "database_id": database,
            "format": format_,
            "plan": "gold",
            "history": "full",
            "messages": [{"role": role, "content": text} for role, text in said],
            "sql": sql,
        }
    )


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`rows-plan` and `rows-val`, of two databases."""
    folder = tmp_path_factory.mktemp("rows")
    pairs = [(table, column) for table, columns in _TABLES.items() for column in columns]
    for name, database in (("rows-plan", "shop"), ("rows-val", "store")):
        found = [_row(number, *pair, database=database) for number, pair in enumerate(pairs)]
        (folder / f"{name}.jsonl").write_text(
            "".join(row.model_dump_json() + "\n" for row in found), encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("databases")
    for name in ("shop", "store"):
        (folder / name).mkdir()
        with sqlite3.connect(folder / name / f"{name}.sqlite") as connection:
            for table, (first, second) in _TABLES.items():
                connection.execute(f"CREATE TABLE {table} ({first} TEXT, {second} TEXT)")
                connection.execute(f"INSERT INTO {table} VALUES ('{table} one', '2')")
        connection.close()
    return folder


_SHARE = Share(rows="rows-plan", weight=1, keep=("Plan",), system=False)


def _base_run(**changed: Any) -> BaseRun:
    phase = Phase(until=1, batch_tokens=400, shares=(_SHARE,))
    run = BaseRun(
        name="base", minutes=0.1, vocabulary=400, hidden=32, layers=2, heads=2, key_value_heads=2, feed_forward=64,
        context=160, learning_rate=0.01, phases=(phase,), validation=(_SHARE,), checkpoint_minutes=0.05,
    )  # fmt: skip
    return run.model_copy(update=changed)


@pytest.fixture(scope="module")
def base(rows: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained for six seconds; it knows its six rows by heart."""
    out = tmp_path_factory.mktemp("models") / "base"
    scores = tiny_base.train(_base_run(), rows, out)
    assert scores["plan short exact"] == 1.0
    return out


def _run(base: Path, **changed: Any) -> AdapterRun:
    values: dict[str, Any] = {
        "name": "plan",
        "base": str(base),
        "rows": ("rows-plan",),
        "lora": Lora(rank=2, alpha=4, dropout=0.0),
        "steps": 6,
        "batch": 2,
        "accumulation": 1,
        "length": 200,
        "learning_rate": 0.01,
        "checkpoint_steps": 2,
        "precision": "float32",
        "threads": 1,
    }
    return AdapterRun.model_validate(values | changed)


@pytest.fixture(scope="module")
def adapters(base: Path, rows: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("adapters")
    for seed in (1, 2):
        generator_lora.train(_run(base, seed=seed, rows=("rows-plan",)), rows, folder / str(seed))
    return folder / "1", folder / "2"


# ------------------------------------------------------------------------------------------------------- the base


def test_a_base_goes_on_where_it_was_cut(rows: Path, base: Path, tmp_path: Path) -> None:
    shutil.copytree(base, tmp_path / "base")
    tiny_base.train(_base_run(minutes=0.12), rows, tmp_path / "base")
    before, after = (
        [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
        for folder in (base, tmp_path / "base")
    )
    assert after[: len(before)] == before
    assert after[-1]["steps"] > before[-1]["steps"]


def test_a_name_is_the_same_tokens_wherever_it_stands(base: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(base)
    name = tokenizer.encode("visits", add_special_tokens=False)
    for text in ("SELECT day FROM visits", "visits.day", "from visits\n", "visits: day text"):
        ids = tokenizer.encode(text, add_special_tokens=False)
        assert any(ids[start : start + len(name)] == name for start in range(len(ids)))
        assert tokenizer.decode(ids) == text


def test_documents_teach_answers_alone(rows: Path, base: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(base)
    found = {"rows-plan": list(read_rows(rows, "rows-plan"))}
    documents = Documents([_SHARE], found, ChatTokens(tokenizer), longest=160, seed=1)
    batch = next(documents.batches(tokens=300, drawn_together=6))
    for ids, taught in zip(batch.ids, batch.taught, strict=True):
        answer = tokenizer.decode(ids[1:][taught])
        assert answer.startswith("SELECT ")
        assert answer.endswith("<|im_end|>")
        assert "Schema" not in tokenizer.decode(ids)


# -------------------------------------------------------------------------------------------------- the adapters


def test_loss_is_taken_on_the_answer_alone(rows: Path, base: Path) -> None:
    run = _run(base)
    model = loaded(run)
    tokens = ChatTokens(model.tokenizer)
    taught = taught_rows(rows, run.rows, tokens, length=run.length)
    trainer = generator_lora.trainer_of(
        run, model.model, model.tokenizer, taught.rows, (), rows.parent / "unused"
    )
    batch = next(iter(trainer.get_train_dataloader()))
    for ids, labels in zip(batch["input_ids"], batch["labels"], strict=True):
        text = model.tokenizer.decode(ids[labels != -100])
        assert text in {f"{row.row.messages[-1].content}<|im_end|>" for row in taught.rows}
    with torch.no_grad():
        scores = model.model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        loss = trainer.compute_loss(model.model, dict(batch))
    counted = batch["labels"][:, 1:] != -100
    by_hand = torch.nn.functional.cross_entropy(scores[:, :-1][counted], batch["input_ids"][:, 1:][counted])
    assert float(loss) == pytest.approx(float(by_hand), rel=1e-2)


@pytest.mark.parametrize(
    "template",
    [
        None,
        # As reasoning models have it: the prompt for an answer ends with an empty block of reasoning.
        "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% if not enable_thinking %}<think>\n\n</think>\n\n"
        "{% endif %}{% endif %}",
    ],
)
def test_the_prompt_is_trained_as_it_is_served(rows: Path, base: Path, template: str | None) -> None:
    tokenizer = AutoTokenizer.from_pretrained(base)
    if template:
        tokenizer.chat_template = template
    options = {"enable_thinking": False}
    tokens = ChatTokens(tokenizer, options)
    row = next(read_rows(rows, "rows-plan"))
    said = [message.model_dump() for message in row.messages]
    served = tokenizer.apply_chat_template(
        said[:-1], add_generation_prompt=True, return_dict=False, **options
    )
    conversation = tokens.conversation(row.messages)
    assert conversation.ids[: conversation.answer] == served
    assert tokenizer.decode(conversation.ids[conversation.answer :]) == f"{row.sql}<|im_end|>"
    assert conversation.labels[: conversation.answer] == [-100] * conversation.answer


def test_a_template_that_ends_no_answer_is_refused(base: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(base)
    tokenizer.chat_template = "{% for message in messages %}{{ message.content }}{% endfor %}"
    with pytest.raises(InvalidRequest, match="nothing behind an answer"):
        ChatTokens(tokenizer)


class _Killed(Exception):
    pass


def _kill_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = generator_lora.trainer_of

    def trainer_of(*arguments: Any) -> Any:
        trainer = whole(*arguments)
        steps, taken = count(1), trainer.training_step

        def training_step(*arguments: Any) -> Any:
            if next(steps) == step:
                raise _Killed
            return taken(*arguments)

        trainer.training_step = training_step
        return trainer

    monkeypatch.setattr(generator_lora, "trainer_of", trainer_of)


def test_a_killed_run_goes_on_to_the_same_adapter(
    base: Path, rows: Path, adapters: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        _kill_at(5, patched)
        with pytest.raises(_Killed):
            generator_lora.train(_run(base), rows, tmp_path / "run")
    assert (found := last_complete(tmp_path / "run")) is not None
    assert found.name == "checkpoint-4"
    figures = generator_lora.train(_run(base), rows, tmp_path / "run")
    assert figures["steps"] == 6
    killed, whole = load_file(tmp_path / "run" / WEIGHTS), load_file(adapters[0] / WEIGHTS)
    assert all(torch.allclose(killed[key], whole[key], atol=1e-6) for key in whole)


def test_a_disk_that_fills_up_costs_the_checkpoint_alone(
    base: Path, rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = torch.save

    def full(state: Any, path: Any, *arguments: Any, **options: Any) -> None:
        if "checkpoint-4" in str(path):
            Path(path).write_bytes(b"half")
            raise OSError(28, "No space left on device")
        saved(state, path, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(torch, "save", full)
        with pytest.raises(OSError, match="No space left"):
            generator_lora.train(_run(base), rows, tmp_path / "run")
    assert (tmp_path / "run" / "checkpoint-4").exists()
    assert (found := last_complete(tmp_path / "run")) is not None
    assert found.name == "checkpoint-2"
    assert not (tmp_path / "run" / "checkpoint-4").exists()
    assert generator_lora.train(_run(base), rows, tmp_path / "run")["steps"] == 6


def test_another_run_does_not_go_on_in_the_same_folder(
    base: Path, rows: Path, adapters: tuple[Path, Path]
) -> None:
    with pytest.raises(InvalidRequest, match="another run, which differs in learning_rate, seed"):
        generator_lora.train(_run(base, seed=7, learning_rate=0.5), rows, adapters[0])


def test_rows_that_are_too_long_are_counted_and_refused(rows: Path, base: Path, tmp_path: Path) -> None:
    tokens = ChatTokens(AutoTokenizer.from_pretrained(base))
    found = list(read_rows(rows, "rows-plan"))
    answer = found[0].messages[-1].model_copy(update={"content": "SELECT name FROM pets WHERE name = 'Rex'"})
    found[0] = found[0].model_copy(update={"messages": (*found[0].messages[:-1], answer)})
    (tmp_path / "rows.jsonl").write_text("\n".join(row.model_dump_json() for row in found), encoding="utf-8")
    length = len(tokens.conversation(found[0].messages).ids)
    assert taught_rows(tmp_path, ["rows"], tokens, length=length).too_long == 0
    kept = taught_rows(tmp_path, ["rows"], tokens, length=length - 1)
    assert (kept.too_long, len(kept.rows)) == (1, 5)
    refuse_too_long(kept, length=length - 1, limit=0.2)
    with pytest.raises(InvalidRequest, match=r"1 rows of 6 \(16.7%\) are longer than"):
        refuse_too_long(kept, length=length - 1, limit=0.1)
    with pytest.raises(InvalidRequest, match="no row is of at most 1 tokens"):
        refuse_too_long(taught_rows(tmp_path, ["rows"], tokens, length=1), length=1, limit=1.0)


def test_a_broken_row_is_named_with_its_line(rows: Path, tmp_path: Path) -> None:
    whole = (rows / "rows-plan.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "broken.jsonl").write_text("\n".join([*whole[:2], '{"id": 1', *whole[2:]]), encoding="utf-8")
    with pytest.raises(InvalidRequest, match=r"broken\.jsonl, line 3"):
        list(read_rows(tmp_path, "broken"))
    with pytest.raises(InvalidRequest, match="is not there"):
        list(read_rows(tmp_path, "gone"))


def test_a_base_that_is_not_there_is_named(rows: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"no model '.*gone'"):
        generator_lora.train(_run(tmp_path / "gone"), rows, tmp_path / "run")


# ------------------------------------------------------------------------------------- names of the served modules


@pytest.fixture(scope="module")
def seeing_base(tmp_path_factory: pytest.TempPathFactory, base: Path) -> Path:
    """A checkpoint of a class that also sees pictures, as Qwen3.5's are, with random weights."""
    from transformers import Qwen3_5Config, Qwen3_5ForConditionalGeneration

    text = {
        "vocab_size": 400, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
        "num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": 16,
        "layer_types": ["full_attention", "full_attention"], "tie_word_embeddings": True,
    }  # fmt: skip
    vision = {
        "depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 32,
        "num_position_embeddings": 4,
    }  # fmt: skip
    folder = tmp_path_factory.mktemp("models") / "seeing"
    config = Qwen3_5Config(text_config=text, vision_config=vision, tie_word_embeddings=True)
    Qwen3_5ForConditionalGeneration(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(base).save_pretrained(folder)
    return folder


def test_an_adapter_gets_the_names_of_the_class_that_is_served(
    seeing_base: Path, rows: Path, tmp_path: Path
) -> None:
    generator_lora.train(_run(seeing_base, steps=1), rows, tmp_path / "run")
    assert all(name.startswith("model.language_model.layers.") for name in adapter_modules(tmp_path / "run"))
    assert mismatch(tmp_path / "run", seeing_base) is None


def test_names_without_language_model_are_found_out_and_mended(
    seeing_base: Path, rows: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    generator_lora.train(_run(seeing_base, steps=1), rows, run)
    right = load_file(run / WEIGHTS)
    save_file({key.replace("language_model.", ""): value for key, value in right.items()}, run / WEIGHTS)
    with pytest.raises(InvalidRequest, match=r"the base has no model\.layers\.0"):
        check_keys(run, seeing_base)
    assert rename_keys(run, seeing_base)
    assert load_file(run / WEIGHTS).keys() == right.keys()
    assert not rename_keys(run, seeing_base)


def test_an_adapter_of_another_base_is_refused_with_both_names(
    adapters: tuple[Path, Path], base: Path, tmp_path: Path
) -> None:
    shutil.copytree(adapters[0], tmp_path / "other")
    stored = load_file(tmp_path / "other" / WEIGHTS)
    save_file(
        {key.replace("self_attn", "other_attn"): value for key, value in stored.items()},
        tmp_path / "other" / WEIGHTS,
    )
    with pytest.raises(InvalidRequest, match=f"other is not for {base}"):
        rename_keys(tmp_path / "other", base)


# --------------------------------------------------------------------------------------------------------- merging


def test_an_exact_merge_is_the_average_of_the_changes(
    base: Path, adapters: tuple[Path, Path], tmp_path: Path
) -> None:
    parts = [Part(adapters[0], 0.3), Part(adapters[1], 0.7)]
    said = merge_adapters.merge(parts, None, "exact", "float32", tmp_path / "merged")
    assert float(said["error_against_true_average"]) < 1e-6
    first, second = dict(changes(adapters[0])), dict(changes(adapters[1]))
    for name, change in changes(tmp_path / "merged"):
        assert torch.allclose(change, 0.3 * first[name] + 0.7 * second[name], atol=1e-7)
    config = json.loads((tmp_path / "merged" / "adapter_config.json").read_text())
    assert config["r"] == 4
    check_keys(tmp_path / "merged", base)


def test_the_average_of_whole_models_loses_what_their_precision_loses(
    adapters: tuple[Path, Path], tmp_path: Path
) -> None:
    parts = [Part(adapters[0], 0.5), Part(adapters[1], 0.5)]
    errors: list[float] = []
    for precision in ("float32", "bfloat16"):
        said = merge_adapters.merge(parts, None, "average", precision, tmp_path / precision)
        errors.append(float(said["error_against_true_average"]))
    assert errors[0] < 1e-4
    assert errors[0] < errors[1] < 0.5
    assert AutoTokenizer.from_pretrained(tmp_path / "float32").chat_template


def test_one_adapter_is_taken_into_its_base(
    adapters: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "whole"
    words = [str(adapters[0]), "--way", "average", "--precision", "float32", "--out", str(out)]
    monkeypatch.setattr("sys.argv", ["merge_adapters", *words])
    merge_adapters.main()
    assert json.loads(capsys.readouterr().out)["error_against_true_average"] < 1e-4
    assert not (out / "adapter_config.json").exists()
    monkeypatch.setattr(
        "sys.argv", ["merge_adapters", *map(str, (*adapters, adapters[0])), "--out", str(out)]
    )
    with pytest.raises(SystemExit):
        merge_adapters.main()
    assert "one or two adapters" in capsys.readouterr().err


def test_a_mean_of_the_factors_would_be_far_off(adapters: tuple[Path, Path], tmp_path: Path) -> None:
    """What the reported error is there to find."""
    shutil.copytree(adapters[0], tmp_path / "mean")
    first, second = (load_file(folder / WEIGHTS) for folder in adapters)
    save_file({key: (first[key] + second[key]) / 2 for key in first}, tmp_path / "mean" / WEIGHTS)
    assert adapter_error([Part(adapters[0], 0.5), Part(adapters[1], 0.5)], tmp_path / "mean") > 0.1


def test_adapters_of_different_bases_do_not_merge(adapters: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(adapters[1], tmp_path / "other")
    path = tmp_path / "other" / "adapter_config.json"
    config = json.loads(path.read_text()) | {"base_model_name_or_path": "another/base"}
    path.write_text(json.dumps(config))
    with pytest.raises(
        InvalidRequest, match=r"base_model_name_or_path is .* in one and another/base in the other"
    ):
        merge_adapters.merge(
            [Part(adapters[0], 0.5), Part(tmp_path / "other", 0.5)],
            None,
            "exact",
            "float32",
            tmp_path / "merged",
        )


# ------------------------------------------------------------------------------------------------------------ GRPO


@pytest.fixture
def judge(databases: Path) -> Iterator[Judge]:
    with Judge(databases) as judge:
        yield judge


def test_an_answer_is_judged_by_what_it_gives(rows: Path, judge: Judge) -> None:
    row = next(read_rows(rows, "rows-plan"))
    assert judge.right(row, "SELECT name FROM pets")
    assert judge.right(row, "Here it is:\n```sql\nselect pets.name as n from pets;\n```")
    assert not judge.right(row, "SELECT weight FROM pets")
    assert not judge.right(row, "I do not know.")
    assert not judge.right(row, "SELECT name FROM nowhere")


def _grpo(base: Path, start: Path, **changed: Any) -> AdapterRun:
    return _run(
        base,
        name="grpo",
        start=str(start),
        validation=("rows-val",),
        sampling=Sampling(prompts=2, group=2, answer_tokens=12),
        validation_steps=2,
        **changed,
    )


def test_grpo_keeps_what_is_best_elsewhere_and_stops_when_it_gets_no_better(
    base: Path, rows: Path, adapters: tuple[Path, Path], judge: Judge, tmp_path: Path
) -> None:
    run = _grpo(base, adapters[0], steps=20, patience=2)
    looks = iter([0.5, 0.8, 0.8, 0.7])

    class Listed(Judge):
        """As many right answers of six as the list says, look by look."""

        def right(self, row: TrainingRow, answer: str) -> bool:
            if row.database_id == "store":
                if row.id == "made:0":
                    self.share = next(looks)
                return int(row.id.rpartition(":")[2]) < 6 * self.share
            return super().right(row, answer)

    listed = Listed(Path())
    listed._files, listed._runner = judge._files, judge._runner
    figures = generator_grpo.train(run, rows, tmp_path / "run", listed)
    assert figures["steps"] == 6
    assert figures["best_step"] == 2
    assert figures["held_out_before"] == 0.5
    best, kept = (load_file(folder / WEIGHTS) for folder in (tmp_path / "run" / "best", tmp_path / "run"))
    assert all(torch.equal(best[key], kept[key]) for key in best)
    assert best.keys() == load_file(adapters[0] / WEIGHTS).keys()


def test_grpo_goes_on_where_it_was_cut(
    base: Path, rows: Path, adapters: tuple[Path, Path], judge: Judge, tmp_path: Path
) -> None:
    generator_grpo.train(_grpo(base, adapters[0], steps=2, patience=9), rows, tmp_path / "run", judge)
    figures = generator_grpo.train(
        _grpo(base, adapters[0], steps=4, patience=9), rows, tmp_path / "run", judge
    )
    lines = [json.loads(line) for line in (tmp_path / "run" / "held_out.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [0, 2, 4]
    assert figures["steps"] == 4


def test_grpo_refuses_to_look_at_what_it_trains_on(
    base: Path, rows: Path, adapters: tuple[Path, Path], judge: Judge, tmp_path: Path
) -> None:
    run = _grpo(base, adapters[0], steps=2).model_copy(update={"validation": ("rows-plan",)})
    with pytest.raises(InvalidRequest, match="trained on and held out at once: shop"):
        generator_grpo.train(run, rows, tmp_path / "run", judge)


def test_messages_may_be_of_any_text(base: Path) -> None:
    tokens = ChatTokens(AutoTokenizer.from_pretrained(base))
    said = [
        Message(role="user", content="Größe ☃ \t{{ x }}"),
        Message(role="assistant", content="SELECT '☃'"),
    ]
    found = tokens.conversation(said)
    assert AutoTokenizer.from_pretrained(base).decode(found.ids[found.answer :]) == "SELECT '☃'<|im_end|>"
