"""What an adapter answers to training rows: `python -m training.adapters.own_outputs BASE --adapter DIR --rows NAME`.

Rows for the format `repair` are made of a model's own mistakes: `turnwise data build --format repair --outputs FILE`
runs these statements and keeps the wrong ones. JSON lines of `id`, `sql` and `format`; an answer without a SELECT gives
none.
"""

import argparse
import json
import logging
from pathlib import Path

import torch

from eval.datasets.choosing import data_folder
from services.contracts.errors import InvalidRequest
from training.adapters.answers import greedy_answers
from training.adapters.judge import Judge
from training.adapters.models import answering
from training.adapters.rows import read_rows
from training.chat import ChatTokens
from training.command_line import command_line, show_progress

log = logging.getLogger("training")
_AT_ONCE = 200


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("base")
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument("--rows", required=True, help="a file of rows, without .jsonl")
    parser.add_argument("--folder", type=Path, default=Path(".turnwise/generation"), help="of the rows")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=2000, help="rows, drawn at random")
    parser.add_argument("--tokens", type=int, default=96, help="of an answer at most")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    show_progress()
    torch.set_num_threads(arguments.threads)
    try:
        print(json.dumps(write(arguments)))
    except InvalidRequest as refusal:
        parser.exit(2, f"{refusal.message}\n")


def write(arguments: argparse.Namespace) -> dict[str, int]:
    model, tokenizer = answering(arguments.base, arguments.adapter)
    tokens = ChatTokens(tokenizer)
    data = data_folder()
    partial = arguments.out.with_name(arguments.out.name + ".partial")
    written = 0
    with Judge(data / "databases") as judge, partial.open("w", encoding="utf-8") as file:
        rows = judge.drawn(read_rows(arguments.folder, arguments.rows), arguments.count)
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            prompts = [row.messages[:-1] for row in some]
            answers = greedy_answers(model, tokenizer, tokens, prompts, most=arguments.tokens, batch=32)
            for row, answer in zip(some, answers, strict=True):
                sql = judge.statement(row, answer)
                if sql is not None:
                    written += 1
                    file.write(json.dumps({"id": row.id, "sql": sql, "format": row.format}) + "\n")
            log.info("%d of %d rows", start + len(some), len(rows))
    partial.replace(arguments.out)
    return {"rows": len(rows), "statements": written}


if __name__ == "__main__":
    main()
