"""Bootstrap intervals over dialogues, of one run and of the difference of two."""

import pytest

from eval.figures.intervals import (
    Interval,
    Sample,
    Scored,
    clustered,
    intervals,
    paired_intervals,
    weighted_gaps,
)


def turns(*scores: float, each_alone: bool = True) -> list[Scored]:
    """Turns of dialogues of one turn, or of dialogues of ten."""
    return [Scored(number if each_alone else number // 10, score) for number, score in enumerate(scores)]


def width(interval: Interval) -> float:
    return interval.high - interval.low


def test_of_independent_turns_it_is_about_the_interval_of_the_normal_distribution() -> None:
    found = clustered(turns(*[1.0] * 60, *[0.0] * 40))
    assert found.value == 0.6
    assert found.low == pytest.approx(0.6 - 1.96 * 0.049, abs=0.015)
    assert found.high == pytest.approx(0.6 + 1.96 * 0.049, abs=0.015)


def test_whole_dialogues_are_drawn() -> None:
    scores = [float(n // 10 % 2) for n in range(200)]
    wide, narrow = clustered(turns(*scores, each_alone=False)), clustered(turns(*scores))
    assert wide.value == narrow.value == 0.5
    assert width(wide) > 2 * width(narrow)
    assert clustered(turns(*scores, each_alone=False)) == wide


def test_longer_dialogues_weigh_more_for_a_share_of_turns_is_wanted() -> None:
    assert clustered([*turns(1.0, 1.0, 1.0, each_alone=False), Scored("b", 0.0)]).value == 0.75


def test_thousands_of_dialogues_are_drawn_in_portions_without_a_trace() -> None:
    found = clustered(turns(*(float(n % 2) for n in range(3_000))))
    assert width(found) == pytest.approx(2 * 1.96 * 0.5 / 3_000**0.5, rel=0.1)


def test_of_equal_scores_it_is_a_point_and_of_none_there_is_none() -> None:
    assert clustered(turns(1.0, 1.0)) == Interval(1.0, 1.0, 1.0)
    with pytest.raises(ValueError, match="no rows"):
        clustered([])
    assert intervals({"nothing": Sample([[]])}) == {}


def test_a_mean_of_means_weighs_its_parts_alike_and_leaves_out_empty_ones() -> None:
    parts = [turns(1.0, 1.0, 1.0, 0.0), turns(0.0), []]
    found = intervals({"macro": Sample(parts)})["macro"]
    assert found.value == 0.375
    assert found.low < 0.375 < found.high


def test_gaps_in_bins_are_weighted_by_size() -> None:
    """Two turns said 0.9 and one was right, two said 0.6 and one was right."""
    parts = [turns(-0.1, 0.9), turns(-0.4, 0.6)]
    assert intervals({"calibration": Sample(parts, weighted_gaps)})["calibration"].value == pytest.approx(
        0.25
    )


def test_figures_of_one_run_are_drawn_together() -> None:
    scores = turns(*(float(n % 3 == 0) for n in range(90)))
    found = intervals({"one": Sample([scores]), "part": Sample([scores[:5]]), "two": Sample([scores])})
    assert found["one"] == found["two"] == clustered(scores)


def test_a_difference_is_narrower_where_the_same_dialogues_are_right() -> None:
    before, after = [float(n % 2) for n in range(100)], [float(n % 2 or n % 20 == 0) for n in range(100)]
    turned = after[::-1]

    def difference(scores: list[float]) -> Interval:
        first, second = {"value": Sample([turns(*before)])}, {"value": Sample([turns(*scores)])}
        return paired_intervals(first, second)["value"]

    assert difference(after).value == difference(turned).value == pytest.approx(0.05)
    assert difference(after).low > 0
    assert difference(turned).low < 0


def test_a_difference_of_shares_of_different_turns_draws_the_dialogues_of_both() -> None:
    first, second = Sample([[Scored("a", 1.0)]]), Sample([[Scored("b", 0.0), Scored("b", 1.0)]])
    found = paired_intervals({"repaired": first}, {"repaired": second})["repaired"]
    assert found.value == -0.5


def test_only_equal_figures_of_something_are_paired() -> None:
    one, none = Sample([turns(1.0)]), Sample([[]])
    for first, second in (({"a": one}, {"b": one}), ({"a": one}, {"a": none})):
        with pytest.raises(ValueError, match="paired"):
            paired_intervals(first, second)
    assert paired_intervals({}, {}) == {}
