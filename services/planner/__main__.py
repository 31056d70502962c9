"""`python -m services.planner` serves the planner alone.

Settings: TURNWISE_PLANNER_…, TURNWISE_LEARNED_PLANNER_…, TURNWISE_LLM_PLANNER_…
"""

from services.contracts.serving.server import Service, main
from services.contracts.stages import Planner
from services.planner.servicer import planner_service
from services.planner.settings import PlannerServiceSettings


def build() -> Service:
    return planner_service(_planner())


def _planner() -> Planner:
    """Imported here: none of them needs the others' libraries."""
    match PlannerServiceSettings().kind:
        case "learned":
            from services.planner.learned import LearnedPlanner

            return LearnedPlanner()
        case "llm":
            from services.planner.llm import LlmPlanner

            return LlmPlanner()
        case "lexical":
            from services.planner.lexical import LexicalPlanner

            return LexicalPlanner()


if __name__ == "__main__":
    main("planner", build)
