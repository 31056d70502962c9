"""Every derivation that the action grammar allows is a sketch, and that sketch's actions are that derivation."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.planner.learned.actions import actions_of
from services.planner.learned.derivation import Derivation
from services.planner.learned.pointers import Pointers
from services.planner.learned.rules import RULE_INDEX, Rule
from tests.learned_planner import shop_pointers

# What ends a query soonest, where it is allowed.
_SHORTEST = tuple(
    RULE_INDEX[rule] for rule in (Rule.END, Rule.SELECT, Rule.COUNT_ROWS, Rule.IS_NULL, Rule.EQ)
)


@st.composite
def derivations(draw: st.DrawFn, pointers: Pointers) -> Derivation:
    """Any allowed choices; after 40 of them only the shortest way out."""
    derivation = Derivation(pointers)
    while derivation.choice is not None:
        allowed = derivation.choice.allowed
        if len(derivation.actions) > 40:
            short = [action for action in _SHORTEST if action in allowed]
            columns = [action for action in allowed if pointers.is_column(action)]
            derivation.take((short or columns or list(allowed))[0])
        else:
            derivation.take(draw(st.sampled_from(allowed)))
    return derivation


@given(derivation=derivations(shop_pointers()))
@settings(max_examples=300, deadline=None)
def test_a_derived_sketch_reads_back_as_its_actions(derivation: Derivation) -> None:
    assert derivation.sketch is not None
    assert actions_of(derivation.sketch, derivation.pointers) == derivation.actions


@given(derivation=derivations(shop_pointers()))
@settings(max_examples=50, deadline=None)
def test_a_fork_goes_its_own_way(derivation: Derivation) -> None:
    half = Derivation(derivation.pointers, derivation.actions[: len(derivation.actions) // 2])
    fork = half.fork()
    for action in derivation.actions[len(half.actions) :]:
        fork.take(action)
    assert fork.sketch == derivation.sketch
    assert half.sketch is None
