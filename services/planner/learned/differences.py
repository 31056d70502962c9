"""What tells the likeliest readings of a question apart, in words that a user can choose between."""

from collections.abc import Iterator, Sequence

from services.contracts.plan import Plan

_OPTIONS = 2


def readings_apart(plans: Sequence[Plan]) -> tuple[str, ...]:
    """One option for each of the two likeliest plans that differ; empty where no two do."""
    if len(plans) < _OPTIONS:
        return ()
    first = plans[0]
    for other in plans[1:]:
        for one, two in zip(_aspects(first), _aspects(other), strict=True):
            if one != two and one and two:
                return (one, two)
    return ()


def _aspects(plan: Plan) -> Iterator[str]:
    """In the order in which a user would tell two readings apart."""
    yield ", ".join(item.expression for item in plan.projection)
    yield " and ".join(f"{value.column} {value.operator} {value.value!r}" for value in plan.values)
    yield ", ".join(item.expression for item in plan.group_by) and "for each " + ", ".join(
        item.expression for item in plan.group_by
    )
    yield ", ".join(
        f"{item.expression} {'descending' if item.descending else 'ascending'}" for item in plan.order_by
    )
    yield "from " + ", ".join(plan.tables)
