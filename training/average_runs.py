"""The mean of runs: `python -m training.average_runs RUN RUN … OUT [--weights W W …]`, folders below `.turnwise/runs`.

For runs that go on from one another: each began with a high learning rate and ended elsewhere in the same valley, and
what lies between them is right more often on databases that none has seen (Izmailov et al., 2018; Wortsman et al.,
2022). OUT is exported like a run, and another run may start from it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.command_line import command_line
from training.configuration import PlannerRun


def average(runs: Sequence[Path], out: Path, weights: Sequence[float] = ()) -> None:
    """Writes `best.pt` below `out`, with the configuration of the last run under the name of `out`.

    `weights`: one for each run, whatever their sum; none: the same for all. Raises ValueError for runs of different
    shapes or folds, and for as many weights as there are not runs.
    """
    shares = list(weights) or [1.0] * len(runs)
    if len(shares) != len(runs) or min(shares) < 0 or sum(shares) <= 0:
        raise ValueError(f"{len(shares)} weights for {len(runs)} runs, none negative: {shares}")
    stored = [torch.load(run / "best.pt", map_location="cpu", weights_only=True) for run in runs]
    configurations = [PlannerRun.model_validate(each["run"]) for each in stored]
    states: list[dict[str, Tensor]] = [each["model"] for each in stored]
    last = configurations[-1]
    for run, state in zip(configurations, states, strict=True):
        sizes, wanted = ({name: value.shape for name, value in each.items()} for each in (state, states[-1]))
        if sizes != wanted or run.fold != last.fold:
            raise ValueError(f"{run.name} is of another shape or fold than {last.name}")
    mean = {
        name: _mean([state[name] for state in states], [share / sum(shares) for share in shares])
        for name in states[-1]
    }
    out.mkdir(parents=True, exist_ok=True)
    made: dict[str, Any] = {"model": mean, "run": {**stored[-1]["run"], "name": out.name}, "scores": {}}
    torch.save(made, out / "best.pt")


def _mean(values: Sequence[Tensor], shares: Sequence[float]) -> Tensor:
    if not values[-1].is_floating_point():
        return values[-1]
    total = sum(
        (share * value.double() for share, value in zip(shares, values, strict=True)), torch.zeros(())
    )
    return total.to(values[-1].dtype)


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=float, nargs="+", default=(), help="one per run [default: equal]")
    arguments = parser.parse_args()
    average(arguments.runs, arguments.out, arguments.weights)


if __name__ == "__main__":
    main()
