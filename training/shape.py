"""The network's sizes as a run's configuration gives them."""

from training.configuration import PlannerRun
from training.model import ModelShape


def shape_of(run: PlannerRun) -> ModelShape:
    return ModelShape(
        run.hidden, run.heads, run.feed_forward, run.graph_layers, run.decoder_layers, run.dropout
    )
