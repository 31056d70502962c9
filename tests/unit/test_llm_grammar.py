"""The grammar of a schema's names. That vLLM reads it, and what it lets through, is for `make test-vllm` to show."""

from services.contracts.schema import Column, Schema, Table
from services.generator.llm.grammar import grammar_of
from tests.fakes import SCHEMA


def rules(schema: Schema) -> dict[str, str]:
    return {
        name: rule for name, _, rule in (line.partition(" ::= ") for line in grammar_of(schema).splitlines())
    }


def test_every_rule_that_is_used_is_there() -> None:
    found = rules(SCHEMA)
    words = {word.strip("()?*+,") for rule in found.values() for word in rule.split()}
    assert {"root", "word", "name", "table", "column", "alias", "string", "number"} <= found.keys()
    assert {word for word in words if word.isidentifier()} <= found.keys()


def test_names_are_those_of_the_schema() -> None:
    found = rules(SCHEMA)
    assert found["table"] == r'"orders" | "\"orders\"" | "countries" | "\"countries\""'
    assert r'"order_id" | "\"order_id\""' in found["column"]


def test_names_that_sql_must_quote_stand_in_quotes_alone() -> None:
    columns = tuple(Column(name=name) for name in ("group", "Date of birth", 'a"b', "back\\slash", "naïve"))
    found = rules(Schema(database_id="odd", tables=(Table(name="odd", columns=columns),)))
    assert found["column"].split(" | ") == [
        r'"\"group\""',
        r'"\"Date of birth\""',
        r'"\"a\"\"b\""',
        r'"\"back\\slash\""',
        r'"\"naïve\""',
    ]
