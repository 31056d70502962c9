"""What a ranking of candidate plans goes by.

The network's own probability is one sign among others. A parser and a rule-based planner err in different places, so
where both say the same a plan is right far more often than where they do not; what most of the beam's probability
agrees on (its tables, say) is more likely than any single derivation; and what a follow-up changes, and what it leaves
as it was, tells plans apart that are each likely by themselves.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from services.contracts.models import PlanRequest
from services.contracts.plan import Change, ColumnRole, Plan, SkeletonFlag
from services.contracts.schema import ColumnRef
from services.contracts.sketch import Query
from services.contracts.sql_plan import plan_from_sketch
from services.planner.learned.name_words import parts, stem
from services.planner.learned.question_cues import CUES, cues_of
from services.planner.learned.related_keys import unrelated_pairs
from services.planner.vocabulary import FUNCTION_WORDS
from services.planner.words import words_of

Rows = npt.NDArray[np.float32]
_LEAST = -20.0  # the log probability of what the action grammar cannot say
_SURE = 0.8  # from this score on a linked value is expected to be used


@dataclass(frozen=True)
class Rated:
    """A candidate, and its sketch in canonical form (`actions.canonical`). `log_probability` is None where the network
    cannot say it; `opinion` is the lexical planner's probability, 0 where it has no such plan, and `first_opinion`
    marks that planner's best."""

    plan: Plan
    sketch: Query
    log_probability: float | None
    opinion: float = 0.0
    first_opinion: bool = False


class Feature(IntEnum):
    LOG_PROBABILITY = 0
    UNSAID = 1  # the network cannot say it
    BEHIND = 2  # log probability below that of the likeliest
    FIRST = 3  # the likeliest
    FIRST_OPINION = 4
    OPINION = 5
    AGREED = 6  # first of both
    NO_OPINION = 7  # the lexical planner has no plan at all
    UNUSED_MENTIONS = 8
    AS_BEFORE = 9  # the plan of the turn before
    FOLLOW_UP = 10
    TABLES = 11
    ITEMS = 12
    VALUES = 13
    CANDIDATES = 14
    LINKED = 15  # mentions in this question
    SCHEMA_TABLES = 16
    UNSAID_VALUES = 17  # values that neither this question nor the plan before gives
    NAMED = 18  # share of the question's telling words that names or values of the plan hold
    UNNAMED_COLUMNS = 19  # shown, ordered or grouped by, and no word of this question speaks of them
    NEW_TABLES = 20  # against the plan before, as all that follow
    LOST_TABLES = 21
    NEW_VALUES = 22
    LOST_VALUES = 23
    NEW_ITEMS = 24
    LOST_ITEMS = 25
    WORDS = 26  # of the question
    STAR = 27
    COUNT = 28
    COUNT_DISTINCT = 29
    SUM = 30
    AVG = 31
    MIN = 32
    MAX = 33
    DESCENDING = 34
    ASCENDING = 35
    LIMIT_ONE = 36
    BARE_BESIDE_GROUPS = 37  # shown as it is, and not grouped by
    MORE = 38  # compares with more than something
    LESS = 39
    NEGATED = 40
    LIKE = 41
    SHOWN_NAMED = 42  # share of the shown columns that a telling word speaks of
    SHOWN_WORDS = 43  # share of the telling words that shown columns hold
    SHOWN_SCORE = 44  # mean score of the shown columns among the linked ones
    USED_SCORE = 45  # the same of all columns that are used
    BEST_UNUSED = 46  # the highest score of a linked column that is not used
    VALUE_SCORE = 47  # mean score of the links that say just that column and value
    NO_LINK = 48  # texts for which there is no such link
    BARE_TABLES = 49  # nothing but joins uses a column of them
    UNNAMED_BARE = 50  # and no telling word speaks of them
    UNRELATED = 51  # sub-queries that are compared with columns of another kind
    SHOWN_KEYS = 52  # foreign keys, shown as they are
    ONLY_GROUPS = 53  # grouped, with nothing aggregated


_AGGREGATES = {
    Feature.COUNT: "count",
    Feature.SUM: "sum",
    Feature.AVG: "avg",
    Feature.MIN: "min",
    Feature.MAX: "max",
}
_ASPECTS = 6
# Then of each aspect: does it agree with the lexical planner's best; how much of the beam's probability agrees with
# it; is it that of the plan before. Then the skeleton's flags, the changes, and the cues of the question.
_AGREES = len(Feature)
_SHARE = _AGREES + _ASPECTS
_KEEPS = _SHARE + _ASPECTS
_FLAGS = _KEEPS + _ASPECTS
_CHANGES = _FLAGS + len(SkeletonFlag)
_CUES = _CHANGES + len(Change)
FEATURES = _CUES + len(CUES)


def features_of(candidates: Sequence[Rated], request: PlanRequest, previous: Query | None) -> Rows:
    """Candidates × FEATURES. `previous` is the sketch of the turn before, in canonical form as well."""
    logs = np.array([_log(candidate) for candidate in candidates])
    aspects = [_aspects(candidate.plan) for candidate in candidates]
    opinion = next((a for c, a in zip(candidates, aspects, strict=True) if c.first_opinion), None)
    weights = np.where(logs > _LEAST, np.exp(logs), 0.0)
    weights = weights / max(float(weights.sum()), 1e-12)
    mentions = _mentions(request)
    before = plan_from_sketch(previous, request.links.snapshot) if previous is not None else None
    earlier = _aspects(before) if before is not None else None
    telling = _telling_words(request)
    scores = {ranked.column: ranked.score for ranked in request.links.columns}
    linked = {(link.column, str(link.value).lower()): link.score for link in request.links.values}
    best = int(np.argmax(logs))
    keys = {
        (key.table.lower(), column.lower())
        for key in request.links.snapshot.foreign_keys
        for column in key.columns
    }
    rows = np.zeros((len(candidates), FEATURES), dtype=np.float32)
    rows[:, _CUES:] = cues_of(request.question)
    for place, candidate in enumerate(candidates):
        plan, row = candidate.plan, rows[place]
        row[Feature.LOG_PROBABILITY] = logs[place]
        row[Feature.UNSAID] = candidate.log_probability is None
        row[Feature.BEHIND] = logs[place] - logs[best]
        row[Feature.FIRST] = place == best
        row[Feature.FIRST_OPINION] = candidate.first_opinion
        row[Feature.OPINION] = candidate.opinion
        row[Feature.AGREED] = candidate.first_opinion and place == best
        row[Feature.NO_OPINION] = opinion is None
        row[Feature.UNUSED_MENTIONS] = _unused(plan, mentions)
        row[Feature.AS_BEFORE] = previous is not None and candidate.sketch == previous
        row[Feature.FOLLOW_UP] = previous is not None
        row[Feature.TABLES] = len(plan.tables)
        row[Feature.ITEMS] = len(plan.projection)
        row[Feature.VALUES] = len(plan.values)
        row[Feature.CANDIDATES] = len(candidates)
        row[Feature.LINKED] = len(mentions)
        row[Feature.SCHEMA_TABLES] = min(len(request.links.snapshot.tables), 30)
        row[Feature.UNSAID_VALUES] = _unsaid(plan, request, before)
        row[Feature.NAMED] = _named(plan, telling)
        row[Feature.UNNAMED_COLUMNS] = _unnamed_columns(plan, telling)
        row[Feature.WORDS] = min(len(telling), 20)
        _shape(row, plan)
        _tables_alone(row, plan, telling)
        row[Feature.UNRELATED] = unrelated_pairs(candidate.sketch, request.links.snapshot)
        row[Feature.SHOWN_KEYS] = len(keys & _bare_columns(plan))
        _shown(row, plan, telling, scores)
        _stored(row, plan, linked)
        if before is not None:
            _compare(row, plan, before)
        for aspect in range(_ASPECTS):
            own = aspects[place][aspect]
            row[_AGREES + aspect] = opinion is not None and own == opinion[aspect]
            row[_SHARE + aspect] = sum(
                weight for weight, other in zip(weights, aspects, strict=True) if other[aspect] == own
            )
            row[_KEEPS + aspect] = earlier is not None and own == earlier[aspect]
        row[_FLAGS:_CHANGES] = [flag in plan.skeleton for flag in SkeletonFlag]
        row[_CHANGES:_CUES] = [change in plan.change for change in Change]
    return rows


def names_nothing(plans: Sequence[Plan], request: PlanRequest) -> bool:
    """Whether the question has words that could name something, and nothing of it is in a name or a value of any of
    the plans (a single letter stands in any question). A follow-up without such words, as 'what are they?', speaks of
    what was said before."""
    telling = _telling_words(request)
    if _mentions(request) or (request.history and not telling):
        return False
    question = request.question.lower()
    return not any(
        _named(plan, telling) or any(len(text) > 1 and text in question for text in _texts(plan))
        for plan in plans
    )


def _log(candidate: Rated) -> float:
    return _LEAST if candidate.log_probability is None else max(candidate.log_probability, _LEAST)


def _compare(row: npt.NDArray[np.float32], plan: Plan, before: Plan) -> None:
    pairs = (
        (_tables(plan), _tables(before)),
        (_values(plan), _values(before)),
        (_items(plan), _items(before)),
    )
    for number, (own, earlier) in enumerate(pairs):
        row[Feature.NEW_TABLES + 2 * number] = len(own - earlier)
        row[Feature.LOST_TABLES + 2 * number] = len(earlier - own)


def _tables(plan: Plan) -> frozenset[str]:
    return frozenset(table.lower() for table in plan.tables)


def _values(plan: Plan) -> frozenset[object]:
    return frozenset((str(v.column).lower(), v.operator, str(v.value)) for v in plan.values)


def _items(plan: Plan) -> frozenset[object]:
    return frozenset((item.expression.lower(), item.distinct) for item in plan.projection)


def _aspects(plan: Plan) -> tuple[object, ...]:
    """Tables, projection, values, groups, order with limit, and shape: each is compared as a whole."""
    return (
        _tables(plan),
        tuple((item.expression.lower(), item.distinct) for item in plan.projection),
        _values(plan),
        frozenset(item.expression.lower() for item in plan.group_by),
        (tuple((o.expression.expression.lower(), o.descending) for o in plan.order_by), plan.limit),
        (plan.distinct, plan.set_operator, plan.nesting, plan.skeleton),
    )


def _mentions(request: PlanRequest) -> list[set[str]]:
    """For each mention of this question that almost surely stands for stored values: these, in lower case."""
    found: dict[tuple[int, int], set[str]] = {}
    for link in request.links.values:
        if link.mention.turn == 0 and link.score >= _SURE:
            found.setdefault((link.mention.start, link.mention.end), set()).add(str(link.value).lower())
    return list(found.values())


def _unused(plan: Plan, mentions: Sequence[set[str]]) -> int:
    used = {str(value.value).lower().strip("%") for value in plan.values}
    return sum(not values & used for values in mentions)


def _unsaid(plan: Plan, request: PlanRequest, before: Plan | None) -> int:
    """Values that stand neither in the question, nor among its links, nor in the plan before."""
    question = request.question.lower()
    known = {str(link.value).lower() for link in request.links.values if link.mention.turn == 0}
    known |= {str(value.value).lower() for value in (before.values if before is not None else ())}
    return sum(text not in known and text not in question for text in _texts(plan))


def _texts(plan: Plan) -> list[str]:
    """Its values as they may be said."""
    return [str(value.value).lower().strip("%") for value in plan.values if value.value is not None]


def _telling_words(request: PlanRequest) -> frozenset[str]:
    """Stems of the words that may name something, without those that stand for stored values."""
    spans = [
        (link.mention.start, link.mention.end)
        for link in request.links.values
        if link.mention.turn == 0 and link.score >= _SURE and isinstance(link.value, str)
    ]
    return frozenset(
        word.stem
        for word in words_of(request.question)
        if word.stem and not word.stop and word.lower not in FUNCTION_WORDS
        if not any(start <= word.start and word.end <= end for start, end in spans)
    )


def _named(plan: Plan, telling: frozenset[str]) -> float:
    names = {part for table in plan.tables for part in parts(table)}
    names |= {part for planned in plan.columns for part in parts(planned.column.column)}
    names |= {word for value in plan.values for word in str(value.value).lower().split()}
    stems = {stem(name) for name in names}
    return len(telling & stems) / len(telling) if telling else 0.0


def _stems(name: str) -> set[str]:
    return {stem(part) for part in parts(name)}


def _unnamed_columns(plan: Plan, telling: frozenset[str]) -> int:
    expressions = (*plan.projection, *plan.group_by, *(order.expression for order in plan.order_by))
    columns = {column for expression in expressions for column in expression.columns}
    return sum(not telling & _stems(column.column) for column in columns)


def _shape(row: npt.NDArray[np.float32], plan: Plan) -> None:
    items = plan.projection
    row[Feature.STAR] = any(item.expression.endswith("*") and not item.aggregate for item in items)
    for feature, aggregate in _AGGREGATES.items():
        row[feature] = any(item.aggregate == aggregate and not item.distinct for item in items)
    row[Feature.COUNT_DISTINCT] = any(item.aggregate == "count" and item.distinct for item in items)
    row[Feature.DESCENDING] = any(order.descending for order in plan.order_by)
    row[Feature.ASCENDING] = any(not order.descending for order in plan.order_by)
    row[Feature.LIMIT_ONE] = plan.limit == 1
    groups = {item.expression.lower() for item in plan.group_by}
    bare = [item for item in items if not item.aggregate and item.expression.lower() not in groups]
    row[Feature.BARE_BESIDE_GROUPS] = bool(groups) and bool(bare)
    calls = (*items, *(order.expression for order in plan.order_by))
    row[Feature.ONLY_GROUPS] = bool(groups) and not plan.having and not any(c.aggregate for c in calls)
    operators = [
        *(value.operator for value in plan.values),
        *(condition.operator for condition in plan.having),
    ]
    row[Feature.MORE] = any(operator.startswith(">") for operator in operators)
    row[Feature.LESS] = any(operator.startswith("<") for operator in operators)
    row[Feature.NEGATED] = any(operator.startswith(("not", "!=")) for operator in operators)
    row[Feature.LIKE] = "like" in operators


def _tables_alone(row: npt.NDArray[np.float32], plan: Plan, telling: frozenset[str]) -> None:
    used = {
        planned.column.table.lower() for planned in plan.columns if set(planned.roles) != {ColumnRole.JOIN}
    }
    alone = _tables(plan) - used
    row[Feature.BARE_TABLES] = len(alone)
    row[Feature.UNNAMED_BARE] = sum(not telling & _stems(table) for table in alone)


def _bare_columns(plan: Plan) -> set[tuple[str, str]]:
    """Shown as they are."""
    return {
        (column.table.lower(), column.column.lower())
        for item in plan.projection
        if item.aggregate is None
        for column in item.columns
    }


def _shown(
    row: npt.NDArray[np.float32], plan: Plan, telling: frozenset[str], scores: Mapping[ColumnRef, float]
) -> None:
    shown = {column for item in plan.projection for column in item.columns}
    stems = {column: _stems(column.column) for column in shown}
    named = sum(bool(telling & words) for words in stems.values())
    row[Feature.SHOWN_NAMED] = named / len(shown) if shown else 0.0
    words = frozenset().union(*stems.values())
    row[Feature.SHOWN_WORDS] = len(telling & words) / len(telling) if telling else 0.0
    used = {planned.column for planned in plan.columns}
    row[Feature.SHOWN_SCORE] = _mean_score(shown, scores)
    row[Feature.USED_SCORE] = _mean_score(used, scores)
    row[Feature.BEST_UNUSED] = max((s for column, s in scores.items() if column not in used), default=0.0)


def _mean_score(columns: Collection[ColumnRef], scores: Mapping[ColumnRef, float]) -> float:
    return sum(scores.get(column, 0.0) for column in columns) / len(columns) if columns else 0.0


def _stored(row: npt.NDArray[np.float32], plan: Plan, linked: Mapping[tuple[ColumnRef, str], float]) -> None:
    texts = [value for value in plan.values if isinstance(value.value, str)]
    found = [linked.get((value.column, str(value.value).lower().strip("%")), 0.0) for value in texts]
    row[Feature.VALUE_SCORE] = sum(found) / len(found) if found else 0.0
    row[Feature.NO_LINK] = found.count(0.0)
