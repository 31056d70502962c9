"""Trains an adapter by what its SQL gives: `python -m training.recipes.generator_grpo training/configs/tiny-grpo.yaml`.

GRPO (TRL) from an adapter that was trained on answers. The reward is 1 where the answer, read as serving reads it and
run, gives the reference's rows, else 0. Reward on the training databases rises while accuracy elsewhere falls, sooner
or later: every `validation_steps` steps the rows of databases that are not trained on are answered; the best adapter
is kept, and the run ends when `patience` of these looks in a row were no better.
"""

import json
import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from eval.datasets.choosing import data_folder
from services.contracts.errors import InvalidRequest
from training.adapters.answers import greedy_answers
from training.adapters.checkpoints import MarksComplete, last_complete
from training.adapters.finishing import finish
from training.adapters.judge import Judge
from training.adapters.kept_run import begin
from training.adapters.models import Loaded, loaded
from training.adapters.rows import TaughtRow, refuse_too_long, taught_rows
from training.adapters.run import AdapterRun
from training.chat import ChatTokens
from training.command_line import recipe_line, show_progress
from training.recipes.generator_lora import some

log = logging.getLogger("training")
_BEST, _LOOKS = "best", "held_out.jsonl"


def main() -> None:
    parser = recipe_line(__doc__)
    arguments = parser.parse_args()
    show_progress()
    data = data_folder()
    try:
        run = AdapterRun.from_file(arguments.config)
        with Judge(data / "databases") as judge:
            print(json.dumps(train(run, arguments.rows, arguments.out / run.name, judge)))
    except InvalidRequest as refusal:
        parser.exit(2, f"{refusal.message}\n")


def train(run: AdapterRun, rows_folder: Path, out: Path, judge: Judge) -> dict[str, Any]:
    """Writes the adapter that was best on the held-out databases, be it the one it started from.

    Goes on from the last whole checkpoint in `out`. Raises InvalidRequest as `generator_lora.train` does, and where
    databases of the rows are also those of the validation.
    """
    if run.threads:
        torch.set_num_threads(run.threads)
    base = loaded(run)
    tokens = ChatTokens(base.tokenizer, run.template)
    length = run.length - run.sampling.answer_tokens
    taught = taught_rows(rows_folder, run.rows, tokens, length=length)
    refuse_too_long(taught, length=length, limit=run.too_long)
    rows = [each for each in taught.rows if judge.knows(each.row)]
    held_out = some(taught_rows(rows_folder, run.validation, tokens, length=length), run.validation_rows)
    refuse_known_databases(rows, held_out)
    begin(run, rows_folder, out)
    looks = LooksElsewhere(
        base, run, tokens, [each for each in held_out if judge.knows(each.row)], judge, out
    )
    trainer = trainer_of(run, base, rows, rewarded(rows, judge), looks, out)
    checkpoint = last_complete(out)
    looks.restore(trainer.model, 0 if checkpoint is None else int(checkpoint.name.rpartition("-")[2]))
    if not looks.finished:
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    figures = {
        "rows": len(rows),
        "too_long": taught.too_long,
        "steps": looks.steps,
        "held_out_rows": len(looks.rows),
        "held_out_before": looks.found[0]["value_accuracy"],
        "held_out_best": looks.best["value_accuracy"],
        "best_step": looks.best["step"],
        "loaded_by": base.by,
    }
    shutil.copytree(out / _BEST, out, dirs_exist_ok=True)
    return finish(run, rows_folder, out, figures)


def refuse_known_databases(rows: Sequence[TaughtRow], held_out: Sequence[TaughtRow]) -> None:
    if not held_out:
        raise InvalidRequest("GRPO needs rows of other databases to know when to stop", field="validation")
    both = {each.row.database_id for each in rows} & {each.row.database_id for each in held_out}
    if both:
        raise InvalidRequest(
            f"trained on and held out at once: {', '.join(sorted(both)[:5])}", field="validation"
        )


Reward = Callable[..., list[float | None]]


def rewarded(rows: Sequence[TaughtRow], judge: Judge) -> Reward:
    """The reward as TRL calls it, with the answers and the column `place` of the rows."""

    def value_accuracy(completions: list[Any], place: list[int], **_: Any) -> list[float | None]:
        said = [each if isinstance(each, str) else each[-1]["content"] for each in completions]
        return [float(judge.right(rows[at].row, answer)) for at, answer in zip(place, said, strict=True)]

    return value_accuracy


def trainer_of(
    run: AdapterRun,
    base: Loaded,
    rows: Sequence[TaughtRow],
    reward: Reward,
    looks: "LooksElsewhere",
    out: Path,
) -> Any:
    from datasets import Dataset  # type: ignore[import-untyped]
    from trl import GRPOConfig, GRPOTrainer  # type: ignore[attr-defined]

    sampling = run.sampling
    arguments = GRPOConfig(
        output_dir=str(out),
        max_steps=run.steps,
        per_device_train_batch_size=sampling.prompts * sampling.group,
        gradient_accumulation_steps=1,
        num_generations=sampling.group,
        max_completion_length=sampling.answer_tokens,
        temperature=sampling.temperature,
        beta=sampling.beta,
        chat_template_kwargs=dict(run.template) or None,
        learning_rate=run.learning_rate,
        lr_scheduler_type=run.schedule,
        warmup_steps=run.warm_up,
        weight_decay=run.weight_decay,
        max_grad_norm=run.clip,
        optim=run.optimizer,
        bf16=run.precision == "bfloat16",
        seed=run.seed,
        data_seed=run.seed,
        save_steps=run.checkpoint_steps,
        save_total_limit=2,
        logging_steps=10,
        report_to=[],
        use_cpu=not torch.cuda.is_available(),
        disable_tqdm=True,
        gradient_checkpointing=False,
    )
    prompts = [[message.model_dump() for message in each.row.messages[:-1]] for each in rows]
    return GRPOTrainer(
        model=base.model,
        reward_funcs=reward,
        args=arguments,
        train_dataset=Dataset.from_dict({"prompt": prompts, "place": list(range(len(rows)))}),
        processing_class=base.tokenizer,
        callbacks=[looks, MarksComplete()],
    )


class LooksElsewhere(TrainerCallback):
    """Answers the held-out rows now and then, keeps the best adapter and ends the run when it gets no better."""

    def __init__(
        self,
        base: Loaded,
        run: AdapterRun,
        tokens: ChatTokens,
        rows: Sequence[TaughtRow],
        judge: Judge,
        out: Path,
    ) -> None:
        self.rows = rows
        self.found: list[dict[str, Any]] = []
        self._base, self._run, self._tokens, self._judge, self._out = base, run, tokens, judge, out

    @property
    def best(self) -> dict[str, Any]:
        """The earliest of the best."""
        return max(self.found, key=lambda look: (look["value_accuracy"], -look["step"]))

    @property
    def steps(self) -> int:
        return int(self.found[-1]["step"])

    @property
    def finished(self) -> bool:
        return len(self.found) - 1 - self.found.index(self.best) >= self._run.patience

    def restore(self, model: Any, step: int) -> None:
        """The looks up to that step; the first one where there is none."""
        path = self._out / _LOOKS
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.found = [look for line in lines if (look := json.loads(line))["step"] <= step]
        if not self.found:
            self._look(model, 0)

    def on_step_end(
        self,
        args: TrainingArguments,  # noqa: ARG002 - as TrainerCallback has it
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        if state.global_step % self._run.validation_steps == 0 or state.global_step == self._run.steps:
            self._look(kwargs["model"], state.global_step)
            control.should_training_stop |= self.finished

    def _look(self, model: Any, step: int) -> None:
        answers = greedy_answers(
            model,
            self._base.tokenizer,
            self._tokens,
            [each.row.messages[:-1] for each in self.rows],
            most=self._run.sampling.answer_tokens,
        )
        right = [self._judge.right(each.row, answer) for each, answer in zip(self.rows, answers, strict=True)]
        self.found.append({"step": step, "value_accuracy": round(sum(right) / max(1, len(right)), 4)})
        log.info(
            "step %d: %.3f right on %d held-out rows", step, self.found[-1]["value_accuracy"], len(right)
        )
        self._out.mkdir(parents=True, exist_ok=True)
        (self._out / _LOOKS).write_text(
            "".join(json.dumps(look) + "\n" for look in self.found), encoding="utf-8"
        )
        if self.best is self.found[-1]:
            model.save_pretrained(self._out / _BEST, selected_adapters=["default"])


if __name__ == "__main__":
    main()
