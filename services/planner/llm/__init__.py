"""The planner behind a language model: `from services.planner.llm import LlmPlanner`."""

from services.planner.llm.planner import LlmPlanner
from services.planner.llm.settings import LlmPlannerSettings

__all__ = ["LlmPlanner", "LlmPlannerSettings"]
