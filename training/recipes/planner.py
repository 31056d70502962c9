"""Trains the learned planner: `python -m training.recipes.planner training/configs/planner-smoke.toml`.

Reads rows that `training.data.prepare` made, trains, checkpoints, and keeps the best model by the validation rows.
Run again it goes on where it was cut. Then `training.export` makes the artefact and `training.score_planner` scores it.
"""

import json
import logging
import math
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Batch, batches, collate
from training.command_line import recipe_line, show_progress
from training.configuration import PlannerRun
from training.data.fewer_tables import without_some_tables
from training.data.folds import fold_of
from training.data.prepared import Row, read_rows
from training.model import Nodes, PlannerModel
from training.pieces import FrozenPieces, JointPieces, Pieces
from training.shape import shape_of

log = logging.getLogger("training")


def main() -> None:
    parser = recipe_line(
        __doc__, rows=Path(".turnwise/training"), of="folder of prepared rows", out=Path(".turnwise/runs")
    )
    parser.add_argument(
        "--encoder", type=Path, default=Path("models/planner/encoder.onnx"), help="where it is frozen"
    )
    arguments = parser.parse_args()
    show_progress()
    run = PlannerRun.from_file(arguments.config)
    print(json.dumps(train(run, arguments.rows, arguments.encoder, arguments.out / run.name)))


def train(run: PlannerRun, rows_folder: Path, encoder_file: Path, out: Path) -> dict[str, Any]:
    """Trains as `run` says and returns the best model's validation scores. Goes on from a checkpoint in `out`."""
    device = torch.device(run.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    if run.threads:
        torch.set_num_threads(run.threads)
    torch.manual_seed(run.seed)

    rows = [row for source in run.train for row in read_rows(rows_folder / f"rows-{source}.pkl.xz")]
    if run.fold:
        rows = [row for row in rows if fold_of(row.database_id) == run.fold]
    held_out = [row for source in run.validation for row in read_rows(rows_folder / f"rows-{source}.pkl.xz")]
    rows = sampled(rows, run.most_rows, run.seed)
    held_out = sampled(held_out, run.validation_rows, 0)
    log.info("%s: %d rows, %d for validation, on %s", run.name, len(rows), len(held_out), device)

    pieces: Pieces
    if run.train_encoder:
        pieces = JointPieces(run.encoder, frozen_layers=run.frozen_layers)
    else:
        pieces = FrozenPieces.of_rows([*rows, *held_out], encoder_file, rows_folder)
    model = Planning(run, pieces).to(device)
    optimizer = build_optimizer(model, run)
    if run.start:
        stored = torch.load(out.parent / run.start / "best.pt", map_location="cpu", weights_only=True)
        begin_from(model, stored, run)
    averaged = Averaged(model)
    state = Progress(out, run)
    state.restore(model, optimizer, averaged)
    out.mkdir(parents=True, exist_ok=True)
    (out / "run.json").write_text(run.model_dump_json(indent=1), encoding="utf-8")

    model.train()  # a pretrained encoder comes without its dropout
    while not state.finished(len(rows)):
        order = random.Random(run.seed * 1000 + state.epoch)
        for number, batch_rows in enumerate(batches(rows, size=run.batch, random_state=order)):
            if number < state.batch:
                continue
            started = time.monotonic()
            set_learning_rates(optimizer, run, state.part_done(len(rows)))
            if run.fewer_tables:
                batch_rows = [without_some_tables(row, order) for row in batch_rows]
            batch = collate(batch_rows).to(device)
            with torch.autocast(device.type, torch.bfloat16, enabled=run.precision == "bfloat16"):
                loss, parts = losses(model, model.encode(batch_rows, batch), batch)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            averaged.update()
            state.advance(len(batch_rows), time.monotonic() - started, parts)
            if state.due():
                state.keep(model, optimizer, averaged, held_out)
            if state.finished(len(rows)):
                break
        else:
            state.next_epoch()
            continue
        break
    if not state.kept:
        state.keep(model, optimizer, averaged, held_out)
    return state.best


def begin_from(model: "Planning", stored: dict[str, Any], run: PlannerRun) -> None:
    """Raises ValueError for the network of another shape, and of another part of the databases."""
    state, before = stored["model"], PlannerRun.model_validate(stored["run"])
    if before.fold != run.fold:
        raise ValueError(
            f"{before.name} has seen fold {before.fold} of the databases, and {run.name} is of {run.fold}"
        )
    lacking, unknown = model.load_state_dict(state, strict=False)
    # A network over a frozen encoder may go on with its encoder: then the run before has none to give.
    if not before.train_encoder:
        lacking = [name for name in lacking if not name.startswith("pieces.")]
    for name in (*lacking, *unknown):
        raise ValueError(f"{before.name} is of another shape than {run.name}: {name} is in one of them only")


def sampled(rows: list[Row], most: int, seed: int) -> list[Row]:
    if not most or len(rows) <= most:
        return rows
    return random.Random(seed).sample(rows, most)


class Planning(nn.Module):
    """The network with the encoder's vectors below it, and the run that says how it is trained."""

    def __init__(self, run: PlannerRun, pieces: Pieces) -> None:
        super().__init__()
        self.run = run
        self.pieces = pieces
        self.network = PlannerModel(pieces.width, shape_of(run))

    def encode(self, rows: Sequence[Row], batch: Batch) -> Nodes:
        pieces = self.pieces.of(rows).to(batch.inputs.spans.device)
        return self.network.encode(pieces, **vars(batch.inputs))


def build_optimizer(model: Planning, run: PlannerRun) -> torch.optim.Optimizer:
    """Two rates: the encoder is pretrained, everything above it starts from nothing."""
    encoder = [parameter for parameter in model.pieces.parameters() if parameter.requires_grad]
    groups: list[dict[str, Any]] = [{"params": list(model.network.parameters()), "rate": run.learning_rate}]
    if encoder:
        groups.append({"params": encoder, "rate": run.encoder_learning_rate})
    decay = run.weight_decay
    return torch.optim.AdamW(groups, lr=run.learning_rate, weight_decay=decay, betas=(0.9, 0.98), fused=True)


def set_learning_rates(optimizer: torch.optim.Optimizer, run: PlannerRun, done: float) -> None:
    """Linear warm-up, then a cosine down to a fiftieth."""
    if done < run.warm_up:
        scale = (done + 1e-3) / run.warm_up
    else:
        scale = 0.02 + 0.49 * (1 + math.cos(math.pi * (done - run.warm_up) / (1 - run.warm_up)))
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * min(scale, 1.0)


def losses(model: Planning, nodes: Nodes, batch: Batch) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch and its parts: actions (mean per row of the summed log loss), roles, intents."""
    run, targets = model.run, batch.targets
    log_probabilities = action_log_probabilities(model, nodes, batch)
    taken = log_probabilities.gather(-1, targets.actions.unsqueeze(-1)).squeeze(-1)
    answered = targets.answered.sum().clamp(min=1)
    actions = -(taken * targets.weights).sum() / answered
    count = batch.inputs.kinds.shape[1]
    role_scores = model.network.role_scores(nodes.memory[:, :count]).float()
    each = functional.binary_cross_entropy_with_logits(role_scores, targets.roles, reduction="none").sum(-1)
    roles = (each * targets.role_mask).sum() / answered
    intents = functional.cross_entropy(model.network.intent_scores(nodes.summary).float(), targets.intents)
    total = actions + run.role_weight * roles + run.intent_weight * intents
    return total, {"actions": actions.item(), "roles": roles.item(), "intents": intents.item()}


def action_log_probabilities(model: Planning, nodes: Nodes, batch: Batch) -> Tensor:
    targets = batch.targets
    relations = batch.inputs.relations
    scores = model.network.teach(
        nodes, relations, targets.actions, targets.slots, targets.under, targets.depth
    )
    return scores.float().masked_fill(~targets.allowed, float("-inf")).log_softmax(-1)


@torch.no_grad()
def evaluate(model: Planning, rows: list[Row], device: torch.device) -> dict[str, float]:
    """Per source and over all: the share of rows in which every action is the likeliest one (what a greedy decoder
    derives), the log loss per row, and the share of intents that are right."""
    model.eval()
    counts: dict[str, list[float]] = {}
    loss = intents_right = 0.0
    for chunk in batches(rows, size=model.run.batch, random_state=None):
        batch = collate(chunk).to(device)
        nodes = model.encode(chunk, batch)
        log_probabilities = action_log_probabilities(model, nodes, batch)
        intents = model.network.intent_scores(nodes.summary).argmax(-1)
        weights = batch.targets.weights
        taken = log_probabilities.gather(-1, batch.targets.actions.unsqueeze(-1)).squeeze(-1)
        loss -= float((taken.clamp(min=-30) * weights).sum())
        right = (log_probabilities.argmax(-1) == batch.targets.actions) | (weights == 0)
        intents_right += float((intents == batch.targets.intents).sum())
        for row, exact in zip(chunk, right.all(-1).tolist(), strict=True):
            if row.target is not None:
                counts.setdefault(row.source, []).append(float(exact))
    model.train()
    everything = [exact for source in counts.values() for exact in source]
    scores = {f"exact_{source}": sum(found) / len(found) for source, found in sorted(counts.items())}
    scores["exact"] = sum(everything) / max(1, len(everything))
    scores["loss"] = loss / max(1, len(everything))
    scores["intents"] = intents_right / max(1, len(rows))
    return scores


class Averaged:
    """The weights averaged over the last steps, by a mean that forgets: those of a single step depend on its batch
    (Polyak and Juditsky, 1992)."""

    _KEPT = 0.998  # of the mean in each step: it remembers some 500

    def __init__(self, model: nn.Module) -> None:
        self._own = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self.values = [parameter.detach().clone() for parameter in self._own]
        self.steps = 0

    def restore(self, values: Sequence[Tensor], steps: int) -> None:
        """As they were after so many steps."""
        for value, stored in zip(self.values, values, strict=True):
            value.copy_(stored)
        self.steps = steps

    @torch.no_grad()
    def update(self) -> None:
        self.steps += 1
        kept = min(self._KEPT, self.steps / (self.steps + 10))
        torch._foreach_lerp_(self.values, [own.detach() for own in self._own], 1 - kept)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The model has the averaged weights meanwhile."""
        own = [parameter.detach().clone() for parameter in self._own]
        self._set(self.values)
        try:
            yield
        finally:
            self._set(own)

    @torch.no_grad()
    def _set(self, values: Sequence[Tensor]) -> None:
        for parameter, value in zip(self._own, values, strict=True):
            parameter.copy_(value)


class Progress:
    """Where a run stands, on disk as well: rows seen, minutes spent, the best model so far."""

    def __init__(self, out: Path, run: PlannerRun) -> None:
        self.out = out
        self.run = run
        self.epoch = 0
        self.batch = 0
        self.seen = 0
        self.seconds = 0.0
        self.best: dict[str, Any] = {}
        self.worse = 0
        self._kept_at = 0.0
        self._parts: list[dict[str, float]] = []

    def part_done(self, rows: int) -> float:
        """0 to 1: of the minutes or of the epochs, whichever is further."""
        by_time = self.seconds / (60 * self.run.minutes)
        return min(1.0, max(by_time, self.seen / (self.run.epochs * rows)))

    def finished(self, rows: int) -> bool:
        return self.part_done(rows) >= 1 or self.exhausted

    @property
    def exhausted(self) -> bool:
        """No validation was better for `patience` checkpoints."""
        return bool(self.run.patience) and self.worse >= self.run.patience

    def advance(self, rows: int, seconds: float, parts: dict[str, float]) -> None:
        self.batch += 1
        self.seen += rows
        self.seconds += seconds
        self._parts.append(parts)

    def next_epoch(self) -> None:
        self.epoch += 1
        self.batch = 0

    @property
    def kept(self) -> bool:
        """Nothing was trained since the last checkpoint."""
        return bool(self.best) and not self._parts

    def due(self) -> bool:
        return self.seconds - self._kept_at >= 60 * self.run.checkpoint_minutes

    def keep(
        self, model: Planning, optimizer: torch.optim.Optimizer, averaged: Averaged, held_out: list[Row]
    ) -> None:
        """Writes the checkpoint, and the averaged model apart where it is the best so far."""
        recent = {
            name: sum(parts[name] for parts in self._parts) / len(self._parts)
            for name in (self._parts[0] if self._parts else ())
        }
        self._parts = []
        with averaged.applied():
            scores = evaluate(model, held_out, averaged.values[0].device)
            entry = {"minutes": round(self.seconds / 60, 2), "seen": self.seen, **recent, **scores}
            log.info(" ".join(f"{name}={value:.4g}" for name, value in entry.items()))
            with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")
            better = scores["exact"] > self.best.get("exact", -1.0)
            self.worse = 0 if better else self.worse + 1
            if better:
                self.best = entry
                _save(
                    {"model": model.state_dict(), "run": self.run.model_dump(), "scores": entry},
                    self.out / "best.pt",
                )
        self._kept_at = self.seconds
        state = {key: getattr(self, key) for key in ("epoch", "batch", "seen", "seconds", "best", "worse")}
        _save(
            {
                "model": model.state_dict(),
                "averaged": averaged.values,
                "averaged_steps": averaged.steps,
                "optimizer": optimizer.state_dict(),
                "state": state,
            },
            self.out / "checkpoint.pt",
        )

    def restore(self, model: Planning, optimizer: torch.optim.Optimizer, averaged: Averaged) -> None:
        path = self.out / "checkpoint.pt"
        if not path.exists():
            return
        stored = torch.load(path, map_location="cpu", weights_only=True)
        model.load_state_dict(stored["model"])
        optimizer.load_state_dict(stored["optimizer"])
        averaged.restore(stored["averaged"], stored["averaged_steps"])
        for key, value in stored["state"].items():
            setattr(self, key, value)
        self._kept_at = self.seconds
        log.info("going on after %d rows, %.1f minutes", self.seen, self.seconds / 60)


def _save(state: dict[str, Any], path: Path) -> None:
    """Whole or not at all: a run may be cut at any time."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


if __name__ == "__main__":
    main()
