"""`python -m services.planner` serves the planner alone. Settings: TURNWISE_PLANNER_…, TURNWISE_LEARNED_PLANNER_…"""

from services.contracts.serving.server import Service, main
from services.planner.learned import LearnedPlanner
from services.planner.lexical import LexicalPlanner
from services.planner.servicer import planner_service
from services.planner.settings import PlannerServiceSettings


def build() -> Service:
    kind = PlannerServiceSettings().kind
    return planner_service(LearnedPlanner() if kind == "learned" else LexicalPlanner())


if __name__ == "__main__":
    main("planner", build)
