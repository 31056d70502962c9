"""`python -m services.planner` serves the planner alone. Settings: TURNWISE_PLANNER_…"""

from services.contracts.serving.server import Service, main
from services.planner.lexical import LexicalPlanner
from services.planner.servicer import planner_service


def build() -> Service:
    return planner_service(LexicalPlanner())


if __name__ == "__main__":
    main("planner", build)
