"""An unknown column or table becomes the nearest one that is there, by the schema that came with the drafts."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz
from sqlglot import exp

from services.contracts.models import Diagnosis, DiagnosisKind
from services.contracts.schema import Schema
from services.executor.edits import Repair, copied, identifier, sql_of
from services.executor.scopes import NamedSource, Scopes

_NEAR = 0.7  # 'nmae' is 0.75 from 'name'; below lie words that have no more in common than some letters
_SUBSET = 0.8  # 'name' for 'customer_name', but rather a misspelt letter in a longer name
_ELSEWHERE = 0.95  # a column of another table than the named one, unless it has the very name
_MOST_CANDIDATES = 3
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_]+")


def similarity(left: str, right: str) -> float:
    """Of two names, 0 to 1, whatever their case and the way in which their words are set apart.

    >>> similarity("customerName", "customer_name")
    1.0
    >>> similarity("name", "customer_name")
    0.8
    """
    left_words, right_words = (
        " ".join(_WORD.findall(name)).lower() or name.lower() for name in (left, right)
    )
    whole = fuzz.ratio(left_words.replace(" ", ""), right_words.replace(" ", ""))
    subset = fuzz.token_set_ratio(left_words, right_words) * _SUBSET
    return max(whole, subset) / 100


def nearest_columns(tree: exp.Query, diagnosis: Diagnosis, schema: Schema) -> Iterator[Repair]:
    """Also what an ambiguous name may mean, best first."""
    scopes = Scopes(tree, schema)
    ambiguous = diagnosis.kind is DiagnosisKind.AMBIGUOUS_COLUMN
    nodes = [
        node
        for node in tree.find_all(exp.Column)
        if _is_at(node, diagnosis.place) and (ambiguous or not _resolves(node, scopes.sources_at(node)))
    ]
    if not nodes:
        return
    safe = not ambiguous or _are_joined_by(nodes[0], scopes)
    for replacement in _column_replacements(nodes[0], scopes.sources_at(nodes[0]), ambiguous=ambiguous):
        yield replace(_replaced(tree, nodes, replacement, diagnosis.place), safe=safe)


def _are_joined_by(node: exp.Column, scopes: Scopes) -> bool:
    """Whether the two columns that an ambiguous name may mean are made equal by the statement itself."""
    select = node.find_ancestor(exp.Select)
    for equality in select.find_all(exp.EQ) if select else ():
        sides = [side for side in (equality.left, equality.right) if isinstance(side, exp.Column)]
        found = [scopes.resolved(side) for side in sides if side.name.lower() == node.name.lower()]
        names = {source[0].name for source in found if source}
        holders = {source.name for source in scopes.sources_at(node) if source.column(node.name)}
        if len(names) == 2 and names == holders:
            return True
    return False


def _column_replacements(
    node: exp.Column, sources: tuple[NamedSource, ...], *, ambiguous: bool
) -> Iterator[exp.Expr]:
    """A name in double quotes that a column is compared with is first of all a text, as MySQL writes it."""
    as_text = exp.Literal.string(node.name) if node.this.quoted and not node.table else None
    if as_text and _is_compared_with(node):
        yield as_text
    for source, column in _nearest_columns(node, sources, least=1.0 if ambiguous else _NEAR):
        shared = sum(1 for other in sources if other.column(column)) > 1
        qualifier = identifier(source.name) if node.table or shared or ambiguous else None
        yield exp.Column(this=identifier(column), table=qualifier)
    if as_text and not _is_compared_with(node):
        yield as_text


def _nearest_columns(
    node: exp.Column, sources: tuple[NamedSource, ...], *, least: float
) -> list[tuple[NamedSource, str]]:
    """Those of an outer SELECT only where it is named: a statement is not made to depend on its surroundings."""
    named = any(source.name.lower() == node.table.lower() for source in sources)
    scored = []
    for source in sources:
        elsewhere = source.name.lower() != node.table.lower()
        if elsewhere and source.outer:
            continue
        for column in source.columns:
            likeness = similarity(node.name, column)
            if likeness < least:
                continue
            if named and elsewhere and column.lower() != node.name.lower():
                likeness *= _ELSEWHERE
            scored.append((likeness, source, column))
    scored.sort(key=lambda item: -item[0])
    return [(source, column) for _, source, column in scored[:_MOST_CANDIDATES]]


def nearest_tables(tree: exp.Query, place: str, schema: Schema) -> Iterator[Repair]:
    """Best first."""
    nodes = [node for node in tree.find_all(exp.Table) if _dotted(node.parts) == place.lower()]
    if not nodes:
        return
    wrong = nodes[0].name
    scored = sorted(
        ((similarity(wrong, table.name), table.name) for table in schema.tables), key=lambda item: -item[0]
    )
    for likeness, name in scored[:_MOST_CANDIDATES]:
        if likeness >= _NEAR:
            yield _replaced(
                tree, nodes, exp.Table(this=identifier(name)), place, and_then=_renamer(wrong, name)
            )


def _renamer(wrong: str, name: str) -> Callable[[exp.Query], None]:
    """Columns that the old name of a table without alias qualifies follow its new name."""

    def rename(tree: exp.Query) -> None:
        aliases = {table.alias.lower() for table in tree.find_all(exp.Table)}
        if wrong.lower() in aliases:
            return
        for column in tree.find_all(exp.Column):
            if column.table.lower() == wrong.lower():
                column.set("table", identifier(name))

    return rename


def _replaced(
    tree: exp.Query,
    nodes: list[exp.Column] | list[exp.Table],
    replacement: exp.Expr,
    place: str,
    *,
    and_then: Callable[[exp.Query], None] = lambda _: None,
) -> Repair:
    copy, places = copied(tree, nodes)
    for node in places:
        new = replacement.copy()
        if isinstance(node, exp.Table):
            node.set("db", None)
            node.set("this", new.this)
        else:
            node.replace(new)
    and_then(copy)
    text = sql_of(replacement)
    return Repair(sql_of(copy), f"{place} → {text}", text)


def _resolves(node: exp.Column, sources: tuple[NamedSource, ...]) -> bool:
    return any(
        source.column(node.name) is not None
        for source in sources
        if not node.table or source.name.lower() == node.table.lower()
    )


def _is_at(node: exp.Column, place: str) -> bool:
    """SQLite shows a name without its quotes, except where it takes it for a text in the wrong ones."""
    quoted = isinstance(node.this, exp.Identifier) and node.this.quoted
    return _dotted(node.parts) == place.lower() or (quoted and f'"{node.name}"' == place)


def _dotted(parts: Sequence[exp.Expr]) -> str:
    return ".".join(part.name for part in parts).lower()


def _is_compared_with(node: exp.Column) -> bool:
    return isinstance(node.parent, exp.Predicate) and node.arg_key != "this"
