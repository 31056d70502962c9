"""The nodes of a request, what is known of each, and what each is to the other: all that the network is told.

Nodes, in this order: tables, columns, candidate values, words of the questions (this one first). The first three are
what actions point at: `Pointers` and nodes count them alike.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from services.planner.learned.candidates import Origin
from services.planner.learned.previous import ROLES

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


class Kind(IntEnum):
    TABLE = 0
    COLUMN = 1
    VALUE = 2
    WORD = 3


class Relation(IntEnum):
    """What one node is to another, beyond their kinds. 0 to 15 are the pairs of kinds: 4 * kind + other kind."""

    SELF = 16
    SAME_TABLE = 17
    OWNS = 18
    OWNED = 19
    REFERS = 20  # by a foreign key, column to column
    REFERRED = 21
    TABLE_REFERS = 22
    TABLE_REFERRED = 23
    TABLE_BOTH = 24
    NAMED_COLUMN = 25  # word → column whose whole name is said there
    COLUMN_NAMED = 26
    PART_COLUMN = 27  # word → column with that word in its name
    COLUMN_PART = 28
    NAMED_TABLE = 29
    TABLE_NAMED = 30
    PART_TABLE = 31
    TABLE_PART = 32
    HOLDS = 33  # column → value that is stored in it
    HELD = 34
    MENTIONS = 35  # word → value that it is part of the mention of
    MENTIONED = 36
    BEFORE_2 = 37  # word → word two or more before it
    BEFORE_1 = 38
    AFTER_1 = 39
    AFTER_2 = 40
    WORD_HOLDS = 41  # word of a mention → column that stores the value
    HOLDS_WORD = 42


RELATIONS = len(Relation) + 16


class Flag(IntEnum):
    """What is known of a single node, 0 to 255."""

    NAMED = 0  # the whole name is said in this question
    PARTLY_NAMED = 1
    NAMED_BEFORE = 2
    PARTLY_NAMED_BEFORE = 3
    RANK = 4  # score among the links' tables or columns
    LINKED = 5  # best score of a value of it that this question mentions
    LINKED_BEFORE = 6
    PRIMARY_KEY = 7
    FOREIGN_KEY = 8
    UNIQUE = 9
    NUMBER = 10
    TEXT = 11
    TIME = 12
    VIEW = 13
    NUMERIC_VALUE = 14
    INTEGER_VALUE = 15
    IN_PREVIOUS = 16
    SAID_NOW = 17
    SAID_BEFORE = 18
    LIKE_A_YEAR = 19
    WORD_NOW = 20
    WORD_1_BACK = 21
    WORD_2_BACK = 22
    HAS_PREVIOUS = 23


_FIRST_ORIGIN = len(Flag)
_FIRST_ROLE = _FIRST_ORIGIN + len(Origin)
FLAGS = _FIRST_ROLE + len(ROLES)
ORIGIN_FLAG = {origin: _FIRST_ORIGIN + place for place, origin in enumerate(Origin)}
ROLE_FLAG = {role: _FIRST_ROLE + place for place, role in enumerate(ROLES)}


@dataclass(frozen=True)
class Features:
    """`segments` are the lengths of the texts that `tokens` holds one after the other: each question and each table.

    An encoder reads every segment by itself, or all of them together (`encoder`). `spans` are the
    pieces of each node as [start, end); `owner` is the node of a column's table, else -1.
    `pairs` are (node, other node, relation); those that follow from kinds, owners and places are left to `relations`.
    `previous` are the actions of the previous plan, empty where it cannot be said.
    """

    tokens: Ints
    segments: Ints
    spans: Ints
    kinds: Ints
    owner: Ints
    flags: Bytes
    pairs: Ints
    previous: Ints


def segments_at(features: Features, pieces: npt.NDArray[np.integer[Any]]) -> Ints:
    """The numbers of the segments that these pieces stand in."""
    ends = np.cumsum(features.segments.astype(np.int64))
    return np.searchsorted(ends, pieces.astype(np.int64), side="right")


def relations(features: Features) -> npt.NDArray[np.int64]:
    """Nodes × nodes: what the row's node is to the column's node, one relation each."""
    kinds, owner = features.kinds, features.owner
    matrix = 4 * kinds[:, None] + kinds[None, :]
    is_column = kinds == Kind.COLUMN
    same = (owner[:, None] == owner[None, :]) & is_column[:, None] & is_column[None, :]
    matrix = np.where(same, Relation.SAME_TABLE, matrix)
    columns = np.flatnonzero(is_column)
    matrix[owner[columns], columns] = Relation.OWNS
    matrix[columns, owner[columns]] = Relation.OWNED
    _add_distances(matrix, features)
    if len(features.pairs):
        matrix[features.pairs[:, 0], features.pairs[:, 1]] = features.pairs[:, 2]
    np.fill_diagonal(matrix, Relation.SELF)
    return matrix


def _add_distances(matrix: npt.NDArray[np.int64], features: Features) -> None:
    words = np.flatnonzero(features.kinds == Kind.WORD)
    question = features.flags[words][:, Flag.WORD_NOW : Flag.WORD_2_BACK + 1].argmax(axis=1)
    distance = np.clip(words[None, :] - words[:, None], -2, 2)
    named = np.array([Relation.BEFORE_2, Relation.BEFORE_1, 0, Relation.AFTER_1, Relation.AFTER_2])
    together = question[:, None] == question[None, :]
    block = np.where(together, named[distance + 2], 4 * Kind.WORD + Kind.WORD)
    matrix[np.ix_(words, words)] = block
