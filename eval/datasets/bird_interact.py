"""BIRD-Interact: tasks whose question is ambiguous and may be cleared up with the user, and a follow-up after it.

Two forms: the task files (one JSON object per line, as the mini set for SQLite has it; the reference SQL is withheld
upstream and may be empty), and recorded runs of both interaction modes: conversational (c-interact) and agentic
(a-interact). Huo et al., BIRD-Interact, 2025; https://bird-interact.github.io.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, Field

from eval.datasets.records import Record, read_object, read_records
from eval.datasets.reference import DataSet, Exchange, ReferenceTurn
from services.contracts.errors import InvalidRequest
from services.contracts.frozen import Frozen
from services.contracts.models import DatabaseId

_QUERY = re.compile(r"User Query:\n(.*?)(?:\n\nYou have |\Z)", re.DOTALL)
_FOLLOW_UP = re.compile(r"Follow-up question: (.*?)(?:\n(?:Reward|Budget)|\Z)", re.DOTALL)
_PASSED = re.compile(r"Phase ([12]) correct!")


class RecordedTask(Frozen):
    """One recorded run. `accepted` holds, for phase 1 and 2, the SQL that passed its test, or nothing."""

    task_id: str
    mode: str
    database_id: DatabaseId
    question: str
    follow_up: str
    exchanges: tuple[Exchange, ...]
    accepted: tuple[str, str]


class _Call(Frozen):
    model_config = ConfigDict(extra="ignore")

    tool: str
    args: dict[str, Any] = Field(default_factory=dict)
    result: str = ""


class _Event(Frozen):
    model_config = ConfigDict(extra="ignore")

    type: str
    message: str = ""


class _Sample(Frozen):
    model_config = ConfigDict(extra="ignore")

    task_id: str
    database: DatabaseId
    tool_trajectory: tuple[_Call, ...]
    adk_events: tuple[_Event, ...]


class _FollowUp(Frozen):
    model_config = ConfigDict(extra="ignore")

    query: str
    sol_sql: str | tuple[str, ...] = ()


class _Task(Frozen):
    """`amb_user_query` is what the system is asked; `query` says it in full, where it is published."""

    model_config = ConfigDict(extra="ignore")

    instance_id: str
    selected_database: DatabaseId
    amb_user_query: str
    query: str = ""
    sol_sql: str | tuple[str, ...] = ()
    category: str = ""
    follow_up: _FollowUp | None = Field(default=None)


def read_tasks(path: Path, name: str) -> DataSet:
    """The task file: the question as turn 1, the follow-up as turn 2. Raises InvalidRequest with the line."""
    source = read_records(path)
    remarks: Counter[str] = Counter()
    rows: list[ReferenceTurn] = []
    for record in source.records:
        task = record.read_as(_Task)
        asked = [(task.amb_user_query, task.sol_sql, task.query)]
        asked += [(task.follow_up.query, task.follow_up.sol_sql, "")] if task.follow_up else []
        for number, (question, solution, meaning) in enumerate(asked, start=1):
            gold = _one_statement(solution, record)
            remarks["references withheld upstream"] += not gold
            row = _row(name, task.instance_id, task.selected_database, number, question, gold)
            rows.append(row.model_copy(update={"meaning": meaning}))
    return DataSet(name, tuple(rows), {source.name: source.sha256}, +remarks)


def read_recorded(path: Path) -> tuple[tuple[RecordedTask, ...], str]:
    """The runs of one sample file, and its sha256. Raises InvalidRequest with the sample's place in the file."""
    content, sha256 = read_object(path)
    mode, samples = content.get("mode"), content.get("samples")
    if mode not in ("a-interact", "c-interact") or not isinstance(samples, list):
        raise InvalidRequest(f"{path.name}: no recorded runs: 'mode' and 'samples' are expected")
    read = (_recorded(Record(number, 1, value, path.name), mode) for number, value in enumerate(samples))
    return tuple(read), sha256


def read_recorded_rows(path: Path, name: str) -> DataSet:
    """Recorded runs as rows; the reference is the SQL that the run's tests accepted, in PostgreSQL's dialect."""
    tasks, sha256 = read_recorded(path)
    remarks: Counter[str] = Counter()
    rows: list[ReferenceTurn] = []
    for task in tasks:
        asked = [question for question in (task.question, task.follow_up) if question]
        for number, question in enumerate(asked, start=1):
            gold = task.accepted[number - 1]
            remarks["references withheld upstream, and no accepted SQL"] += not gold
            rows.append(_row(name, task.task_id, task.database_id, number, question, gold))
    exchanges = {task.task_id: task.exchanges for task in tasks}
    return DataSet(name, tuple(rows), {path.name: sha256}, +remarks, exchanges=exchanges)


def _recorded(record: Record, mode: str) -> RecordedTask:
    sample = record.read_as(_Sample)
    opening = next((event.message for event in sample.adk_events if event.type == "user_message"), "")
    query = _QUERY.search(opening)
    if query is None:
        raise InvalidRequest(f"{record.file}, sample {record.number}: no 'User Query:' in its first message")
    calls = sample.tool_trajectory
    follow_ups = (found[1] for call in calls if (found := _FOLLOW_UP.search(call.result)))
    return RecordedTask(
        task_id=sample.task_id,
        mode=mode,
        database_id=sample.database,
        question=query[1].strip(),
        follow_up=next(follow_ups, "").strip(),
        exchanges=tuple(
            Exchange(question=str(call.args.get("question", "")), reply=call.result)
            for call in calls
            if call.tool == "ask_user"
        ),
        accepted=_accepted(calls),
    )


def _accepted(calls: tuple[_Call, ...]) -> tuple[str, str]:
    found = dict(_passed(calls))
    return found.get("1", ""), found.get("2", "")


def _passed(calls: tuple[_Call, ...]) -> Iterator[tuple[str, str]]:
    for call in calls:
        verdict = _PASSED.search(call.result) if call.tool == "submit_sql" else None
        if verdict:
            yield verdict[1], str(call.args.get("sql", "")).strip()


def _one_statement(solution: str | tuple[str, ...], record: Record) -> str:
    statements = [solution] if isinstance(solution, str) else list(solution)
    if len(statements) > 1:
        raise InvalidRequest(f"{record.place}: sol_sql: {len(statements)} statements; a query is one")
    return statements[0].strip() if statements else ""


def _row(name: str, task: str, database_id: str, number: int, question: str, gold: str) -> ReferenceTurn:
    return ReferenceTurn(
        id=f"{name}/{task}/{number}",
        data_set=name,
        database_id=database_id,
        dialogue=task,
        turn=number,
        question=question,
        gold_sql=gold,
    )
