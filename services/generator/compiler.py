"""Sketch → SQL without a model: the joins come from the keys, the rest is written down."""

from services.contracts.frozen import Frozen
from services.contracts.models import Draft, Drafts, GenerateRequest
from services.contracts.plan import Intent, Plan
from services.contracts.schema import Schema
from services.contracts.sketch import Query
from services.generator.expression_tree import NotCompilableError
from services.generator.sql_spelling import spelled
from services.generator.sql_tree import QueryWriter


class CompileFailure(Frozen):
    """Why a sketch is no SQL on this schema: an unknown name, or sources that no key joins."""

    reason: str


def compile_sketch(query: Query, schema: Schema) -> str | CompileFailure:
    """One SELECT in SQLite's dialect. Sources have the aliases T1, T2, … as soon as a SELECT has several."""
    try:
        return spelled(QueryWriter(schema).write(query, {}))
    except NotCompilableError as error:
        return CompileFailure(reason=str(error))
    except RecursionError:
        return CompileFailure(reason="nested too deeply")


class CompilerGenerator:
    """A Generator that drafts one statement per plan, in the order of the plans, scored by their probability."""

    async def generate(self, request: GenerateRequest) -> Drafts:
        """Plans that are to be answered give a draft each; of equal statements the first stays.

        A plan that cannot be written as SQL gives a draft with the failure. After a diagnosis only statements are
        left that were not attempted.
        """
        again = request.diagnosis is not None
        known = {attempt.sql for attempt in request.attempts} if again else set()
        drafts: list[Draft] = []
        for number, plan in enumerate(request.plans):
            if plan.intent is not Intent.ANSWER:
                continue
            draft = _draft(plan, number, request.links.snapshot)
            if not again if draft.failure else draft.sql not in known:
                drafts.append(draft)
                known.add(draft.sql)
        return Drafts(drafts=tuple(drafts))


def _draft(plan: Plan, number: int, schema: Schema) -> Draft:
    if plan.sketch is None:
        return Draft(sql="", plan=number, failure="the plan has no sketch to compile")
    sql = compile_sketch(plan.sketch, schema)
    if isinstance(sql, CompileFailure):
        return Draft(sql="", plan=number, failure=sql.reason)
    return Draft(sql=sql, plan=number, score=plan.probability)
