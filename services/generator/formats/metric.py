"""`metric`: the answer is a statement of a small language of figures and what they are broken down by, compiled to SQL.

What the language cannot say is no draft: the model is asked to write `cannot` then.
"""

import re

from services.contracts.models import GenerateRequest
from services.contracts.plan import Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.composing import Subject, composed
from services.contracts.prompt.message import Prompt
from services.contracts.schema import Schema
from services.generator.compiler import CompileFailure, compile_sketch
from services.generator.formats.format import NotExpressible, Unreadable
from services.generator.formats.metric_query import UnknownName, sketch_of
from services.generator.formats.metric_reader import NoMetricQuery, metric_query
from services.generator.formats.metric_writer import metric_text
from services.generator.formats.one_spelling import in_one_spelling
from services.generator.formats.sql_answer import spoken_texts

_STATEMENT = re.compile(r"^[ \t>]*(?P<text>show\b.*?)[;.\s]*(?:\n[ \t]*\n|\Z)", re.I | re.M | re.S)
_CANNOT = re.compile(r"\A\W*cannot\b", re.IGNORECASE)
_SYSTEM = (
    "Answer the question with one statement of this language and nothing else: show [distinct] columns and figures "
    "[from tables] [where condition] [by columns] [having condition] [order expression [desc]] [limit number]. "
    "Columns are table.column. Figures are count(*), count(table.*), count(distinct table.column), sum, avg, min, max. "
    "Tables join by their keys. There are no sub-queries and no set operations: where the language cannot say it, "
    "write cannot. A follow-up question keeps the conditions of the turns before unless it changes them."
)


class MetricFormat:
    name = "metric"

    def prompt(self, request: GenerateRequest, budget: Budget) -> Prompt:
        return composed(Subject(asked=in_one_spelling(request), system=_SYSTEM), budget)

    def read(self, answer: str, schema: Schema) -> str | Unreadable:
        texts = spoken_texts(answer)
        if isinstance(texts, Unreadable):
            return texts
        if any(_CANNOT.match(text) for text in texts):
            return Unreadable(reason="the model says that the metric language cannot express it")
        reasons: list[str] = []
        for text in texts:
            for statement in _STATEMENT.finditer(text):
                sql = _compiled(statement["text"], schema)
                if isinstance(sql, str):
                    return sql
                reasons.append(sql.reason)
        return Unreadable(
            reason=reasons[0] if reasons else "there is no statement of the metric language in it"
        )

    def answer(self, sql: str, plan: Plan | None, schema: Schema) -> str | NotExpressible:  # noqa: ARG002
        return metric_text(sql, schema)


def _compiled(text: str, schema: Schema) -> str | NoMetricQuery | UnknownName | CompileFailure:
    query = metric_query(text)
    if isinstance(query, NoMetricQuery):
        return query
    sketch = sketch_of(query, schema)
    return sketch if isinstance(sketch, UnknownName) else compile_sketch(sketch, schema)
