"""Rows as the recipe reads them: features and the actions to learn, without any text, in one file that travels."""

import lzma
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from services.contracts.models import PlanRequest, Turn
from services.contracts.plan import Intent, Plan
from services.contracts.sketch import Query
from services.planner.learned.actions import Inexpressible, actions_of, canonical, constants, same_literal
from services.planner.learned.candidates import Candidate, Origin, Said, candidates
from services.planner.learned.derivation import Choice, Derivation, NotDerivable
from services.planner.learned.features import Prepared, prepare
from services.planner.learned.intents import INTENTS
from services.planner.learned.nodes import Features
from services.planner.learned.pieces import WordPieces
from services.planner.learned.pointers import Literal, Pointers
from services.planner.learned.previous import ROLES, previous_sketch, roles_of
from services.planner.learned.rules import RULE_INDEX, SLOT_INDEX
from training.data.dialogues import INTENTS as INTENTS_ONLY
from training.data.linked import LinkedDialogue


@dataclass(frozen=True)
class Target:
    """The actions, and for each where it stands and which others were allowed there (bits of np.packbits).

    `roles`: for each table and column the roles of previous.ROLES that it plays, one bit each.
    """

    actions: npt.NDArray[np.int16]
    slots: npt.NDArray[np.uint8]
    under: npt.NDArray[np.uint8]
    depth: npt.NDArray[np.uint8]
    allowed: npt.NDArray[np.uint8]
    roles: npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Row:
    """`target` is None where nothing is to be derived: the intent is not to answer."""

    source: str
    dialogue: int
    turn: int
    database_id: str
    features: Features
    counts: tuple[int, int, int]  # tables, columns, values
    intent: int
    target: Target | None


def rows_of(dialogue: LinkedDialogue, pieces: WordPieces, failures: Counter[str]) -> Iterator[Row]:
    """One row per turn, with gold history. Turns that cannot be taught are counted by their reason.

    Of the dialogues with intents only the turns without a query are rows: the others are in CoSQL's own file.
    """
    history: list[Turn] = []
    for place, turn in enumerate(dialogue.turns):
        request = PlanRequest(question=turn.question[:4000], links=turn.links, history=tuple(history))
        history.append(
            Turn(
                number=place + 1,
                question=turn.question,
                plan=Plan(sketch=turn.sketch) if turn.sketch else None,
            )
        )
        if turn.intent is not Intent.ANSWER:
            yield _row(dialogue, place, prepare(request, pieces), turn.intent, None)
            continue
        if turn.sketch is None:
            failures["no sketch"] += 1
        if turn.sketch is None or dialogue.source == INTENTS_ONLY:
            continue
        prepared = prepare(request, pieces, extra=_unlinked(request, turn.sketch))
        try:
            target = target_of(turn.sketch, prepared)
        except (Inexpressible, NotDerivable) as reason:
            failures[str(reason)] += 1
            continue
        yield _row(dialogue, place, prepared, Intent.ANSWER, target)


def rows_after_mistakes(
    dialogue: LinkedDialogue, mistaken: Mapping[int, Query], pieces: WordPieces, failures: Counter[str]
) -> Iterator[Row]:
    """Rows of the turns whose turn before was `mistaken` (by its number, from 1) for another query than the reference.

    So a network learns what serving shows it: an earlier plan may be wrong, and the questions say what was meant.
    """
    history: list[Turn] = []
    for place, turn in enumerate(dialogue.turns):
        wrong = mistaken.get(place)
        if wrong is not None and turn.sketch is not None and turn.intent is Intent.ANSWER:
            earlier = (*history[:-1], history[-1].model_copy(update={"plan": Plan(sketch=wrong)}))
            request = PlanRequest(question=turn.question[:4000], links=turn.links, history=earlier)
            prepared = prepare(request, pieces, extra=_unlinked(request, turn.sketch))
            try:
                yield _row(dialogue, place, prepared, Intent.ANSWER, target_of(turn.sketch, prepared))
            except (Inexpressible, NotDerivable) as reason:
                failures[str(reason)] += 1
        plan = Plan(sketch=turn.sketch) if turn.sketch else None
        history.append(Turn(number=place + 1, question=turn.question, plan=plan))


def _row(
    dialogue: LinkedDialogue, place: int, prepared: Prepared, intent: Intent, target: Target | None
) -> Row:
    pointers = prepared.pointers
    counts = (len(pointers.tables), len(pointers.columns), len(pointers.values))
    return Row(
        dialogue.source,
        dialogue.number,
        place,
        dialogue.database_id,
        _compact(prepared.features),
        counts,
        INTENTS.index(intent),
        target,
    )


def target_of(sketch: Query, prepared: Prepared) -> Target:
    """Raises Inexpressible and NotDerivable."""
    pointers = prepared.pointers
    order = {name.lower(): place for place, name in enumerate(pointers.tables)}
    actions = actions_of(canonical(sketch, order), pointers)
    derivation = Derivation(pointers)
    choices: list[Choice] = []
    for action in actions:
        if derivation.choice is not None:
            choices.append(derivation.choice)
        derivation.take(action)
    allowed = np.zeros((len(actions), pointers.size), dtype=bool)
    for step, choice in enumerate(choices):
        allowed[step, list(choice.allowed)] = True
    return Target(
        np.array(actions, dtype=np.int16),
        np.array([SLOT_INDEX[choice.slot] for choice in choices], dtype=np.uint8),
        np.array([RULE_INDEX[choice.under] for choice in choices], dtype=np.uint8),
        np.array([choice.depth for choice in choices], dtype=np.uint8),
        np.packbits(allowed, axis=1),
        _roles(sketch, pointers),
    )


def _roles(sketch: Query, pointers: Pointers) -> npt.NDArray[np.uint8]:
    roles = roles_of(sketch)
    bits = [1 if name.lower() in roles.tables else 0 for name in pointers.tables]
    for owner, name in pointers.columns:
        played = roles.columns.get((pointers.tables[owner].lower(), name.lower()), frozenset())
        bits.append(sum(1 << place for place, role in enumerate(ROLES) if role in played))
    return np.array(bits, dtype=np.uint8)


def _unlinked(request: PlanRequest, sketch: Query) -> tuple[Candidate, ...]:
    """Literals of the gold that the question spells, where the links miss them (many databases here have no rows)."""
    try:
        gold = list(dict.fromkeys(constants(sketch)))
    except Inexpressible:
        return ()
    previous = previous_sketch(request.history)
    found = candidates(request.question, request.history, request.links, previous)
    known = [candidate.value for candidate in found]
    return tuple(
        candidate
        for value in gold
        if not any(same_literal(value, other) for other in known)
        if (candidate := _spelled(value, request.question)) is not None
    )


def _spelled(value: Literal, question: str) -> Candidate | None:
    text = str(value).strip()
    start = question.lower().find(text.lower())
    if not text or start < 0:
        return None
    return Candidate(value, Origin.UNMATCHED, Said(0, start, start + len(text)))


def _compact(features: Features) -> Features:
    """The same numbers in fewer bytes."""
    return Features(
        tokens=features.tokens.astype(np.uint16),
        segments=features.segments.astype(np.int16),
        spans=features.spans.astype(np.int16),
        kinds=features.kinds.astype(np.uint8),
        owner=features.owner.astype(np.int16),
        flags=features.flags,
        pairs=features.pairs.astype(np.int16),
        previous=features.previous.astype(np.int16),
    )


def write_rows(rows: Iterable[Row], path: Path) -> None:
    """Compressed to a fifteenth: those of `training.data.prepare` have 12 MB together."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(pickle.dumps(list(rows), protocol=pickle.HIGHEST_PROTOCOL), preset=1))


def read_rows(path: Path) -> list[Row]:
    """The file is this program's own: pickle is safe here."""
    rows: list[Row] = pickle.loads(lzma.decompress(path.read_bytes()))
    return rows
