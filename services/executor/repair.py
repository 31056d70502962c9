"""Repairs that need no model, by what is wrong with a statement.

Made on the tree, from the schema and the links that came with the drafts. A repair is a guess, so it is tried only when
no draft has rows, and every one is told in the attempts.
"""

from collections.abc import Iterator
from itertools import islice

from services.contracts.models import Diagnosis, DiagnosisKind, Links
from services.executor.dialects import calls_of, translated_function, translated_statement
from services.executor.edits import Repair
from services.executor.missing_join import with_missing_join
from services.executor.nearest_names import nearest_columns, nearest_tables
from services.executor.parentheses import balanced
from services.executor.statement import Statement
from services.executor.stored_forms import with_stored_forms
from services.executor.validation import Examined

_MOST = 6


def repairs(examined: Examined, diagnosis: Diagnosis, links: Links) -> tuple[Repair, ...]:
    """What might mend the statement, best first; nothing for one too long to be looked at in time."""
    if not examined.statement.is_short:
        return ()
    found = islice(_repairs(examined, diagnosis, links), _MOST)
    return tuple(repair for repair in found if repair.sql != examined.statement.sql)


def _repairs(examined: Examined, diagnosis: Diagnosis, links: Links) -> Iterator[Repair]:
    statement, schema = examined.statement, links.snapshot
    tree = statement.tree
    match diagnosis.kind:
        case DiagnosisKind.UNKNOWN_COLUMN | DiagnosisKind.AMBIGUOUS_COLUMN if tree is not None:
            yield from nearest_columns(tree, diagnosis, schema)
            yield from with_missing_join(tree, diagnosis.place, schema)
        case DiagnosisKind.UNKNOWN_TABLE if tree is not None:
            yield from nearest_tables(tree, diagnosis.place, schema)
        case DiagnosisKind.EMPTY_RESULT:
            stored = with_stored_forms(examined, links)
            yield from [stored] if stored else []
        case DiagnosisKind.SYNTAX:
            yield from _syntax_repairs(statement, diagnosis)


def _syntax_repairs(statement: Statement, diagnosis: Diagnosis) -> Iterator[Repair]:
    if statement.tree is not None and calls_of(statement.tree, diagnosis.place):
        yield from translated_function(statement.tree, diagnosis.place)
        return
    yield from translated_statement(statement.sql, statement.tree)
    if statement.tree is None:
        yield from balanced(statement.sql, list(statement.tokens))
