"""The cases of tests/golden/prompts: requests and their exact messages, answers and the SQL in them, references and how
they are taught."""

import pytest

from services.contracts.plan import CarriedItem, Plan
from services.generator.formats import FORMATS, NotExpressible, Unreadable
from tests.library import library, library_schema
from tests.prompt_cases import Given, budget, cases, plan, request, tokens

REQUESTS, ANSWERS, TAUGHT = cases("requests"), cases("answers"), cases("taught")


@pytest.mark.parametrize("case", REQUESTS.values(), ids=REQUESTS)
def test_messages(case: Given) -> None:
    prompt = FORMATS[case["format"]].prompt(request(case), budget(case["budget"]))
    system, user = prompt.messages
    assert (system.role, user.role) == ("system", "user")
    assert user.content.split("\n") == case["user"].removesuffix("\n").split("\n")
    assert list(prompt.notes) == case.get("notes", [])
    assert sum(tokens(message.content) for message in prompt.messages) <= case["budget"]


def test_the_system_text_of_a_format_is_fixed() -> None:
    said: dict[str, set[str]] = {}
    for case in REQUESTS.values():
        prompt = FORMATS[case["format"]].prompt(request(case), budget(case["budget"]))
        said.setdefault(case["format"], set()).add(prompt.messages[0].content)
    assert set(said) == set(FORMATS)
    assert all(len(texts) == 1 for texts in said.values())


@pytest.mark.parametrize("case", ANSWERS.values(), ids=ANSWERS)
def test_what_an_answer_says(case: Given) -> None:
    read = FORMATS[case["format"]].read(case["answer"], library_schema())
    if "unreadable" in case:
        assert read == Unreadable(reason=case["unreadable"])
    else:
        assert read == case["sql"]


@pytest.mark.parametrize("case", TAUGHT.values(), ids=TAUGHT)
def test_what_is_taught(case: Given) -> None:
    """What is taught can be read, and gives the rows of the reference."""
    format_, schema = FORMATS[case["format"]], library_schema()
    answer = format_.answer(case["sql"], _plan(case), schema)
    if "not_expressible" in case:
        assert answer == NotExpressible(reason=case["not_expressible"])
        return
    assert answer == case["answer"]
    read = format_.read(case["answer"], schema)
    assert isinstance(read, str), read
    found = library().execute(read).fetchall()
    assert found == library(double_quoted_text=True).execute(case["sql"]).fetchall()


def _plan(case: Given) -> Plan | None:
    if "kept" not in case:
        return None
    kept = tuple(CarriedItem(**item) for item in case["kept"])
    return plan(case["sql"], library_schema()).model_copy(update={"carried": kept})
