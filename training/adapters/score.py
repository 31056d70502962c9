"""Scores an adapter without a server: `python -m training.adapters.score BASE --adapter FOLDER --rows NAME`.

Greedy answers to rows of the validation databases, run and compared with the reference. A quick look for whoever
trains: the scores that count come from `turnwise eval run` through a server.
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
from training.command_line import command_line


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("base")
    parser.add_argument("--adapter", type=Path, help="its folder; without it the base answers")
    parser.add_argument("--rows", required=True, help="a file of rows, without .jsonl")
    parser.add_argument("--folder", type=Path, default=Path(".turnwise/generation"), help="of the rows")
    parser.add_argument("--count", type=int, default=200, help="rows, drawn at random")
    parser.add_argument("--tokens", type=int, default=160, help="of an answer at most")
    parser.add_argument("--length", type=int, default=1024, help="of a prompt and its answer, at most")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many answers")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    torch.set_num_threads(arguments.threads)
    try:
        print(json.dumps(score(arguments)))
    except InvalidRequest as refusal:
        parser.exit(2, f"{refusal.message}\n")


def score(arguments: argparse.Namespace) -> dict[str, float]:
    model, tokenizer = answering(arguments.base, arguments.adapter)
    tokens = ChatTokens(tokenizer)
    room = arguments.length - arguments.tokens
    data = data_folder()
    with Judge(data / "databases") as judge:
        rows = judge.drawn(read_rows(arguments.folder, arguments.rows), arguments.count)
        fitting = [row for row in rows if len(tokens.prompt_ids(row.messages[:-1])) <= room]
        prompts = [row.messages[:-1] for row in fitting]
        answers = greedy_answers(model, tokenizer, tokens, prompts, most=arguments.tokens)
        verdicts = [judge.right(row, answer) for row, answer in zip(fitting, answers, strict=True)]
    for row, answer, verdict in list(zip(fitting, answers, verdicts, strict=True))[: arguments.show]:
        print(f"{'right' if verdict else 'WRONG'}  {row.messages[-1].content}\n       {answer}")
    return {
        "rows": len(rows),
        "too_long": len(rows) - len(fitting),
        "value_accuracy": round(sum(verdicts) / max(1, len(rows)), 4),
    }


if __name__ == "__main__":
    main()
