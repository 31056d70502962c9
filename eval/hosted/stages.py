"""The `llm` stages with recorded answers. Named on the command line as `eval.hosted.stages:RecordedGenerator`.

The model is that of the stage's own settings (TURNWISE_LLM_GENERATOR_…, TURNWISE_LLM_PLANNER_…); RecordSettings say
what is recorded.
"""

from eval.hosted.recorded_model import RecordedModel
from eval.hosted.settings import RecordSettings
from services.generator.llm import LlmGenerator, LlmGeneratorSettings
from services.planner.llm import LlmPlanner, LlmPlannerSettings


class RecordedGenerator(LlmGenerator):
    def __init__(
        self, settings: LlmGeneratorSettings | None = None, records: RecordSettings | None = None
    ) -> None:
        settings, records = settings or LlmGeneratorSettings(), records or RecordSettings()
        super().__init__(settings, RecordedModel(settings, records, stage="generator"))


class RecordedPlanner(LlmPlanner):
    def __init__(
        self, settings: LlmPlannerSettings | None = None, records: RecordSettings | None = None
    ) -> None:
        settings, records = settings or LlmPlannerSettings(), records or RecordSettings()
        super().__init__(settings, RecordedModel(settings, records, stage="planner"))
