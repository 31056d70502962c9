"""What the command line prints with --json: one object per turn or call, on one line."""

import json
from typing import Any

from services.contracts.errors import TurnwiseError
from services.contracts.frozen import Frozen
from services.contracts.models import Answer, Execution, Links


def line(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, allow_nan=False)


def answer_fields(answer: Answer) -> dict[str, Any]:
    """The object of `turnwise ask --json`. Blobs are base64, NaN and the infinities strings."""
    page = plain(answer.page) if answer.page is not None else {"columns": [], "rows": []}
    timing = {timing.stage.value: timing.ms for timing in answer.timing}
    return {
        "turn": answer.turn,
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer.text,
        "options": list(answer.options),
        "sql": answer.sql,
        "columns": [column["name"] for column in page["columns"]],
        "rows": page["rows"],
        "row_count": answer.row_count,
        "truncated": answer.truncated,
        "plan": plain(answer.plan) if answer.plan is not None else None,
        "attempts": [plain(attempt) for attempt in answer.attempts],
        "timing_ms": timing | {"total": round(sum(timing.values()), 3)},
        "session": answer.session_id,
        "error": "",
    }


def failed_fields(turn: int | None, question: str, session_id: str, error: TurnwiseError) -> dict[str, Any]:
    """The same object for a question that ended in a fault; `turn` is null where it was refused and is no turn."""
    return {
        "turn": turn,
        "question": question,
        "status": "failed",
        "answer": error.message,
        "options": [],
        "sql": "",
        "columns": [],
        "rows": [],
        "row_count": 0,
        "truncated": False,
        "plan": None,
        "attempts": [],
        "timing_ms": {},
        "session": session_id,
        "error": error.reason,
    }


def links_fields(links: Links) -> dict[str, Any]:
    """The object of `turnwise link --json`: all value links by score, `sure` those that the words rather mean."""
    both = [(link, True) for link in links.values] + [(link, False) for link in links.possible]
    ranked = sorted(both, key=lambda found: -found[0].score)
    return {
        "values": [
            {
                "mention": link.mention.text,
                "turn": link.mention.turn,
                "table": link.column.table,
                "column": link.column.column,
                "value": plain(link)["value"],
                "kind": link.kind.value,
                "score": link.score,
                "sure": sure,
                "part": link.part,
                "via": [plain(key) for key in link.via],
            }
            for link, sure in ranked
        ],
        "tables": [plain(ranked) for ranked in links.tables],
        "columns": [
            {"table": ranked.column.table, "column": ranked.column.column, "score": ranked.score}
            for ranked in links.columns
        ],
        "unmatched": [mention.text for mention in links.unmatched],
        "truncated": plain(links.truncated),
    }


def execution_fields(execution: Execution) -> dict[str, Any]:
    """The object of `turnwise sql --json`."""
    page = plain(execution.page) if execution.page is not None else {"columns": [], "rows": []}
    return {
        "status": execution.status.value,
        "sql": execution.sql,
        "columns": page["columns"],
        "rows": page["rows"],
        "row_count": execution.row_count,
        "truncated": execution.truncated,
        "diagnosis": plain(execution.diagnosis) if execution.diagnosis is not None else None,
        "attempts": [plain(attempt) for attempt in execution.attempts],
        "elapsed_ms": execution.elapsed_ms,
    }


def plain(model: Frozen) -> dict[str, Any]:
    """The model in JSON's own types."""
    fields: dict[str, Any] = json.loads(
        model.model_dump_json()
    )  # not model_dump, which leaves Infinity as it is
    return fields
