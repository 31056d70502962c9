"""Reads the SQL that Spider's `process_sql.py` reads, and refuses what it refuses.

Not a good parser, on purpose: only words with AS are aliases, one name space for the whole query; a condition is
`[column unit] [NOT] operator value`; reading stops when a query is complete, whatever follows. Terms as in tree.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from eval.metrics.esm.tokens import words
from eval.metrics.esm.tree import (
    ALL,
    ColumnUnit,
    Combined,
    Condition,
    Conditions,
    Item,
    Order,
    Query,
    Unparsable,
    Value,
    ValueUnit,
)

AGGREGATES = ("none", "max", "min", "count", "sum", "avg")
_ARITHMETIC = ("none", "-", "+", "*", "/")
_COMPARISONS = ("not", "between", "=", ">", "<", ">=", "<=", "!=", "in", "like", "is", "exists")
_CLAUSES = ("select", "from", "where", "group", "order", "limit", "intersect", "union", "except")
_JOINS = ("join", "on", "as")
_CONNECTIVES = ("and", "or")
_COMBINATIONS = ("intersect", "union", "except")
_DIRECTIONS = ("asc", "desc")
_ENDS = (")", ";")

Columns = Mapping[str, Sequence[str]]  # of each table, all names in lower case


def parse(sql: str, columns: Columns) -> Query:
    """Raises Unparsable."""
    tokens = words(sql)
    aliases = {}
    for index, word in enumerate(tokens):
        if word == "as":
            if index + 1 == len(tokens):
                raise Unparsable("nothing follows AS")
            aliases[tokens[index + 1]] = tokens[index - 1]
    if clash := aliases.keys() & columns.keys():
        raise Unparsable(f"an alias has the name of a table: {', '.join(sorted(clash))}")
    parser = _Parser(tokens, columns, aliases | {table: table for table in columns})
    try:
        return parser.query()
    except RecursionError as error:
        raise Unparsable("too deeply nested") from error


class _Parser:
    """Each method reads one thing from `_at` on and leaves `_at` behind it."""

    def __init__(self, tokens: Sequence[str], columns: Columns, names: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._columns = columns
        self._names = names
        self._at = 0

    def query(self) -> Query:
        start = self._at
        in_parentheses = self._take("(")
        select = self._at
        tables, on = self._from(start)
        behind_from = self._at
        self._at = select
        distinct, items = self._select(tables)
        self._at = behind_from
        query = Query(
            distinct=distinct,
            items=items,
            tables=tables,
            on=on,
            where=self._conditions(tables) if self._take_if_more("where") else (),
            group_by=self._group_by(tables),
            having=self._conditions(tables) if self._take_if_more("having") else (),
            order=self._order_by(tables),
            limited=self._limit(),
        )
        self._skip_semicolons()
        if in_parentheses:
            self._expect(")")
        self._skip_semicolons()
        return replace(query, combined=self._combined())

    def _from(self, start: int) -> tuple[tuple[str | Query, ...], Conditions]:
        """Looks for the first FROM behind `start`, wherever it stands."""
        if "from" not in self._tokens[start:]:
            raise Unparsable("no FROM")
        self._at = self._tokens.index("from", start) + 1
        tables: list[str | Query] = []
        on: list[Condition | str] = []
        while self._more():
            in_parentheses = self._take("(")
            if self._word() == "select":
                tables.append(self.query())
            else:
                self._take_if_more("join")
                tables.append(self._table())
            if self._take_if_more("on"):
                on += ["and"] if on else []
                on += self._conditions(tables)
            if in_parentheses:
                self._expect(")")
            if self._is(*_CLAUSES, *_ENDS):
                break
        return tuple(tables), tuple(on)

    def _table(self) -> str:
        table = self._named(self._word())
        self._at += 1
        if self._is("as"):
            self._at += 2
        if table not in self._columns:
            raise Unparsable(f"no such table: {table}")
        return table

    def _select(self, tables: Sequence[str | Query]) -> tuple[bool, tuple[Item, ...]]:
        self._expect("select")
        distinct = self._take_if_more("distinct")
        items = []
        while self._more() and not self._is(*_CLAUSES):
            aggregate = "none"
            if self._is(*AGGREGATES):
                aggregate = self._next()
            items.append(Item(aggregate, self._value_unit(tables)))
            self._take_if_more(",")
        return distinct, tuple(items)

    def _conditions(self, tables: Sequence[str | Query]) -> Conditions:
        conditions: list[Condition | str] = []
        while self._more():
            conditions.append(self._condition(tables))
            if self._is(*_CLAUSES, *_ENDS, *_JOINS):
                break
            if self._is(*_CONNECTIVES):
                conditions.append(self._next())
        return tuple(conditions)

    def _condition(self, tables: Sequence[str | Query]) -> Condition:
        unit = self._value_unit(tables)
        negated = self._take("not")
        operator = self._next()
        if operator not in _COMPARISONS:
            raise Unparsable(f"no comparison: {operator}")
        low, high = self._value(tables), None
        if operator == "between":
            self._expect("and")
            high = self._value(tables)
        return Condition(negated, operator, unit, low, high)

    def _group_by(self, tables: Sequence[str | Query]) -> tuple[ColumnUnit, ...]:
        units: list[ColumnUnit] = []
        if self._take_if_more("group"):
            self._expect("by")
            while self._more() and not self._is(*_CLAUSES, *_ENDS):
                units.append(self._column_unit(tables))
                if not self._take_if_more(","):
                    break
        return tuple(units)

    def _order_by(self, tables: Sequence[str | Query]) -> Order | None:
        if not self._take_if_more("order"):
            return None
        self._expect("by")
        direction = "asc"
        units: list[ValueUnit] = []
        while self._more() and not self._is(*_CLAUSES, *_ENDS):
            units.append(self._value_unit(tables))
            if self._is(*_DIRECTIONS):
                direction = self._next()
            if not self._take_if_more(","):
                break
        return Order(direction, tuple(units))

    def _limit(self) -> bool:
        """Any word counts as the number, and none is kept."""
        limited = self._take_if_more("limit")
        if limited:
            self._next()
        return limited

    def _combined(self) -> Combined | None:
        return Combined(self._next(), self.query()) if self._is(*_COMBINATIONS) else None

    # ---------------------------------------------------------------------------------------------- expressions

    def _value(self, tables: Sequence[str | Query]) -> Value:
        start = self._at
        in_parentheses = self._take("(")
        value: Value
        if self._word() == "select":
            value = self.query()
        elif '"' in self._word():
            value = self._next()
        else:
            value = self._number()
            if value is None:
                value = self._column_value(start, tables)
        if in_parentheses:
            self._expect(")")
        return value

    def _number(self) -> float | None:
        try:
            number = float(self._word())
        except ValueError:
            return None
        self._at += 1
        return number

    def _column_value(self, start: int, tables: Sequence[str | Query]) -> ColumnUnit:
        """All up to the next comma, parenthesis, AND or clause, of which the first words are a column unit."""
        while self._more() and not self._is(",", ")", "and", *_CLAUSES, *_JOINS):
            self._at += 1
        part = _Parser(self._tokens[start : self._at], self._columns, self._names)
        return part._column_unit(tables)

    def _value_unit(self, tables: Sequence[str | Query]) -> ValueUnit:
        in_parentheses = self._take("(")
        left = self._column_unit(tables)
        operator, right = "none", None
        if self._is(*_ARITHMETIC):
            operator = self._next()
            right = self._column_unit(tables)
        if in_parentheses:
            self._expect(")")
        return ValueUnit(operator, left, right)

    def _column_unit(self, tables: Sequence[str | Query]) -> ColumnUnit:
        in_parentheses = self._take("(")
        if self._word() in AGGREGATES:
            aggregate = self._next()
            self._expect("(")
            distinct = self._take("distinct")
            unit = ColumnUnit(aggregate, self._column(tables), distinct)
            self._expect(")")
            return unit  # with an aggregate, an outer parenthesis is left open
        distinct = self._take("distinct")
        unit = ColumnUnit("none", self._column(tables), distinct)
        if in_parentheses:
            self._expect(")")
        return unit

    def _column(self, tables: Sequence[str | Query]) -> str:
        word = self._next()
        if word == ALL:
            return ALL
        if "." in word:
            prefix, _, name = word.partition(".")
            table = self._named(prefix)
            if "." in name or name not in self._columns.get(table, ()):
                raise Unparsable(f"no such column: {word}")
            return f"{table}.{name}"
        for source in tables:
            if isinstance(source, str) and word in self._columns[source]:
                return f"{source}.{word}"
        raise Unparsable(f"no such column: {word}")

    def _named(self, name: str) -> str:
        if name not in self._names:
            raise Unparsable(f"no such table or alias: {name}")
        return self._names[name]

    # --------------------------------------------------------------------------------------------------- words

    def _more(self) -> bool:
        return self._at < len(self._tokens)

    def _word(self) -> str:
        if not self._more():
            raise Unparsable("the text ends too early")
        return self._tokens[self._at]

    def _next(self) -> str:
        word = self._word()
        self._at += 1
        return word

    def _is(self, *words: str) -> bool:
        return self._more() and self._tokens[self._at] in words

    def _take(self, word: str) -> bool:
        """Where the script demands that something stands here."""
        self._word()
        return self._take_if_more(word)

    def _take_if_more(self, word: str) -> bool:
        taken = self._is(word)
        self._at += taken
        return taken

    def _expect(self, word: str) -> None:
        if self._next() != word:
            raise Unparsable(f"{word} is missing")

    def _skip_semicolons(self) -> None:
        while self._take_if_more(";"):
            pass
