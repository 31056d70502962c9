"""Parts of a date as expressions of a sketch: the year, the month, … of a column, as text."""

from services.contracts.sketch import Call, Constant, Expression, Operation, Operator, SourceColumn

# Formats of SQLite's strftime. A quarter has none.
_FORMATS = {
    "year": "%Y",
    "month": "%Y-%m",
    "month of year": "%m",
    "day": "%Y-%m-%d",
    "week": "%Y-%W",
    "weekday": "%w",
    "hour": "%H",
}
_TWO_DIGITS = ("%m", "%H")
UNITS = (*_FORMATS, "quarter")


def date_part(unit: str, column: SourceColumn) -> Expression:
    """'2024', '2024-03', '2024-Q1', '03', '2024-11', '2024-03-15'; the weekday from '0' (Sunday) to '6'; '23'."""
    if unit == "quarter":
        month = Call(name="cast", arguments=(_strftime("%m", column), Constant(value="INTEGER")))
        later = Operation(operator=Operator.ADD, operands=(month, Constant(value=2)))
        quarter = Operation(operator=Operator.DIV, operands=(later, Constant(value=3)))
        year = Operation(operator=Operator.CONCAT, operands=(_strftime("%Y", column), Constant(value="-Q")))
        return Operation(operator=Operator.CONCAT, operands=(year, quarter))
    return _strftime(_FORMATS[unit], column)


def unit_of(expression: Expression) -> tuple[str, SourceColumn] | None:
    """The unit and column that `date_part` gives the expression for, if there are any.

    >>> column = SourceColumn(source="orders", column="day")
    >>> unit_of(date_part("quarter", column)) == ("quarter", column)
    True
    """
    column = _innermost(expression)
    if column is None:
        return None
    return next(((unit, column) for unit in UNITS if date_part(unit, column) == expression), None)


def as_part(expression: Expression, value: int | float | str | None) -> int | float | str | None:
    """A literal to compare the expression with: parts of dates are text, so that 3 is '03' beside a month.

    >>> as_part(date_part("month of year", SourceColumn(source="orders", column="day")), 3)
    '03'
    """
    found = unit_of(expression)
    if found is None or not isinstance(value, int):
        return value
    return f"{value:02}" if _FORMATS.get(found[0]) in _TWO_DIGITS else str(value)


def _strftime(format_: str, column: SourceColumn) -> Call:
    return Call(name="strftime", arguments=(Constant(value=format_), column))


def _innermost(expression: Expression) -> SourceColumn | None:
    """The column in the first strftime of the expression."""
    match expression:
        case Call(name="strftime", arguments=(Constant(), SourceColumn() as column)):
            return column
        case Operation(operator=Operator.CONCAT, operands=(Operation(operands=(first, *_)), *_)):
            return _innermost(first)
    return None
