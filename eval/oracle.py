"""Oracles: stages that take part of their answer from the reference of the current turn. Diagnostics, never systems.

- plan: the planner gives the gold plan.
- schema: the links' snapshot holds the gold plan's tables and columns alone, and the keys between those tables.
- values: the value links are the gold plan's literals.

Where the reference has no plan, the oracle planner answers 'unanswerable' with the reason, and the other two give
nothing to see: such a row is wrong for the named reason, not scored without its oracle.
"""

from collections.abc import Collection

from eval.protocols.answer_key import AnswerKey
from eval.rows import Oracle
from services.contracts.models import LinkRequest, Links, Mention, PlanRequest, Plans, Truncated, ValueLink
from services.contracts.plan import Intent, MatchKind, Plan, PlannedValue
from services.contracts.schema import ForeignKey, Schema, Table
from services.contracts.sql_plan import in_context
from services.contracts.stages import Planner, ValueIndex


class OraclePlanner:
    """Implements stages.Planner."""

    def __init__(self, key: AnswerKey) -> None:
        self._key = key

    async def plan(self, request: PlanRequest) -> Plans:
        gold = self._key.current.plan
        if gold is None:
            reason = f"the reference has no plan: {self._key.current.missing}"
            return Plans(plans=(Plan(intent=Intent.UNANSWERABLE, reason=reason),))
        return Plans(plans=(in_context(gold, request.history),))


class NoPlanner:
    """Implements stages.Planner without planning: a generator behind it sees question, history and links alone."""

    async def plan(self, request: PlanRequest) -> Plans:
        del request
        return Plans(plans=(Plan(),))


class OracleLinks:
    """Implements stages.ValueIndex: another value index, with its answers replaced by the reference's."""

    def __init__(self, inner: ValueIndex, key: AnswerKey, oracles: Collection[Oracle]) -> None:
        self._inner, self._key, self._oracles = inner, key, oracles

    async def schema(self, database_id: str) -> Schema:
        return await self._inner.schema(database_id)

    async def link(self, request: LinkRequest) -> Links:
        links = await self._inner.link(request)
        plan = self._key.current.plan or Plan()
        if Oracle.SCHEMA in self._oracles:
            links = restricted(links, plan)
        if Oracle.VALUES in self._oracles:
            values = tuple(_link(value, request.question) for value in plan.values if value.value is not None)
            kept = links.truncated.model_copy(update={"values": False})
            links = links.model_copy(
                update={"values": values, "possible": (), "unmatched": (), "truncated": kept}
            )
        return links


NO_PLANNER = f"{NoPlanner.__module__}:{NoPlanner.__name__}"  # as a stage is named


def with_oracles(
    value_index: ValueIndex, planner: Planner, key: AnswerKey, oracles: Collection[Oracle]
) -> tuple[ValueIndex, Planner]:
    of_links = {Oracle.SCHEMA, Oracle.VALUES} & set(oracles)
    return (
        OracleLinks(value_index, key, of_links) if of_links else value_index,
        OraclePlanner(key) if Oracle.PLAN in oracles else planner,
    )


def restricted(links: Links, plan: Plan) -> Links:
    """The links with nothing but the plan's tables, its columns, and the columns that keys need."""
    tables = {table.lower() for table in plan.tables}
    keys = tuple(
        key
        for key in links.snapshot.foreign_keys
        if key.table.lower() in tables and key.ref_table.lower() in tables
    )
    columns = {str(planned.column).lower() for planned in plan.columns}
    kept = columns | {name for key in keys for name in _key_columns(key)}
    snapshot = links.snapshot.model_copy(
        update={
            "tables": tuple(
                _with_columns(table, kept) for table in links.snapshot.tables if table.name.lower() in tables
            ),
            "foreign_keys": keys,
        }
    )
    return links.model_copy(
        update={
            # A copy would keep the cached hash of the whole schema.
            "snapshot": Schema.model_validate(snapshot.model_dump()),
            "values": tuple(link for link in links.values if str(link.column).lower() in kept),
            "possible": tuple(link for link in links.possible if str(link.column).lower() in kept),
            "tables": tuple(ranked for ranked in links.tables if ranked.table.lower() in tables),
            "columns": tuple(ranked for ranked in links.columns if str(ranked.column).lower() in kept),
            "truncated": Truncated(),
        }
    )


def _with_columns(table: Table, kept: Collection[str]) -> Table:
    """A table of which the plan counts rows alone keeps its key, or else its first column: none is no table."""
    columns = tuple(
        column
        for column in table.columns
        if column.primary_key or f"{table.name}.{column.name}".lower() in kept
    )
    return table.model_copy(update={"columns": columns or table.columns[:1]})


def _key_columns(key: ForeignKey) -> set[str]:
    own = {f"{key.table}.{column}".lower() for column in key.columns}
    return own | {f"{key.ref_table}.{column}".lower() for column in key.ref_columns}


def _link(value: PlannedValue, question: str) -> ValueLink:
    """The mention is where the literal stands in the question; one that does not stand there is mentioned nowhere."""
    text = str(value.value).strip("%")
    start = question.lower().find(text.lower()) if text else -1
    mention = Mention(text=text)
    if start >= 0:
        mention = Mention(text=question[start : start + len(text)], start=start, end=start + len(text))
    kind = MatchKind.EXACT if start >= 0 else MatchKind.ALIAS
    return ValueLink(mention=mention, column=value.column, value=value.value, kind=kind, score=1.0)
