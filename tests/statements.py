"""Random SQL over the library, in all the ways people write it: aliases or none, USING, NATURAL and comma joins, right
joins, common table expressions, positions, labels, quotes of every kind, sub-queries that see what is around them.

What would depend on SQLite's choice of a plan is left out: LIMIT, rows picked by a bare column, and the like.
"""

from dataclasses import dataclass
from random import Random

from services.contracts.schema import Schema

KEYWORDS = frozenset({"group", "from", "to"})
LITERALS = (
    "1",
    "2",
    "0",
    "3.5",
    "'Ann'",
    "'FR'",
    '"Emma"',
    '"no such"',
    "'2023%'",
    "NULL",
    "-1",
    "41",
    "true",
    "1e2",
)
JOINS = ("JOIN", "INNER JOIN", "LEFT JOIN", "LEFT OUTER JOIN")


@dataclass(frozen=True)
class _Named:
    """A source in FROM: how it is written, what it is called, its columns, and its table where it is one."""

    text: str
    name: str
    columns: tuple[str, ...]
    table: str = ""


def statement(schema: Schema, seed: int) -> str:
    """The same for the same seed. Most are valid."""
    return _Writer(schema, Random(seed)).query((), depth=2)


class _Writer:
    def __init__(self, schema: Schema, dice: Random) -> None:
        self._schema = schema
        self._dice = dice
        self._tables = {table.name: tuple(column.name for column in table.columns) for table in schema.tables}

    def query(self, outer: tuple[_Named, ...], depth: int, width: int | None = None) -> str:
        if depth == 0 or not self._chance(0.15):
            return self._select(outer, depth, width)
        width = width or self._dice.randint(1, 2)
        operators = ("UNION", "UNION ALL", "INTERSECT", "EXCEPT")
        sides = [self._select(outer, 0, width) for _ in range(self._dice.randint(2, 3))]
        text = sides[0] + "".join(f" {self._any(operators)} {side}" for side in sides[1:])
        return text + self._any(("", f" ORDER BY {width} DESC"))

    def _any(self, choices: tuple[str, ...]) -> str:
        return self._dice.choice(choices)

    def _chance(self, share: float) -> bool:
        return self._dice.random() < share

    def _quoted(self, name: str) -> str:
        if name in KEYWORDS or " " in name or self._chance(0.1):
            return self._any((f'"{name}"', f"[{name}]", f"`{name}`"))
        return name.upper() if self._chance(0.1) else name

    # ------------------------------------------------------------------------------------------------ SELECT

    def _select(self, outer: tuple[_Named, ...], depth: int, width: int | None) -> str:
        ctes: tuple[_Named, ...] = ()
        start = ""
        if depth and width is None and self._chance(0.15):
            start, ctes = self._with()
        text, own, where = self._from(depth, ctes)
        grouped = self._chance(0.25)
        keys = [self._column(own, ()) for _ in range(self._dice.randint(1, 2))] if grouped else []
        items, labels = self._items(own, outer, depth, width, keys)
        conditions = [*where, *([self._condition(own, outer, depth)] if self._chance(0.4) else [])]
        clauses = [f"SELECT {'DISTINCT ' if self._chance(0.2) else ''}{', '.join(items)} FROM {text}"]
        clauses += [f"WHERE {' AND '.join(f'({each})' for each in conditions)}"] if conditions else []
        clauses += [f"GROUP BY {', '.join(keys)}"] if grouped else []
        clauses += (
            [f"HAVING {self._aggregate(own)} {self._any(('>', '<'))} 1"]
            if grouped and self._chance(0.4)
            else []
        )
        if width is None and self._chance(0.4):
            terms = (*labels, *(keys or [self._column(own, outer)]), *(["1"] if items[0] != "*" else []))
            clauses.append(
                f"ORDER BY {self._any(terms)}{self._any(('', ' DESC', ' NULLS LAST', ' COLLATE NOCASE'))}"
            )
        return start + " ".join(clauses)

    def _items(
        self,
        own: tuple[_Named, ...],
        outer: tuple[_Named, ...],
        depth: int,
        width: int | None,
        keys: list[str],
    ) -> tuple[list[str], list[str]]:
        items, labels = [], []
        for _ in range(width or self._dice.randint(1, 3)):
            if width is None and not keys and self._chance(0.12):
                items.append(self._any(("*", f"{own[0].name}.*")))
                continue
            item = self._any((self._aggregate(own), *keys)) if keys else self._expression(own, outer, depth)
            if self._chance(0.3):
                labels.append(self._any(("n", "name", '"my label"', "id")))
                item += f" AS {labels[-1]}"
            items.append(item)
        return items, labels

    def _with(self) -> tuple[str, tuple[_Named, ...]]:
        table = self._any(tuple(self._tables))
        first, second = (self._any(self._tables[table]) for _ in range(2))
        columns = f"{table}.{self._quoted(first)}, {table}.{self._quoted(second)}"
        if self._chance(0.5):
            return f"WITH w(u, v) AS (SELECT {columns} FROM {table}) ", (_Named("w", "w", ("u", "v")),)
        counted = f"SELECT count(*) AS k, {self._quoted(first)} AS v FROM {table} GROUP BY 2"
        return f"WITH w AS ({counted}) ", (_Named("w", "w", ("k", "v")),)

    # -------------------------------------------------------------------------------------------------- FROM

    def _from(self, depth: int, ctes: tuple[_Named, ...]) -> tuple[str, tuple[_Named, ...], list[str]]:
        own: list[_Named] = []
        where: list[str] = []
        text = ""
        for place in range(self._dice.choice((1, 1, 1, 2, 2, 3))):
            source = self._source(depth, ctes, place)
            if any(source.name.lower() == other.name.lower() for other in own):
                break
            text += source.text if not own else self._join(source, tuple(own), where)
            own.append(source)
        return text, tuple(own), where

    def _source(self, depth: int, ctes: tuple[_Named, ...], place: int) -> _Named:
        alias = self._any((f"t{place}", "abcdef"[place], "people"))
        if ctes and self._chance(0.4):
            return _Named(f"{ctes[0].text} AS {alias}", alias, ctes[0].columns)
        table = self._any(tuple(self._tables))
        columns = self._tables[table]
        if depth and self._chance(0.12):
            inner = (_Named(table, table, columns, table),)
            query = (
                f"SELECT {self._column(inner, ())} AS c1, {self._expression(inner, (), 0)} AS c2 FROM {table}"
            )
            return _Named(f"({query}) {alias}", alias, ("c1", "c2"))
        written = self._any((table, table, table.upper(), f'"{table}"', f"main.{table}"))
        if self._chance(0.4):
            return _Named(written, table, columns, table)
        return _Named(f"{written}{self._any((' AS ', ' '))}{alias}", alias, columns, table)

    def _join(self, source: _Named, own: tuple[_Named, ...], where: list[str]) -> str:
        other = self._dice.choice(own)
        condition = self._joining(other, source)
        shared = [name for name in source.columns if sum(name in each.columns for each in own) == 1]
        way = self._dice.random()
        if way < 0.12:
            where.append(condition)
            return f", {source.text}"
        if way < 0.2 and shared:
            return f" {self._any(JOINS)} {source.text} USING ({self._quoted(self._any(tuple(shared)))})"
        if way < 0.3 and len(own) == 1:
            if way < 0.25:
                return f" NATURAL {self._any(JOINS)} {source.text}"
            return f" RIGHT JOIN {source.text} ON {condition}"
        if way < 0.4:
            return f" {self._any(('CROSS JOIN', 'JOIN'))} {source.text}"
        if self._chance(0.2):
            condition += f" AND {self._condition((*own, source), (), 0)}"
        return f" {self._any(JOINS)} {source.text} ON {condition}"

    def _joining(self, left: _Named, right: _Named) -> str:
        keys = [
            key
            for key in self._schema.foreign_keys
            if {key.table, key.ref_table} == {left.table, right.table}
        ]
        if keys and self._chance(0.7):
            key = self._dice.choice(keys)
            holder, referred = (left, right) if key.table == left.table else (right, left)
            pairs = zip(key.columns, key.ref_columns, strict=True)
            return " AND ".join(
                f"{holder.name}.{self._quoted(column)} = {referred.name}.{self._quoted(ref)}"
                for column, ref in pairs
            )
        columns = [f"{side.name}.{self._quoted(self._any(side.columns))}" for side in (left, right)]
        return self._any((" = ", " = ", " == ", " < ")).join(columns)

    # ------------------------------------------------------------------------------------------- expressions

    def _column(self, own: tuple[_Named, ...], outer: tuple[_Named, ...]) -> str:
        source = self._dice.choice(outer if outer and self._chance(0.2) else own)
        column = self._any(source.columns)
        alone = source in own and sum(column in each.columns for each in own) == 1
        if alone and self._chance(0.5):
            return self._quoted(column)
        return f"{source.name}.{self._quoted(column)}"

    def _expression(self, own: tuple[_Named, ...], outer: tuple[_Named, ...], depth: int) -> str:
        if self._chance(0.6) or not depth:
            return self._any((self._column(own, outer), self._column(own, outer), self._any(LITERALS)))
        one, two, three = (self._expression(own, outer, depth - 1) for _ in range(3))
        return self._any(
            (
                f"{one} {self._any(('+', '-', '*', '/', '%', '||'))} {two}",
                f"({one} + {two}) * {three}",
                f"{one} - ({two} - {three})",
                f"lower({one})",
                f"coalesce({one}, {two})",
                f"max({one}, {two})",
                f"CASE {one} WHEN {two} THEN {three} ELSE 0 END",
                f"CASE WHEN {self._condition(own, outer, depth - 1)} THEN {one} END",
                f"CAST({one} AS {self._any(('TEXT', 'INT', 'REAL', 'NUMERIC', 'VARCHAR(3)', 'DATE'))})",
                f"(SELECT count(*) FROM ({self.query((*own, *outer), depth - 1, 1)}))",
                f"strftime('%Y', {one})",
            )
        )

    def _aggregate(self, own: tuple[_Named, ...]) -> str:
        column = self._column(own, ())
        return self._any(
            (
                "count(*)",
                "count()",
                f"count(DISTINCT {column})",
                f"COUNT({column})",
                f"Sum({column})",
                f"avg({column})",
                f"min({column}) || max({column})",
                f"total({column}) + count(*)",
                f"count(*) FILTER (WHERE {self._condition(own, (), 0)})",
            )
        )

    def _condition(self, own: tuple[_Named, ...], outer: tuple[_Named, ...], depth: int) -> str:
        column = self._column(own, outer)
        one, two = (self._expression(own, outer, max(0, depth - 1)) for _ in range(2))
        literal, negation = self._any(LITERALS), self._any(("", "NOT "))
        simple = (
            f"({one}) {self._any(('=', '<>', '!=', '<', '>=', '==', 'IS', 'IS NOT'))} ({two})",
            f"{column} {self._any(('=', '<', '>', 'LIKE', 'NOT LIKE', 'GLOB'))} {literal}",
            f"{literal} {self._any(('=', '<', '>'))} {column}",
            f"{column} {negation}BETWEEN {literal} AND {self._any(LITERALS)}",
            f"{column} {negation}IN ({literal}, {self._any(LITERALS)})",
            f"{column} {self._any(('IS NULL', 'IS NOT NULL', 'ISNULL', 'NOTNULL', 'IS TRUE', 'IS NOT FALSE'))}",
            f"{column} {negation}LIKE 'a!%%' ESCAPE '!'",
        )
        if not depth:
            return self._any(simple)
        left, right = (self._condition(own, outer, depth - 1) for _ in range(2))
        inside = (*own, *outer)
        return self._any(
            (
                *simple,
                f"{left} {self._any(('AND', 'OR'))} {right}",
                f"({left} OR {right}) AND NOT ({self._condition(own, outer, depth - 1)})",
                f"NOT {left}",
                f"{column} {negation}IN ({self.query(inside, depth - 1, 1)})",
                f"{negation}EXISTS ({self.query(inside, depth - 1)})",
            )
        )
