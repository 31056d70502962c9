"""A planner in 20 lines: it counts the rows of the table that the question names."""

from services.contracts.models import PlanRequest, Plans
from services.contracts.plan import Intent, Plan
from services.contracts.sketch import Call, Item, Select, Star, TableSource
from services.contracts.sql_plan import in_context, plan_from_sketch


class CountingPlanner:
    async def plan(self, request: PlanRequest) -> Plans:
        if not request.links.tables:
            return Plans(plans=(Plan(intent=Intent.UNANSWERABLE, reason="No table is named."),))
        table = request.links.tables[0].table
        sketch = Select(
            items=(Item(expression=Call(name="count", arguments=(Star(),))),),
            sources=(TableSource(name=table, table=table),),
        )
        plan = plan_from_sketch(sketch, request.links.snapshot)
        return Plans(plans=(in_context(plan, request.history),))
