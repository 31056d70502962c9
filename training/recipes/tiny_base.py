"""Trains the tiny base from scratch: `python -m training.recipes.tiny_base training/configs/tiny-base.yaml`.

Reads the rows that `turnwise data build` made, trains a tokenizer on them, then a small Qwen3 on documents made of them
(see training.tiny.documents), and writes a folder that transformers, PEFT and vLLM load. The learning rate follows the
minutes of training. Run again it goes on where it was cut.
"""

import json
import logging
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
import yaml
from pydantic import Field
from torch.nn import functional
from transformers import PreTrainedTokenizerBase, PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

from services.contracts.errors import InvalidRequest
from services.contracts.frozen import Frozen
from training.adapters.rows import read_rows
from training.chat import ChatTokens
from training.command_line import recipe_line, show_progress
from training.data.generation.rows import TrainingRow
from training.tiny.documents import Batch, Documents, Share, collated
from training.tiny.tokenizer import trained_tokenizer

log = logging.getLogger("training")
_TOGETHER = 16  # documents of a validation batch


class Phase(Frozen):
    """What is drawn until that part of the minutes has passed. `batch_tokens`: of a step, with the padding."""

    until: float = Field(gt=0, le=1)
    batch_tokens: int
    shares: tuple[Share, ...]


class BaseRun(Frozen):
    """One run. `minutes` are those of the steps: of the processor's time, or of the clock where there is a GPU.
    `learning_rate` is that of AdamW; Muon's steps are scaled to match it. `warm_up` and `falling_from`: parts of the
    minutes.
    """

    name: str
    seed: int = 1
    minutes: float = Field(gt=0)
    vocabulary: int = 4096
    hidden: int
    layers: int
    heads: int
    key_value_heads: int
    feed_forward: int
    context: int = 1024
    learning_rate: float
    weight_decay: float = 0.05
    warm_up: float = 0.02
    falling_from: float = 0.6
    phases: tuple[Phase, ...]
    validation: tuple[Share, ...] = ()
    validation_rows: int = 150
    checkpoint_minutes: float = 5.0
    threads: int = 1

    @classmethod
    def from_file(cls, path: Path) -> "BaseRun":
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def main() -> None:
    parser = recipe_line(__doc__)
    arguments = parser.parse_args()
    show_progress()
    try:
        run = BaseRun.from_file(arguments.config)
        print(json.dumps(train(run, arguments.rows, arguments.out / run.name)))
    except InvalidRequest as refusal:
        parser.exit(2, f"{refusal.message}\n")


def train(run: BaseRun, rows_folder: Path, out: Path) -> dict[str, float]:
    """Trains as `run` says and returns the scores at the end. Goes on from a checkpoint in `out`."""
    torch.set_num_threads(run.threads)
    torch.manual_seed(run.seed)
    rows = Rows(rows_folder)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = tokenizer_of(run, rows, out)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    clock = time.process_time if device.type == "cpu" else time.monotonic
    model = Qwen3ForCausalLM(shape_of(run, tokenizer))
    model.to(device)  # type: ignore[arg-type]
    log.info("%s: %.2f million parameters", run.name, sum(each.numel() for each in model.parameters()) / 1e6)
    optimizers = optimizers_of(model, run)
    state = Progress(out, run)
    state.restore(model, optimizers)
    tokens = ChatTokens(tokenizer)
    held_out = [held_out_batches(share, rows, tokens, run) for share in run.validation]
    while (phase := state.phase()) is not None:
        documents = Documents(
            phase.shares,
            rows.of(phase.shares),
            tokens,
            longest=run.context,
            seed=run.seed + state.steps,
        )
        for batch in documents.batches(tokens=phase.batch_tokens):
            started = clock()
            set_learning_rates(optimizers, run, state.part_done)
            loss = loss_of(model, batch.to(device))
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            for optimizer in optimizers:
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
            state.advance(batch, float(loss.detach()), clock() - started)
            if state.due():
                state.keep(model, optimizers, scores_of(model, held_out, run))
            if state.phase() is not phase:
                break
    scores = scores_of(model, held_out, run)
    state.keep(model, optimizers, scores)
    model.to(torch.bfloat16).save_pretrained(out)  # type: ignore[arg-type]
    tokenizer.save_pretrained(out)
    return scores


class Rows:
    """The rows of the run by file, each read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, list[TrainingRow]] = {}

    def of(self, shares: Iterable[Share]) -> dict[str, list[TrainingRow]]:
        for share in shares:
            if share.rows not in self._read:
                self._read[share.rows] = list(read_rows(self._folder, share.rows))
                log.info("%s: %d rows", share.rows, len(self._read[share.rows]))
        return self._read


def tokenizer_of(run: BaseRun, rows: Rows, out: Path) -> PreTrainedTokenizerFast:
    """The one in `out`, else trained on the texts of the training rows and kept there."""
    if (out / "tokenizer.json").exists():
        return PreTrainedTokenizerFast.from_pretrained(out)  # type: ignore[no-any-return]
    found = rows.of([share for phase in run.phases for share in phase.shares])
    texts = (message.content for name in sorted(found) for row in found[name] for message in row.messages)
    tokenizer = trained_tokenizer(texts, size=run.vocabulary)
    tokenizer.save_pretrained(out)
    return tokenizer


def shape_of(run: BaseRun, tokenizer: PreTrainedTokenizerBase) -> Qwen3Config:
    return Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=run.hidden,
        intermediate_size=run.feed_forward,
        num_hidden_layers=run.layers,
        num_attention_heads=run.heads,
        num_key_value_heads=run.key_value_heads,
        head_dim=run.hidden // run.heads,
        max_position_embeddings=run.context,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )


def optimizers_of(model: Qwen3ForCausalLM, run: BaseRun) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside of the layers, AdamW for the embeddings and the norms."""
    matrices = [each for each in model.model.layers.parameters() if each.ndim == 2]
    inner = {id(each) for each in matrices}
    others = [each for each in model.parameters() if id(each) not in inner]
    decay, rate = run.weight_decay, run.learning_rate
    muon = torch.optim.Muon(matrices, lr=rate, weight_decay=decay, adjust_lr_fn="match_rms_adamw")
    adam = torch.optim.AdamW(others, lr=rate, weight_decay=0.0, betas=(0.9, 0.98), fused=True)
    return [muon, adam]


def set_learning_rates(optimizers: Sequence[torch.optim.Optimizer], run: BaseRun, done: float) -> None:
    """Linear warm-up, then level, then linearly down to a hundredth."""
    warm = min(1.0, (done + 1e-3) / run.warm_up)
    fall = max(0.01, min(1.0, (1 - done) / (1 - run.falling_from)))
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = run.learning_rate * min(warm, fall)


def loss_of(model: Qwen3ForCausalLM, batch: Batch) -> torch.Tensor:
    """Mean log loss of the answers' tokens. Padding stands behind all of them, so that no mask is needed."""
    with torch.autocast(model.device.type, torch.bfloat16):
        hidden = model.model(input_ids=batch.ids, use_cache=False).last_hidden_state[:, :-1]
        scores = model.lm_head(hidden[batch.taught])
    return functional.cross_entropy(scores.float(), batch.ids[:, 1:][batch.taught])


def held_out_batches(share: Share, rows: Rows, tokens: ChatTokens, run: BaseRun) -> list[Batch]:
    """An even sample of a share's rows."""
    found = rows.of([share])[share.rows]
    some = {share.rows: found[:: max(1, len(found) // run.validation_rows)]}
    documents = Documents([share], some, tokens, longest=run.context, seed=0).each(share)
    fitting = sorted(
        (each for each in documents if len(each.ids) <= run.context), key=lambda each: len(each.ids)
    )
    return [collated(fitting[start : start + _TOGETHER]) for start in range(0, len(fitting), _TOGETHER)]


@torch.no_grad()
def scores_of(model: Qwen3ForCausalLM, held_out: Sequence[list[Batch]], run: BaseRun) -> dict[str, float]:
    """Of each validation share: the part of the answers in which every token is the likeliest one (what a greedy
    decoder writes), and the log loss of a token."""
    model.eval()  # type: ignore[no-untyped-call]
    scores: dict[str, float] = {}
    for share, batches in zip(run.validation, held_out, strict=True):
        exact = tokens = documents = 0
        loss = 0.0
        for batch in (each.to(model.device) for each in batches):
            with torch.autocast(model.device.type, torch.bfloat16):
                hidden = model.model(input_ids=batch.ids, use_cache=False).last_hidden_state[:, :-1]
                found = model.lm_head(hidden[batch.taught]).float()
            wanted = batch.ids[:, 1:][batch.taught]
            loss += float(functional.cross_entropy(found, wanted, reduction="sum"))
            wrong = torch.zeros_like(batch.taught)
            wrong[batch.taught] = found.argmax(-1) != wanted
            exact += int((~wrong.any(-1)).sum())
            tokens += len(wanted)
            documents += len(batch.ids)
        name = share.rows.removeprefix("rows-") + ("" if share.system else " short")
        scores[f"{name} exact"] = round(exact / max(1, documents), 4)
        scores[f"{name} loss"] = round(loss / max(1, tokens), 4)
    model.train()
    return scores


class Progress:
    """Where a run stands, on disk as well."""

    def __init__(self, out: Path, run: BaseRun) -> None:
        self.out, self.run = out, run
        self.seconds = 0.0
        self.steps = 0
        self.tokens = 0
        self._kept_at = 0.0
        self._losses: list[float] = []

    @property
    def part_done(self) -> float:
        return min(1.0, self.seconds / (60 * self.run.minutes))

    def phase(self) -> Phase | None:
        """None where the minutes are over."""
        done = self.part_done
        return None if done >= 1 else next(phase for phase in self.run.phases if done < phase.until)

    def advance(self, batch: Batch, loss: float, seconds: float) -> None:
        self.steps += 1
        self.tokens += batch.ids.numel()
        self.seconds += seconds
        self._losses.append(loss)

    def due(self) -> bool:
        return self.seconds - self._kept_at >= 60 * self.run.checkpoint_minutes

    def keep(
        self,
        model: Qwen3ForCausalLM,
        optimizers: Sequence[torch.optim.Optimizer],
        scores: dict[str, float],
    ) -> None:
        recent = sum(self._losses) / max(1, len(self._losses))
        self._losses = []
        entry = {
            "minutes": round(self.seconds / 60, 2),
            "steps": self.steps,
            "tokens": self.tokens,
            "loss": round(recent, 4),
            **scores,
        }
        log.info(" ".join(f"{name}={value}" for name, value in entry.items()))
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
        self._kept_at = self.seconds
        partial = self.out / "checkpoint.partial"
        torch.save(
            {
                "model": model.state_dict(),
                "optimizers": [optimizer.state_dict() for optimizer in optimizers],
                "state": {"seconds": self.seconds, "steps": self.steps, "tokens": self.tokens},
            },
            partial,
        )
        partial.replace(self.out / "checkpoint.pt")

    def restore(self, model: Qwen3ForCausalLM, optimizers: Sequence[torch.optim.Optimizer]) -> None:
        path = self.out / "checkpoint.pt"
        if not path.exists():
            return
        stored = torch.load(path, map_location="cpu", weights_only=True)
        model.load_state_dict(stored["model"])
        for optimizer, kept in zip(optimizers, stored["optimizers"], strict=True):
            optimizer.load_state_dict(kept)
        for key, value in stored["state"].items():
            setattr(self, key, value)
        self._kept_at = self.seconds
        log.info("going on after %d steps, %.1f minutes", self.steps, self.seconds / 60)


if __name__ == "__main__":
    main()
