"""Earlier statements in the spelling in which a model is taught to answer: what it copies from is what it writes."""

from dataclasses import dataclass
from functools import lru_cache

from services.contracts.models import GenerateRequest
from services.contracts.schema import Schema
from services.generator.formats.format import NotExpressible
from services.generator.formats.sql_answer import shortest_answer


def in_one_spelling(request: GenerateRequest) -> GenerateRequest:
    """The SQL of earlier turns as `shortest_answer` spells it; what it cannot read stays as it is."""
    schema = _Hashed(request.links.snapshot)
    history = tuple(
        turn.model_copy(update={"sql": _respelled(turn.sql, schema)}) if turn.sql else turn
        for turn in request.history
    )
    return request.model_copy(update={"history": history})


@dataclass(frozen=True, eq=False)
class _Hashed:
    """A schema that is compared by its hash: by all that it holds would take longer than what the cache saves."""

    schema: Schema

    def __hash__(self) -> int:
        return hash(self.schema.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and other.schema.hash == self.schema.hash


@lru_cache(maxsize=1024)  # every turn of a conversation shows the same turns before it
def _respelled(sql: str, hashed: _Hashed) -> str:
    answer = shortest_answer(sql, hashed.schema)
    return sql if isinstance(answer, NotExpressible) else answer
