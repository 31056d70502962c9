"""Follow-ups: each changes one part of what was asked for before, and says only that."""

import random
from collections.abc import Callable
from dataclasses import replace

from training.data.synthetic import phrases
from training.data.synthetic.views import View, sketch_of
from training.data.synthetic.wording import called, draw_dimension, draw_measure, listed, some

Changed = tuple[View, str] | None
Edit = Callable[[View, random.Random], Changed]


def changed(view: View, chance: random.Random) -> Changed:
    """One edit that changes the query, with the words for it; None where none does."""
    for edit in chance.sample(_EDITS, len(_EDITS)):
        found = edit(view, chance)
        if found is not None and sketch_of(found[0]) != sketch_of(view):
            return found
    return None


# -------------------------------------------------------------------------------------------------------- conditions


def _filter(view: View, chance: random.Random) -> Changed:
    taken = {condition.on for condition in view.conditions}
    free = [condition for condition in view.subject.conditions if condition.on not in taken]
    if not free or len(view.conditions) >= 3:
        return None
    new = chance.choice(free)
    asked = chance.choice(phrases.ONLY).format(new.said)
    return replace(view, conditions=(*view.conditions, new)), asked


def _other_value(view: View, chance: random.Random) -> Changed:
    if not view.conditions:
        return None
    old = chance.choice(view.conditions)
    others = [
        c for c in view.subject.conditions if c.on == old.on and c.operator is old.operator and c != old
    ]
    if not others:
        return None
    new = chance.choice(others)
    asked = chance.choice(phrases.OTHER_VALUE).format(new.said)
    return replace(view, conditions=tuple(new if c == old else c for c in view.conditions)), asked


def _drop_filter(view: View, chance: random.Random) -> Changed:
    if not view.conditions:
        return None
    old = chance.choice(view.conditions)
    kept = tuple(condition for condition in view.conditions if condition != old)
    asked = chance.choice(phrases.FORGET if kept else phrases.FORGET_ALL).format(old.said)
    return replace(view, conditions=kept), asked


# ---------------------------------------------------------------------------------------------- groups and measures


def _regroup(view: View, chance: random.Random) -> Changed:
    if not view.measures or (by := draw_dimension(view.subject, chance)) is None or by in view.by:
        return None
    plain = replace(view, by=(by,), descending=None, limit=None, hide_measure=False)
    if not view.by or view.limit is not None:
        return plain, chance.choice(phrases.SPLIT).format(by[1])
    if chance.random() < 0.6:
        return plain, chance.choice(phrases.SPLIT_INSTEAD).format(by[1])
    return replace(plain, by=(*view.by[:1], by)), chance.choice(phrases.SPLIT_FURTHER).format(by[1])


def _remeasure(view: View, chance: random.Random) -> Changed:
    if not view.measures:
        return None
    new = draw_measure(view.subject, chance)
    if new in view.measures:
        return None
    return replace(view, measures=(new,)), chance.choice(phrases.MEASURE_INSTEAD).format(called(view, new))


def _add_measure(view: View, chance: random.Random) -> Changed:
    if not view.measures or not view.by or view.hide_measure or len(view.measures) > 1:
        return None
    new = draw_measure(view.subject, chance)
    if new in view.measures:
        return None
    asked = chance.choice(phrases.MEASURE_TOO).format(called(view, new))
    return replace(view, measures=(*view.measures, new)), asked


# ------------------------------------------------------------------------------------------------- order and limits


def _rank(view: View, chance: random.Random) -> Changed:
    if not view.measures or not view.by or view.limit is not None:
        return None
    top, count = chance.random() < 0.7, chance.choice((1, 1, 3, 5))
    if count == 1:
        view = replace(view, by=view.by[:1], hide_measure=chance.random() < 0.7)
        asked = chance.choice(phrases.FIRST if top else phrases.LAST).format(view.by[0][1])
        return replace(view, descending=top, limit=1), asked
    asked = chance.choice(phrases.TOP if top else phrases.BOTTOM).format(count)
    return replace(view, descending=top, limit=count), asked


def _sort(view: View, chance: random.Random) -> Changed:
    if not view.measures or not view.by:
        return None
    if view.limit is not None:
        asked = chance.choice(phrases.OTHER_END[bool(view.descending)])
        return replace(view, descending=not view.descending), asked
    descending = chance.random() < 0.6
    asked = chance.choice(phrases.HIGH_FIRST if descending else phrases.LOW_FIRST)
    return replace(view, descending=descending), asked


# ------------------------------------------------------------------------------------------------------------- lists


def _count(view: View, chance: random.Random) -> Changed:
    if view.measures:
        return None
    return replace(view, measures=(("count", None),), shown=()), chance.choice(phrases.HOW_MANY)


def _list_instead(view: View, chance: random.Random) -> Changed:
    if view.by or view.measures != (("count", None),) or not view.subject.shown:
        return None
    shown = some(view.subject.shown, chance, most=2)
    asked = chance.choice(phrases.LIST_THEM).format(listed([named.said for named in shown]))
    return replace(view, measures=(), shown=shown), asked


def _show_more(view: View, chance: random.Random) -> Changed:
    if view.measures:
        return None
    free = [named for named in view.subject.shown if named not in view.shown]
    if not free:
        return None
    new = chance.choice(free)
    if chance.random() < 0.3:
        return replace(view, shown=(new,)), chance.choice(phrases.COLUMN_INSTEAD).format(new.said)
    return replace(view, shown=(*view.shown, new)), chance.choice(phrases.COLUMN_TOO).format(new.said)


# As often as people make them: conditions and groupings most.
_EDITS: tuple[Edit, ...] = (
    *(_filter, _filter, _filter, _filter),
    *(_regroup, _regroup, _regroup),
    *(_remeasure, _remeasure),
    *(_rank, _sort, _add_measure, _drop_filter, _count, _show_more),
    *(_other_value, _other_value, _list_instead),
)
