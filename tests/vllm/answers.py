"""What the tiny model's adapters write."""

from services.contracts.plan import Intent
from services.planner.llm.reply import PlanReply, Shown
from tests import executor_shop
from tests.vllm.tiny_model import Answer

CONTEXT = 4096  # tokens of prompt and answer
TEXTS = (executor_shop.TABLES,)  # the tokenizer is learned from these

COUNT = "SELECT COUNT(*) FROM orders"
NAMES = "SELECT customer_name FROM customers ORDER BY customer_name"
DROP = "DROP TABLE orders"
PLAN = PlanReply(
    intent=Intent.ANSWER,
    message="",
    tables=("orders",),
    joins=(),
    select=(Shown(column="*", aggregate="count", distinct=False),),
    distinct=False,
    where=(),
    group_by=(),
    having=(),
    order_by=(),
    limit=None,
    set_operator=None,
    nested=False,
).model_dump_json()
GENERATOR, PLANNER = "sql-writer", "plan-writer"
ADAPTERS = {
    GENERATOR: (Answer(COUNT, 0.6), Answer(NAMES, 0.2), Answer(DROP, 0.2)),
    PLANNER: (Answer(PLAN),),
}
