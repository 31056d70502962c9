"""Targets that a benchmark of the value index misses are told."""

from bench.value_index_recall import missed_targets
from bench.value_index_scale import Grown

EVERY = {"known_share": 0.96, "of_known@5": 0.96, "of_known@20": 0.98}


def test_recall_below_its_target_and_too_many_wrong_links_are_told() -> None:
    assert missed_targets({"every": EVERY, "wrong_sure_links_per_turn": 3.0}) == []
    assert missed_targets({"every": EVERY | {"of_known@5": 0.9499}, "wrong_sure_links_per_turn": 3.1}) == [
        "of_known@5 is 0.9499, below 0.95",
        "3.1 wrong links per turn, above 3.0",
    ]


def grown(**changed: float) -> Grown:
    figures = dict.fromkeys(Grown.__dataclass_fields__, 1) | {"texts": 1_000_000, "texts_bytes": 1}
    return Grown(**(figures | changed))  # type: ignore[arg-type]


def test_a_size_tells_the_targets_that_it_misses() -> None:
    assert grown().missed == []
    assert grown(link_cpu_p99=51, recall_at_5=0.9, index_bytes=2).missed == [
        "1,000,000 texts: link, p99 in CPU ms: 51, above 50",
        "1,000,000 texts: not among 5 links: 0.1, above 0.05",
        "1,000,000 texts: index / texts: 2.0, above 1.5",
    ]
    assert grown(texts=10_000, index_bytes=9).missed == []
