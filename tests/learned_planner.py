"""What the tests of the learned planner share: a schema, requests on it, and pointers."""

from services.contracts.models import Links, PlanRequest, Turn
from services.contracts.plan import Plan
from services.contracts.schema import Column, ForeignKey, Schema, Table
from services.contracts.sketch import Query
from services.contracts.sql_plan import Unsketchable, sketch_from_sql
from services.planner.learned.pointers import Literal, Pointers
from services.planner.learned.window import columns_in_window

SHOP = Schema(
    database_id="shop",
    tables=(
        Table(
            name="countries",
            columns=(Column(name="code", type="TEXT", primary_key=True), Column(name="name", type="TEXT")),
        ),
        Table(
            name="customers",
            columns=(
                Column(name="id", type="INTEGER", primary_key=True),
                Column(name="name", type="TEXT"),
                Column(name="sex", type="TEXT", samples=("F", "M")),
                Column(name="country", type="TEXT"),
                Column(name="manager_id", type="INTEGER"),
            ),
        ),
        Table(
            name="orders",
            columns=(
                Column(name="id", type="INTEGER", primary_key=True),
                Column(name="customer_id", type="INTEGER"),
                Column(name="total", type="REAL"),
                Column(name="ordered_on", type="DATE"),
            ),
        ),
    ),
    foreign_keys=(
        ForeignKey(table="customers", columns=("country",), ref_table="countries", ref_columns=("code",)),
        ForeignKey(table="customers", columns=("manager_id",), ref_table="customers", ref_columns=("id",)),
        ForeignKey(table="orders", columns=("customer_id",), ref_table="customers", ref_columns=("id",)),
    ),
)


def shop_pointers(values: tuple[Literal, ...] = (1, "FR", 2.5)) -> Pointers:
    names = tuple(table.name for table in SHOP.tables)
    columns = columns_in_window(Links(snapshot=SHOP), names, None, most_columns=100)
    return Pointers(SHOP, names, columns, values)


def sketch_of(sql: str, schema: Schema = SHOP) -> Query:
    sketch = sketch_from_sql(sql, schema)
    assert not isinstance(sketch, Unsketchable), sketch.reason
    return sketch


def asked(question: str, *earlier: tuple[str, str], schema: Schema = SHOP) -> PlanRequest:
    """A request after these questions with their SQL."""
    history = tuple(
        Turn(number=number, question=text, plan=Plan(sketch=sketch_of(sql, schema)))
        for number, (text, sql) in enumerate(earlier, start=1)
    )
    return PlanRequest(question=question, links=Links(snapshot=schema), history=history)
