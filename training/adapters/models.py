"""A base with an adapter on it: by Unsloth where there is a GPU for it, by transformers and PEFT otherwise."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers

from services.contracts.errors import InvalidRequest
from training.adapters.run import AdapterRun

log = logging.getLogger("training")


@dataclass(frozen=True, slots=True)
class Loaded:
    """`model` is a PeftModel that is ready to be trained. `by`: what loaded it."""

    model: Any
    tokenizer: Any
    by: str


def loaded(run: AdapterRun) -> Loaded:
    """Call this before anything imports TRL: Unsloth replaces parts of it as it is imported.

    Raises InvalidRequest where the base or the adapter to start from is not there or not of the run's kind.
    """
    return _by_unsloth(run) or _by_peft(run)


def _by_unsloth(run: AdapterRun) -> Loaded | None:
    """None where Unsloth is not installed, or finds no GPU."""
    if not torch.cuda.is_available():
        return None
    try:
        from unsloth import FastLanguageModel  # type: ignore[import-not-found]
    except (ImportError, NotImplementedError) as error:  # the latter without a GPU that it knows
        log.info("without Unsloth: %s", error)
        return None
    model, tokenizer = FastLanguageModel.from_pretrained(
        run.start or run.base,
        max_seq_length=run.length,
        dtype=torch.bfloat16 if run.precision == "bfloat16" else torch.float32,
        load_in_4bit=False,
    )
    if not run.start:
        model = FastLanguageModel.get_peft_model(
            model,
            r=run.lora.rank,
            lora_alpha=run.lora.alpha,
            lora_dropout=run.lora.dropout,
            target_modules=list(run.lora.modules),
            use_gradient_checkpointing="unsloth",
            random_state=run.seed,
        )
    return Loaded(model, getattr(tokenizer, "tokenizer", tokenizer), "Unsloth")


def _by_peft(run: AdapterRun) -> Loaded:
    from peft import LoraConfig, PeftModel, get_peft_model

    on_gpu = torch.cuda.is_available()
    base = base_model(run.base, torch.bfloat16 if on_gpu and run.precision == "bfloat16" else torch.float32)
    torch.manual_seed(run.seed)  # the adapter's first weights are drawn
    if run.start:
        if not Path(run.start).is_dir():
            raise InvalidRequest(f"the adapter to start from is not there: {run.start}", field="start")
        model = PeftModel.from_pretrained(base, run.start, is_trainable=True)
    else:
        lora = LoraConfig(
            r=run.lora.rank,
            lora_alpha=run.lora.alpha,
            lora_dropout=run.lora.dropout,
            target_modules=list(run.lora.modules),
            task_type="CAUSAL_LM",
        )
        model = get_peft_model(base, lora)
    tokenizer = transformers.AutoTokenizer.from_pretrained(run.base)
    return Loaded(model.to("cuda") if on_gpu else model, tokenizer, "PEFT")


def answering(base: str, adapter: Path | None) -> tuple[Any, Any]:
    """The base, with the adapter on it where there is one, and its tokenizer. Raises InvalidRequest as base_model."""
    model = base_model(base, torch.float32)
    if adapter is not None:
        from peft import PeftModel

        model = PeftModel.from_pretrained(model, adapter)
    return model, transformers.AutoTokenizer.from_pretrained(base)


def base_model(name: str, dtype: torch.dtype) -> Any:
    """As the class that the checkpoint names, which is the one that a server loads: the adapter's weights get their
    names from it. Raises InvalidRequest where it is none that this transformers knows."""
    try:
        config = transformers.AutoConfig.from_pretrained(name)
    except (OSError, ValueError) as error:
        raise InvalidRequest(f"no model '{name}': {error}", field="base") from error
    (named, *_) = config.architectures or [""]
    if not hasattr(transformers, named):
        raise InvalidRequest(
            f"'{name}' is a {named or 'model without a class'}, which transformers {transformers.__version__} has not",
            field="base",
        )
    return getattr(transformers, named).from_pretrained(name, dtype=dtype)
