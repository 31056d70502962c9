"""A byte-level BPE tokenizer in which a name is the same tokens wherever it stands.

A network that is to copy `stu_fname` from a prompt into SQL must not meet it as one token after a blank and as another
after a dot. So blanks never join a name: they stand alone, or belong to a keyword, an operator or one of the commonest
words of questions.
"""

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

END, START, PADDING = "<|im_end|>", "<|im_start|>", "<|endoftext|>"

# ChatML, as the Qwen family speaks it.
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

_KEYWORDS = (
    "SELECT DISTINCT FROM WHERE JOIN LEFT ON AS AND OR NOT IN IS NULL LIKE BETWEEN EXISTS HAVING LIMIT ASC DESC UNION "
    "ALL INTERSECT EXCEPT CASE WHEN THEN ELSE END"
)
_TYPES = "int text num real date bool blob pk private"
_COMMON = (
    "the of for each and is are what which with have has that in show list find by to a an how many all who do does "
    "give me please from their there you can at least more than only it its those these them was were or on not as did "
    "been any also average most different"
)
_PIECES = "|".join(
    (
        r" ?(?:GROUP BY|ORDER BY|" + "|".join(_KEYWORDS.split()) + r")(?![A-Za-z0-9_]) ?",
        r" (?:" + "|".join((*_TYPES.split(), *_COMMON.split())) + r")(?![A-Za-z0-9_])",
        r"T[0-9]+(?![A-Za-z0-9_])\.?",  # an alias
        r" ?->? ?| ?[<>=!]+ ?|, ?|: ?| ?'| ?\(",
        r"_?[A-Za-z]+",
        r"[0-9]{1,2}",
        r"\n+",
        r"[^A-Za-z0-9]",
    )
)


def trained_tokenizer(texts: Iterable[str], *, size: int) -> PreTrainedTokenizerFast:
    """Of at most `size` entries, with the chat template."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PIECES), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[PADDING, START, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, eos_token=END, pad_token=PADDING, chat_template=CHAT_TEMPLATE
    )
