"""Rows → training → export → planner, smaller still than the smoke run: what was taught is what is planned."""

from collections import Counter
from pathlib import Path
from shutil import copyfile

import pytest

pytest.importorskip("torch", reason="training has an environment of its own (docs/training-planner.md)")

import torch

from services.contracts.models import Links, PlanRequest, Turn
from services.contracts.plan import Plan
from services.planner.learned import LearnedPlanner, LearnedPlannerSettings
from services.planner.learned.artefact import ENCODER, TOKENIZER
from services.planner.learned.pieces import WordPieces
from tests.learned_planner import SHOP, sketch_of
from training.configuration import PlannerRun
from training.data.folds import fold_of
from training.data.linked import LinkedDialogue, LinkedTurn
from training.data.prepared import rows_of, write_rows
from training.export_planner import export
from training.recipes.planner import train

TAUGHT = [
    ("names of all customers", "SELECT name FROM customers"),
    ("only those with a country", "SELECT name FROM customers WHERE country IS NOT NULL"),
    ("how many are there?", "SELECT count(*) FROM customers WHERE country IS NOT NULL"),
    ("and orders?", "SELECT count(*) FROM orders"),
    ("the total per customer", "SELECT customer_id, sum(total) FROM orders GROUP BY customer_id"),
]
_FROZEN = LearnedPlannerSettings().model


def _dialogue() -> LinkedDialogue:
    turns = (LinkedTurn(question, sql, sketch_of(sql), Links(snapshot=SHOP)) for question, sql in TAUGHT)
    return LinkedDialogue("shop", 0, "shop", tuple(turns))


_SMALL = PlannerRun(
    name="small", train=("shop",), validation=("shop",), hidden=16, heads=2, feed_forward=16, graph_layers=1,
    decoder_layers=1, batch=5, epochs=1, threads=1, device="cpu",
)  # fmt: skip


def _write_rows(folder: Path) -> None:
    failures: Counter[str] = Counter()
    rows = list(rows_of(_dialogue(), WordPieces.from_file(_FROZEN / TOKENIZER), failures))
    assert len(rows) == len(TAUGHT)
    assert not failures
    write_rows(rows, folder / "rows-shop.pkl.xz")


@pytest.mark.filterwarnings("ignore")  # the exporter warns of its own age
@pytest.mark.parametrize("train_encoder", [False, True], ids=["read apart", "read together"])
def test_what_was_taught_is_planned(tmp_path: Path, train_encoder: bool) -> None:
    _write_rows(tmp_path)
    run = _SMALL.model_copy(
        update={
            "hidden": 32,
            "heads": 4,
            "feed_forward": 64,
            "dropout": 0.0,
            "learning_rate": 5e-3,
            "epochs": 200,
            "train_encoder": train_encoder,
            "frozen_layers": 4,
            "fewer_tables": train_encoder,
        }
    )
    best = train(run, tmp_path, _FROZEN / ENCODER, tmp_path / "run")
    assert best["exact"] == 1.0

    export([tmp_path / "run"], tmp_path / "model")
    for name in (TOKENIZER,) if train_encoder else (ENCODER, TOKENIZER):
        copyfile(_FROZEN / name, tmp_path / "model" / name)
    planner = LearnedPlanner(LearnedPlannerSettings(model=tmp_path / "model", threads=1))
    history: list[Turn] = []
    for number, (question, sql) in enumerate(TAUGHT, start=1):
        request = PlanRequest(question=question, links=Links(snapshot=SHOP), history=tuple(history))
        best_plan = planner.plans(request).plans[0]
        assert best_plan.sketch == sketch_of(sql)
        history.append(Turn(number=number, question=question, plan=Plan(sketch=sketch_of(sql))))


def test_a_network_goes_on_with_its_encoder(tmp_path: Path) -> None:
    _write_rows(tmp_path)
    first = _SMALL.model_copy(update={"name": "first"})
    train(first, tmp_path, _FROZEN / ENCODER, tmp_path / "first")
    second = first.model_copy(update={"name": "second", "start": "first", "train_encoder": True})
    assert train(second, tmp_path, _FROZEN / ENCODER, tmp_path / "second")["seen"] == 5
    third = first.model_copy(update={"name": "third", "start": "second"})
    deeper = first.model_copy(update={"name": "third", "start": "first", "decoder_layers": 2})
    halved = first.model_copy(update={"name": "third", "start": "first", "fold": fold_of("shop")})
    for run, message in (
        (third, r"second is of another shape than third: pieces\.encoder\.\S+ is in one of them only"),
        (deeper, r"first is of another shape than third: network\.decoder\.1\.\S+ is in one of them only"),
        (halved, r"first has seen fold 0 of the databases, and third is of [12]"),
    ):
        with pytest.raises(ValueError, match=message):
            train(run, tmp_path, _FROZEN / ENCODER, tmp_path / "third")


def test_a_run_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    _write_rows(tmp_path)
    run = _SMALL.model_copy(update={"batch": 2, "epochs": 2})
    train(run, tmp_path, _FROZEN / ENCODER, tmp_path / "run")
    longer = run.model_copy(update={"epochs": 4})
    train(longer, tmp_path, _FROZEN / ENCODER, tmp_path / "run")
    log = (tmp_path / "run" / "log.jsonl").read_text().splitlines()
    assert '"seen": 10' in log[0]
    assert '"seen": 20' in log[-1]
    # Three batches an epoch: the averaged weights know how many steps they are of, too.
    assert torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)["averaged_steps"] == 12


def test_what_the_last_step_has_kept_is_not_kept_again(tmp_path: Path) -> None:
    _write_rows(tmp_path)
    run = _SMALL.model_copy(update={"checkpoint_minutes": 0.0})
    assert train(run, tmp_path, _FROZEN / ENCODER, tmp_path / "run")["seen"] == len(TAUGHT)
    assert len((tmp_path / "run" / "log.jsonl").read_text().splitlines()) == 1
    # Nor is a run that has come to its end gone on with.
    assert train(run, tmp_path, _FROZEN / ENCODER, tmp_path / "run")["seen"] == len(TAUGHT)
    assert len((tmp_path / "run" / "log.jsonl").read_text().splitlines()) == 1
