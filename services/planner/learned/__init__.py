"""The learned planner: `from services.planner.learned import LearnedPlanner`."""

from services.planner.learned.planner import LearnedPlanner
from services.planner.learned.settings import LearnedPlannerSettings

__all__ = ["LearnedPlanner", "LearnedPlannerSettings"]
