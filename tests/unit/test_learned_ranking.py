"""Candidates of the beam and of the lexical planner, and the features that rank them."""

from dataclasses import replace

import numpy as np
import pytest

from services.contracts.models import Links, Mention, PlanRequest, Turn, ValueLink
from services.contracts.plan import MatchKind, Plan
from services.contracts.schema import ColumnRef
from services.contracts.sql_plan import plan_from_sketch
from services.planner.learned import LearnedPlanner
from services.planner.learned.decoding import derive, read
from services.planner.learned.features import prepare
from services.planner.learned.ranking import Ranker
from services.planner.learned.ranking_features import FEATURES, Feature, Rated, features_of, names_nothing
from services.planner.learned.rated_plans import Judge, rated_plans
from tests.learned_planner import SHOP, asked, sketch_of


@pytest.fixture(scope="module")
def planner() -> LearnedPlanner:
    return LearnedPlanner()


def _plan(sql: str, probability: float = 0.5) -> Plan:
    return plan_from_sketch(sketch_of(sql), SHOP).model_copy(update={"probability": probability})


def _rated(
    sql: str, log_probability: float | None, opinion: float = 0.0, *, first_opinion: bool = False
) -> Rated:
    return Rated(_plan(sql), sketch_of(sql), log_probability, opinion, first_opinion)


def _judged(planner: LearnedPlanner, question: str) -> Judge:
    prepared = prepare(asked(question), planner.artefact.pieces)
    return Judge(prepared, read(prepared.features, planner.artefact), planner.artefact)


def test_the_network_rates_any_sketch_as_the_beam_does(planner: LearnedPlanner) -> None:
    for question in ("names of all customers", "how many orders per country?", "who manages nobody?"):
        judge = _judged(planner, question)
        # One at a time: eight bits are scaled by the hypotheses that are beside it.
        (alone,) = derive(judge.prepared, judge.reading, planner.artefact, beam=1)
        assert judge.log_probability(alone.sketch) == pytest.approx(alone.score, abs=1e-3)
        for hypothesis in derive(judge.prepared, judge.reading, planner.artefact, beam=8):
            assert judge.log_probability(hypothesis.sketch) == pytest.approx(hypothesis.score, abs=0.3)


def test_without_a_ranker_what_the_network_cannot_say_comes_last(planner: LearnedPlanner) -> None:
    metadata = planner.artefact.metadata.model_copy(update={"ranker": None})
    alone = LearnedPlanner()
    alone.artefact = replace(planner.artefact, metadata=metadata)
    rated = [
        _rated("SELECT upper(name) FROM customers", None, 0.9),
        _rated("SELECT sex FROM customers", -2.0),
        _rated("SELECT name FROM customers", -0.1),
    ]
    plans = alone.ranked(rated, asked("names"), None)
    assert [plan.probability for plan in plans] == [0.9048, 0.1353, 0.0]


def test_a_follow_up_is_as_sure_as_what_it_stands_on() -> None:
    ranker = Ranker(hidden=((1.0,) * (FEATURES + 1),), output=(1.0,), before=0.5)
    assert ranker.in_conversation(0.8, 1.0) == pytest.approx(0.8)
    assert ranker.in_conversation(0.8, 0.25) == pytest.approx(
        4 * 0.5 / (4 * 0.5 + 1)
    )  # odds 4, times 0.25^0.5
    assert 0.0 < ranker.in_conversation(0.8, 0.0) < ranker.in_conversation(0.8, 0.25)
    assert ranker.in_conversation(0.0, 0.5) == 0.0
    assert ranker.in_conversation(1.0, 0.5) == 1.0


def test_a_first_question_has_odds_of_its_own() -> None:
    ranker = Ranker(hidden=((0.0,) * (FEATURES + 1),), output=(1.0,), first=1.0)
    features = np.zeros((2, FEATURES), dtype=np.float32)
    assert ranker.probabilities(features, first=False).tolist() == pytest.approx([0.5, 0.5])
    assert ranker.probabilities(features, first=True).tolist() == pytest.approx([0.7311, 0.7311], abs=1e-4)


def test_an_unlikely_plan_before_lowers_what_a_follow_up_states(planner: LearnedPlanner) -> None:
    metadata = planner.artefact.metadata
    assert metadata.ranker is not None
    ranker = metadata.ranker.model_copy(update={"before": 0.5})
    chained = LearnedPlanner()
    chained.artefact = replace(planner.artefact, metadata=metadata.model_copy(update={"ranker": ranker}))
    before = _plan("SELECT name FROM customers", 1.0)
    stated = []
    for probability in (1.0, 0.2):
        plan = before.model_copy(update={"probability": probability})
        history = (Turn(number=1, question="names of all customers", plan=plan),)
        request = asked("only from France").model_copy(update={"history": history})
        stated.append(chained.plans(request).plans)
    sure, unsure = stated
    assert [plan.sketch for plan in sure] == [plan.sketch for plan in unsure]
    assert unsure[0].probability < sure[0].probability


def test_what_the_grammar_cannot_say_has_no_probability(planner: LearnedPlanner) -> None:
    judge = _judged(planner, "names of all customers")
    assert judge.log_probability(sketch_of("SELECT upper(name) FROM customers")) is None


def test_an_opinion_that_the_beam_has_as_well_is_one_candidate(planner: LearnedPlanner) -> None:
    judge = _judged(planner, "names of all customers")
    found = derive(judge.prepared, judge.reading, planner.artefact, beam=8)
    opinions = [_plan("SELECT name FROM customers", 0.6), _plan("SELECT upper(name) FROM customers", 0.2)]
    rated = rated_plans(found, opinions, judge)
    alone = rated_plans(found, [], judge)
    first = next(one for one in rated if one.first_opinion)
    assert first.opinion == 0.6
    assert len(rated) == len(alone) + 1
    assert rated[-1].log_probability is None
    assert rated[-1].opinion == 0.2


def test_orders_of_the_same_sources_are_one_candidate(planner: LearnedPlanner) -> None:
    joined = "SELECT T2.name, T1.total FROM {} WHERE T1.total > 5"
    one = joined.format("orders AS T1 JOIN customers AS T2 ON T1.customer_id = T2.id")
    other = joined.format("customers AS T2 JOIN orders AS T1 ON T1.customer_id = T2.id")
    judge = _judged(planner, "names and totals over 5")
    assert len(rated_plans([], [_plan(one), _plan(other)], judge)) == 1


def test_features_say_who_agrees_with_whom() -> None:
    rated = [
        _rated("SELECT name FROM customers", -0.1),
        _rated("SELECT name FROM customers WHERE sex = 'F'", -3.0, 0.6, first_opinion=True),
        _rated("SELECT upper(name) FROM customers", None, 0.2),
    ]
    mention = Mention(text="women", start=0, end=5, turn=0)
    link = ValueLink(
        mention=mention,
        column=ColumnRef(table="customers", column="sex"),
        value="F",
        kind=MatchKind.ALIAS,
        score=0.95,
    )
    request = PlanRequest(question="women", links=Links(snapshot=SHOP, values=(link,)))
    rows = features_of(rated, request, None)
    assert rows.shape == (3, FEATURES)
    assert rows.dtype == np.float32
    assert rows[:, Feature.FIRST].tolist() == [1, 0, 0]
    assert rows[:, Feature.FIRST_OPINION].tolist() == [0, 1, 0]
    assert rows[:, Feature.UNSAID].tolist() == [0, 0, 1]
    assert rows[:, Feature.UNUSED_MENTIONS].tolist() == [1, 0, 1]
    assert not rows[:, Feature.FOLLOW_UP].any()
    same_tables = len(Feature)
    assert rows[:, same_tables].tolist() == [1, 1, 1]
    assert rows[:, same_tables + 2].tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("question", "sql", "signs"),
    [
        ("names of customers", "SELECT name FROM customers", (0, 0, 0, 0, 0)),
        # A table that only multiplies rows.
        (
            "names of customers",
            "SELECT customers.name FROM customers JOIN orders ON orders.customer_id = customers.id",
            (1, 1, 0, 0, 0),
        ),
        (
            "customers with orders",
            "SELECT customers.name FROM customers JOIN orders ON orders.customer_id = customers.id",
            (1, 0, 0, 0, 0),
        ),
        (
            "customers without orders",
            "SELECT name FROM customers WHERE country NOT IN (SELECT customer_id FROM orders)",
            (0, 0, 1, 0, 0),
        ),
        ("who has ordered?", "SELECT DISTINCT customer_id FROM orders", (0, 0, 0, 1, 0)),
        ("orders per day", "SELECT ordered_on FROM orders GROUP BY ordered_on", (0, 0, 0, 0, 1)),
        ("orders per day", "SELECT ordered_on, count(*) FROM orders GROUP BY ordered_on", (0, 0, 0, 0, 0)),
    ],
)
def test_features_say_what_hardly_anyone_means(question: str, sql: str, signs: tuple[int, ...]) -> None:
    (row,) = features_of([_rated(sql, -0.1)], asked(question), None)
    names = (
        *(Feature.BARE_TABLES, Feature.UNNAMED_BARE, Feature.UNRELATED),
        *(Feature.SHOWN_KEYS, Feature.ONLY_GROUPS),
    )
    assert tuple(row[list(names)].tolist()) == signs


@pytest.mark.parametrize(
    ("question", "follows", "nothing"),
    [
        ("asdf qwer", False, True),
        ("asdf qwer", True, True),
        ("what are they?", False, True),
        ("what are they?", True, False),  # speaks of what was said before
        ("asdf 2024?", True, False),
        ("asdf 'Ohori'?", False, False),
        ("asdf customer?", False, False),
    ],
)
def test_whether_a_question_names_anything_of_a_plan(question: str, follows: bool, nothing: bool) -> None:
    plans = [
        _plan("SELECT name FROM customers WHERE country = 'Ohori'"),
        _plan("SELECT total FROM orders WHERE strftime('%Y', ordered_on) = '2024'"),
    ]
    earlier = [("names of all customers", "SELECT name FROM customers")] if follows else []
    assert names_nothing(plans, asked(question, *earlier)) is nothing
