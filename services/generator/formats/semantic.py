"""`semantic`: entities, dimensions, measures and joins in the place of tables and columns; the answer is SQL."""

from functools import partial
from pathlib import Path

from services.contracts.models import GenerateRequest
from services.contracts.plan import Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.composing import Subject, composed
from services.contracts.prompt.message import Prompt
from services.contracts.schema import Schema
from services.generator.formats.format import NotExpressible, Unreadable
from services.generator.formats.one_spelling import in_one_spelling
from services.generator.formats.semantic_file import model_from_file
from services.generator.formats.semantic_model import SemanticModel, derived_model
from services.generator.formats.semantic_text import semantic_text
from services.generator.formats.sql_answer import select_in, shortest_answer

_SYSTEM = (
    "Answer the question with one SQLite SELECT and nothing else. The schema is told as tables with their keys, with "
    "what to group and filter by (by), what to aggregate (measure) and how many rows lead to one (joins). What stands "
    "in quotes before = is what people call it: write what stands behind. A follow-up question keeps the conditions "
    "of the turns before unless it changes them."
)


class SemanticFormat:
    """`models`: a folder with `<database id>.yaml` for each database that has a model of its own, read when the
    database is first asked about; every other database's model is derived from its schema."""

    name = "semantic"

    def __init__(self, models: Path | None = None) -> None:
        self._folder = models
        self._read: dict[str, SemanticModel] = {}

    def prompt(self, request: GenerateRequest, budget: Budget) -> Prompt:
        """Raises InvalidSemanticModel, besides."""
        model = self._model(request.links.snapshot)
        subject = Subject(
            asked=in_one_spelling(request), system=_SYSTEM, schema_text=partial(semantic_text, model)
        )
        return composed(subject, budget)

    def _model(self, schema: Schema) -> SemanticModel:
        file = self._folder / f"{schema.database_id}.yaml" if self._folder else None
        if file is None or not file.exists():
            return derived_model(schema)
        if schema.hash not in self._read:
            self._read[schema.hash] = model_from_file(file, schema)
        return self._read[schema.hash]

    def read(self, answer: str, schema: Schema) -> str | Unreadable:
        return select_in(answer, schema)

    def answer(self, sql: str, plan: Plan | None, schema: Schema) -> str | NotExpressible:  # noqa: ARG002
        return shortest_answer(sql, schema)
