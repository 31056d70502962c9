"""The rules in their order, and their application to a fixpoint in every SELECT of a statement."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from eval.metrics.etm import aggregate_rules, condition_rules, join_rules, normal_form, set_rules
from eval.metrics.etm.keys import Marks
from eval.metrics.etm.tree import Arg, Breaks, Node

Rule = Callable[[Node, Marks], Node]
Rules = tuple[tuple[int, Rule], ...]  # each with its number in the released script; 0 for what has none there

_STATEMENT_RULES: Rules = (
    (21, set_rules.same_twice),
    (3, set_rules.set_operation_to_condition),
    (5, set_rules.except_to_not_in),
)
_SELECT_RULES: Rules = (
    (100, normal_form.lower_case),
    (101, normal_form.qualify_columns),
    (102, normal_form.sort_items),
    (103, normal_form.resolve_table_aliases),
    (104, normal_form.order_joins),
    (105, normal_form.commute),
    (106, normal_form.drop_labels),
    (107, normal_form.drop_parentheses),
    (108, normal_form.unquote),
    (1, aggregate_rules.extreme_to_first_row),
    (2, aggregate_rules.drop_distinct),
    (4, aggregate_rules.group_by_unique),
    (6, aggregate_rules.count_rows),
    (7, condition_rules.drop_not_null),
    (8, aggregate_rules.divide_to_average),
    (9, aggregate_rules.count_to_sum),
    (10, aggregate_rules.first_row_to_extreme),
    (11, aggregate_rules.expand_stars),
    (12, condition_rules.numbers_as_reals),
    (13, join_rules.subquery_to_join),
    (14, join_rules.drop_redundant_joins),
    (15, condition_rules.join_substrings),
    (16, condition_rules.prefix_pattern_to_substring),
    (17, condition_rules.order_by_day),
    (18, condition_rules.lists_to_comparisons),
    (19, join_rules.one_of_equal_columns),
    (20, condition_rules.subquery_on_itself),
    (22, condition_rules.between_to_bounds),
    (23, condition_rules.negated_comparisons),
    (24, condition_rules.iif_to_case),
    (25, join_rules.outer_join_to_not_in),
    (0, normal_form.drop_true_conditions),
)
_MAX_ROUNDS = 50  # rules that undo each other would go on for ever


_REPAIRS: dict[int, Rule] = {
    1: partial(aggregate_rules.extreme_to_first_row, nulls_as_parsed=True),
    3: partial(set_rules.set_operation_to_condition, where_with_or=True),
}


@dataclass(frozen=True, slots=True)
class RuleSet:
    """`skips_breaks`: a rule that breaks leaves the tree as it is, and the others go on."""

    statement_rules: Rules
    select_rules: Rules
    skips_breaks: bool = False

    def repaired(self) -> "RuleSet":
        """The same rules without what in the released ones is plainly a slip."""
        statement, select = [
            tuple((number, _REPAIRS.get(number, rule)) for number, rule in rules)
            for rules in (self.statement_rules, self.select_rules)
        ]
        return RuleSet(statement, select, skips_breaks=True)


RELEASED = RuleSet(_STATEMENT_RULES, _SELECT_RULES)
REPAIRED = RELEASED.repaired()


@dataclass(slots=True)
class Normaliser:
    """Normalises the statements of one comparison, the gold first: what it learns of the keys stays in `marks`.

    `fired` are the rules that changed something since it was last emptied.
    """

    marks: Marks
    rules: RuleSet = RELEASED
    fired: set[int] = field(default_factory=set)

    def normalise(self, statement: Node) -> Node:
        """Raises Breaks."""
        if statement.has("with"):
            self.fired.add(26)
        statement = self._with_subqueries(set_rules.inline_ctes(statement))
        for number, rule in self.rules.statement_rules:
            statement = self._apply(number, rule, statement)
        return self._to_fixpoint(statement) if statement.kind == "Select" else statement

    def _with_subqueries(self, root: Node) -> Node:
        """All SELECTs below `root` normalised: those among its arguments, and then those of its last child first."""
        changed: dict[str, Arg] = {}
        for name, value in root.args.items():
            if isinstance(value, Node):
                changed[name] = self.normalise(value) if value.kind == "Select" else value
            elif isinstance(value, tuple):
                changed[name] = tuple(map(self._element, value))
        for name in reversed(changed):
            changed[name] = self._below(changed[name], root.args[name])
        return root.replacing(**changed) if changed else root

    def _element(self, value: Arg) -> Arg:
        return self.normalise(value) if isinstance(value, Node) and value.kind == "Select" else value

    def _below(self, value: Arg, before: Arg) -> Arg:
        if isinstance(value, Node):
            return value if value is not before or value.kind == "Select" else self._with_subqueries(value)
        if isinstance(value, tuple) and isinstance(before, tuple):
            pairs = zip(reversed(value), reversed(before), strict=True)
            return tuple(self._below(item, old) for item, old in pairs)[::-1]
        return value

    def _to_fixpoint(self, select: Node) -> Node:
        for _ in range(_MAX_ROUNDS):
            before = select
            for number, rule in self.rules.select_rules:
                select = self._apply(number, rule, select)
            if select == before:
                return select
        raise Breaks(f"the rules come to no end in {_MAX_ROUNDS} rounds")

    def _apply(self, number: int, rule: Rule, statement: Node) -> Node:
        try:
            changed = rule(statement, self.marks)
        except Breaks:
            if not self.rules.skips_breaks:
                raise
            return statement
        if changed is statement or changed == statement:
            return changed
        self.fired.add(number)
        return changed
