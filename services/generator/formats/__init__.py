"""The prompt formats, used by serving and training alike."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from services.generator.formats.brief import BriefFormat
from services.generator.formats.direct import DirectFormat
from services.generator.formats.format import NotExpressible, PromptFormat, Unreadable
from services.generator.formats.metric import MetricFormat
from services.generator.formats.plan import PlanFormat
from services.generator.formats.repair import RepairFormat
from services.generator.formats.semantic import SemanticFormat

__all__ = ["FORMATS", "NotExpressible", "PromptFormat", "Unreadable", "formats"]

_ALL: tuple[PromptFormat, ...] = (
    DirectFormat(),
    BriefFormat(),
    PlanFormat(),
    RepairFormat(),
    SemanticFormat(),
    MetricFormat(),
)

FORMATS: Mapping[str, PromptFormat] = MappingProxyType({each.name: each for each in _ALL})


def formats(*, semantic_models: Path | None = None) -> Mapping[str, PromptFormat]:
    """FORMATS, with a user's semantic models (see SemanticFormat)."""
    return MappingProxyType({**FORMATS, SemanticFormat.name: SemanticFormat(semantic_models)})
