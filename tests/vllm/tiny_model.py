"""A Qwen3 model that vLLM serves, made from a seed in a second, and LoRA adapters that make it write what is wanted.

Its attention weighs nothing: each token follows from the one before alone. That is enough for a server to be tested
with, and makes what it writes certain. The base babbles. An adapter writes one of its answers, whatever it is asked:
each is a chain of a few long tokens, of which no two are alike.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

Matrix = NDArray[np.float32]
BYTES_AND_MERGES = 600  # tokens that are learned
_MAX_PIECES = 12
START, END = "<|assistant|>", "<|end|>"
ROLES = ("<|system|>", "<|user|>", START, END)
TEMPLATE = (
    "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
HIDDEN, INNER, HEADS, KEY_HEADS, HEAD = 128, 256, 4, 2, 32
_SURE = 1.5  # length of a row of the output matrix: at temperature 1 a chain is kept to with more than 99%
_EPSILON = 1e-6


@dataclass(frozen=True)
class Answer:
    """What an adapter writes, and how often among its several answers."""

    text: str
    share: float = 1.0

    @property
    def pieces(self) -> tuple[str, ...]:
        """The text in the pieces that become one token each."""
        size = max(6, math.ceil(len(self.text) / _MAX_PIECES))
        return tuple(self.text[start : start + size] for start in range(0, len(self.text), size))


@dataclass(frozen=True)
class TinyModel:
    """The folders of a base and of its adapters by name."""

    base: Path
    adapters: Mapping[str, Path]


def make(
    folder: Path, adapters: Mapping[str, Sequence[Answer]], texts: Sequence[str], *, context: int
) -> TinyModel:
    """`texts`: what the tokenizer is learned from; `context`: the longest prompt and answer together, in tokens."""
    base = folder / "base"
    base.mkdir()
    pieces = dict.fromkeys(
        piece for answers in adapters.values() for answer in answers for piece in answer.pieces
    )
    tokenizer = _tokenizer(texts, tuple(pieces))
    weights = _weights(tokenizer.get_vocab_size())
    tokenizer.save(str(base / "tokenizer.json"))
    _write(base / "tokenizer_config.json", _tokenizer_config())
    _write(base / "config.json", _config(tokenizer.get_vocab_size(), context))
    save_file(weights, base / "model.safetensors", metadata={"format": "pt"})
    folders = {name: folder / name for name in adapters}
    for name, answers in adapters.items():
        folders[name].mkdir()
        rank = _save_adapter(folders[name], _transitions(answers, tokenizer.get_vocab()), weights)
        _write(folders[name] / "adapter_config.json", _adapter_config(base, rank))
    return TinyModel(base, folders)


def _tokenizer(texts: Sequence[str], pieces: Sequence[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=BYTES_AND_MERGES,
        initial_alphabet=alphabet,
        special_tokens=list(ROLES),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_tokens([AddedToken(piece, normalized=False) for piece in pieces])
    return tokenizer


def _weights(vocabulary: int) -> dict[str, Matrix]:
    """One layer, as transformers names its parts; o_proj is zero, so attention adds nothing."""
    random = np.random.default_rng(0)

    def drawn(rows: int, columns: int, length: float = 1.0) -> Matrix:
        return np.asarray(random.standard_normal((rows, columns)) * length / np.sqrt(columns), np.float32)

    layer = "model.layers.0."
    ones = np.ones(HIDDEN, np.float32)
    return {
        "model.embed_tokens.weight": drawn(vocabulary, HIDDEN),
        "model.norm.weight": ones,
        "lm_head.weight": drawn(vocabulary, HIDDEN, _SURE),
        layer + "input_layernorm.weight": ones,
        layer + "post_attention_layernorm.weight": ones,
        layer + "self_attn.q_norm.weight": np.ones(HEAD, np.float32),
        layer + "self_attn.k_norm.weight": np.ones(HEAD, np.float32),
        layer + "self_attn.q_proj.weight": drawn(HEADS * HEAD, HIDDEN),
        layer + "self_attn.k_proj.weight": drawn(KEY_HEADS * HEAD, HIDDEN),
        layer + "self_attn.v_proj.weight": drawn(KEY_HEADS * HEAD, HIDDEN),
        layer + "self_attn.o_proj.weight": np.zeros((HIDDEN, HEADS * HEAD), np.float32),
        layer + "mlp.gate_proj.weight": drawn(INNER, HIDDEN),
        layer + "mlp.up_proj.weight": drawn(INNER, HIDDEN),
        layer + "mlp.down_proj.weight": drawn(HIDDEN, INNER),
    }


def _transitions(answers: Sequence[Answer], vocabulary: Mapping[str, int]) -> dict[int, dict[int, float]]:
    """What follows each token, and how often. Raises ValueError where answers would run into each other."""
    following: dict[int, dict[int, float]] = {}
    before: dict[str, str] = {}
    for answer in answers:
        for number, piece in enumerate(answer.pieces):
            read = "".join(answer.pieces[:number])
            if before.setdefault(piece, read) != read:
                raise ValueError(f"'{piece}' stands in two places: behind '{before[piece]}' and '{read}'")
        chain = [vocabulary[text] for text in (START, *answer.pieces, END)]
        for token, after in pairwise(chain):
            shares = following.setdefault(token, {})
            shares[after] = shares.get(after, 0.0) + answer.share
    return following


def _save_adapter(
    folder: Path, following: Mapping[int, Mapping[int, float]], weights: Mapping[str, Matrix]
) -> int:
    """Of the layer's last matrix alone, exact on the tokens of `following`; the rank is their number.

    A finds which of them was read last, B moves the hidden state from where the base leaves it to the wanted one.
    """
    layer = "model.layers.0.mlp."
    embedded = weights["model.embed_tokens.weight"][list(following)]
    read = embedded / np.sqrt((embedded**2).mean(axis=1, keepdims=True) + _EPSILON)
    gate = read @ weights[layer + "gate_proj.weight"].T
    inner = gate / (1 + np.exp(-gate)) * (read @ weights[layer + "up_proj.weight"].T)
    base = embedded + inner @ weights[layer + "down_proj.weight"].T
    wanted = np.stack([_state(weights["lm_head.weight"], each) for each in following.values()])
    name = f"base_model.model.{layer}down_proj."
    save_file(
        {
            name + "lora_A.weight": np.ascontiguousarray(np.linalg.pinv(inner).T, np.float32),
            name + "lora_B.weight": np.ascontiguousarray((wanted - base).T, np.float32),
        },
        folder / "adapter_model.safetensors",
        metadata={"format": "pt"},
    )
    return len(following)


def _state(rows: Matrix, shares: Mapping[int, float]) -> Matrix:
    """The hidden state that the output matrix reads as those tokens, in that proportion.

    Of all states it is the shortest whose logits are log(share) + c; c is what makes its length the one after the last
    norm, √HIDDEN, the root of a quadratic equation.
    """
    inverse = np.linalg.pinv(rows[list(shares)])
    ones, logs = inverse.sum(axis=1), inverse @ np.log(list(shares.values()))
    c = np.roots([ones @ ones, 2 * ones @ logs, logs @ logs - HIDDEN]).max()
    return np.asarray(c * ones + logs, np.float32)


def _config(vocabulary: int, context: int) -> dict[str, Any]:
    return {
        "architectures": ["Qwen3ForCausalLM"],
        "model_type": "qwen3",
        "vocab_size": vocabulary,
        "hidden_size": HIDDEN,
        "intermediate_size": INNER,
        "num_hidden_layers": 1,
        "num_attention_heads": HEADS,
        "num_key_value_heads": KEY_HEADS,
        "head_dim": HEAD,
        "hidden_act": "silu",
        "max_position_embeddings": context,
        "rms_norm_eps": _EPSILON,
        "rope_theta": 10000.0,
        "tie_word_embeddings": False,
        "attention_bias": False,
        "eos_token_id": ROLES.index(END),
        "torch_dtype": "float32",
    }


def _tokenizer_config() -> dict[str, Any]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": END,
        "pad_token": END,
        "chat_template": TEMPLATE,
        "clean_up_tokenization_spaces": False,
    }


def _adapter_config(base: Path, rank: int) -> dict[str, Any]:
    """As PEFT writes it; its scale, alpha ÷ rank, is 1."""
    return {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": str(base),
        "r": rank,
        "lora_alpha": rank,
        "lora_dropout": 0.0,
        "bias": "none",
        "target_modules": ["down_proj"],
    }


def _write(file: Path, content: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(content, indent=2))
