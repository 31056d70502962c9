"""First questions: a list, a figure, figures by something, or the best of them."""

import random
from dataclasses import replace

from training.data.synthetic import phrases
from training.data.synthetic.views import Subject, View
from training.data.synthetic.wording import (
    business_words,
    called,
    draw_dimension,
    draw_measure,
    listed,
    some,
    under,
)


def opening(subject: Subject, chance: random.Random) -> tuple[View, str]:
    view = View(subject, words=business_words(subject, chance))
    if chance.random() < 0.3 and subject.shown:
        return _list(view, chance)
    view = replace(view, measures=(draw_measure(subject, chance),))
    if chance.random() < 0.65 and (by := draw_dimension(subject, chance)) is not None:
        view = replace(view, by=(by,))
        if chance.random() < 0.3:
            return _ranked(view, chance)
    if subject.conditions and chance.random() < 0.35:
        view = replace(view, conditions=(chance.choice(subject.conditions),))
    return view, _figures(view, chance)


def _list(view: View, chance: random.Random) -> tuple[View, str]:
    subject = view.subject
    view = replace(view, shown=some(subject.shown, chance, most=2))
    if subject.conditions and chance.random() < 0.5:
        view = replace(view, conditions=(chance.choice(subject.conditions),))
    columns = listed([named.said for named in view.shown])
    asked = chance.choice(phrases.LISTS).format(columns=columns, subject=subject.said)
    return view, asked + under(view, chance)


def _figures(view: View, chance: random.Random) -> str:
    measure, subject = called(view, view.measures[0]), view.subject.said
    if view.by:
        by = f"{chance.choice(phrases.BY)} {view.by[0][1]}"
        return f"{chance.choice(phrases.LEADS)} {measure} {by}{under(view, chance)}"
    if view.measures[0][1] is None:
        return chance.choice(phrases.COUNTS).format(subject) + under(view, chance)
    asked = f"{chance.choice(phrases.FIGURES)} {measure} of {subject}{under(view, chance)}"
    return asked.replace("the the", "the")


def _ranked(view: View, chance: random.Random) -> tuple[View, str]:
    """'Which country has the most orders', 'top 5 products by revenue'."""
    measure, by = called(view, view.measures[0]), view.by[0][1]
    top = chance.random() < 0.75
    count = chance.choice((1, 1, 3, 5, 10))
    counted = view.measures[0][1] is None
    hide = chance.random() < 0.7
    view = replace(view, descending=top, limit=count, hide_measure=hide)
    if count > 1:
        edge = chance.choice(phrases.EDGE[top])
        return view, f"{edge} {count} {by} by {measure}" + ("" if hide else " with the figures")
    most, high = chance.choice(phrases.MOST[top]), chance.choice(phrases.HIGHEST[top])
    verb = chance.choice(phrases.HAS)
    asked = f"which {by} {verb} the " + (f"{most} {view.subject.said}" if counted else f"{high} {measure}")
    return view, asked + ("" if hide else " and how many" if counted else " and how much is it")
