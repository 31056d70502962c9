"""Trains an adapter that writes SQL: `python -m training.recipes.generator_lora training/configs/tiny-plan.yaml`.

Reads rows that `turnwise data build` made; one config file per run, whatever the model. Unsloth on a GPU, PEFT and TRL
otherwise. Loss is taken on the answer only. Run again it goes on where it was cut. Afterwards
`python -m training.adapters.served_check` says whether a server really serves what was trained.
"""

import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch

from services.contracts.errors import InvalidRequest
from training.adapters.checkpoints import MarksComplete, last_complete
from training.adapters.finishing import finish
from training.adapters.kept_run import begin
from training.adapters.models import loaded
from training.adapters.rows import TaughtRow, TaughtRows, order_of, refuse_too_long, taught_rows
from training.adapters.run import AdapterRun
from training.chat import ChatTokens
from training.command_line import recipe_line, show_progress

log = logging.getLogger("training")


def main() -> None:
    parser = recipe_line(__doc__)
    arguments = parser.parse_args()
    show_progress()
    try:
        run = AdapterRun.from_file(arguments.config)
        print(json.dumps(train(run, arguments.rows, arguments.out / run.name)))
    except InvalidRequest as refusal:
        parser.exit(2, f"{refusal.message}\n")


def train(run: AdapterRun, rows_folder: Path, out: Path) -> dict[str, Any]:
    """Trains as `run` says, writes the adapter to `out` and returns what is to be known of it.

    Goes on from the last whole checkpoint in `out`. Raises InvalidRequest for rows, a base or an earlier run in `out`
    that do not go with this run.
    """
    if run.threads:
        torch.set_num_threads(run.threads)
    base = loaded(run)
    tokens = ChatTokens(base.tokenizer, run.template)
    taught = taught_rows(rows_folder, run.rows, tokens, length=run.length)
    refuse_too_long(taught, length=run.length, limit=run.too_long)
    held_out = some(taught_rows(rows_folder, run.validation, tokens, length=run.length), run.validation_rows)
    begin(run, rows_folder, out)
    trainer = trainer_of(run, base.model, base.tokenizer, taught.rows, held_out, out)
    checkpoint = last_complete(out)
    if checkpoint is not None:
        log.info("going on from %s", checkpoint.name)
    result = trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    figures = {
        "rows": len(taught.rows),
        "too_long": taught.too_long,
        "steps": trainer.state.global_step,
        "loss": round(result.training_loss, 4),
        "loaded_by": base.by,
    }
    if held_out:
        figures["validation_loss"] = round(trainer.evaluate()["eval_loss"], 4)
    trainer.model.save_pretrained(out)
    return finish(run, rows_folder, out, figures)


def some(found: TaughtRows, most: int) -> tuple[TaughtRow, ...]:
    """At most so many, evenly from all of them."""
    return found.rows[:: max(1, -(-len(found.rows) // most))] if most else found.rows


def trainer_of(
    run: AdapterRun,
    model: Any,
    tokenizer: Any,
    taught: Iterable[TaughtRow],
    held_out: Iterable[TaughtRow],
    out: Path,
) -> Any:
    from trl import SFTConfig, SFTTrainer  # type: ignore[attr-defined]

    validation = dataset_of(held_out)
    arguments = SFTConfig(
        output_dir=str(out),
        max_steps=run.steps,
        per_device_train_batch_size=run.batch,
        per_device_eval_batch_size=run.batch,
        gradient_accumulation_steps=run.accumulation,
        learning_rate=run.learning_rate,
        lr_scheduler_type=run.schedule,
        warmup_steps=run.warm_up,
        weight_decay=run.weight_decay,
        max_grad_norm=run.clip,
        optim=run.optimizer,
        bf16=run.precision == "bfloat16",
        seed=run.seed,
        data_seed=run.seed,
        max_length=None,
        train_sampling_strategy="sequential",
        save_steps=run.checkpoint_steps,
        save_total_limit=2,
        eval_strategy="steps" if len(validation) else "no",
        eval_steps=run.validation_steps,
        logging_steps=max(1, run.steps // 50),
        report_to=[],
        use_cpu=not torch.cuda.is_available(),
        disable_tqdm=True,
        dataset_kwargs={"skip_prepare_dataset": True},
        gradient_checkpointing=torch.cuda.is_available(),
    )
    return SFTTrainer(
        model=model,
        args=arguments,
        train_dataset=in_order(dataset_of(taught), run),
        eval_dataset=validation if len(validation) else None,
        processing_class=tokenizer,
        callbacks=[MarksComplete()],
    )


def in_order(rows: Any, run: AdapterRun) -> Any:
    """As many rows as the run takes, in their order."""
    lengths = [len(ids) for ids in rows["input_ids"]]
    count = run.steps * run.batch * run.accumulation
    return rows.select(order_of(lengths, batch=run.batch, count=count, seed=run.seed))


def dataset_of(rows: Iterable[TaughtRow]) -> Any:
    """Tokens with the labels that say which of them count: those of the answer."""
    from datasets import Dataset  # type: ignore[import-untyped]

    found = [row.conversation for row in rows]
    return Dataset.from_dict(
        {"input_ids": [each.ids for each in found], "labels": [each.labels for each in found]}
    )


if __name__ == "__main__":
    main()
