"""`python -m bench.llm [--turns N] [--at-a-time N]`: the `llm` generator on the server that its settings name.

The pet shop's dialogues, each turn with the plan of the lexical planner and the earlier turns' reference SQL, asked one
after the other and then several at a time, without and with the grammar of names. `cached` is the share of the prompts'
tokens that the server found in its prefix cache, from vLLM's /metrics; other servers do not tell. `with_select` is the
share of the turns that a statement was read from; whether it is right, `turnwise eval run --generator llm` says.
"""

import argparse
import asyncio
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from statistics import quantiles

from prometheus_client.parser import text_string_to_metric_families

from bench.report import show_figures, show_table
from eval.datasets.own import read_own
from examples import pet_shop
from services.contracts.catalogue import Catalogue
from services.contracts.errors import TurnwiseError
from services.contracts.language_model.model_server import ModelServer
from services.contracts.models import GenerateRequest, LinkRequest, PlanRequest, Turn
from services.contracts.plan import Intent
from services.generator.llm import LlmGenerator, LlmGeneratorSettings
from services.planner.lexical import LexicalPlanner
from services.value_index.value_index import EmbeddedValueIndex

DIALOGUES = Path(pet_shop.__file__).with_name("pet_shop_dialogues.json")


@dataclass(frozen=True)
class Load:
    grammar: bool
    at_a_time: int


@dataclass(frozen=True)
class Measured:
    load: Load
    milliseconds: Sequence[float]
    seconds: float
    prompt_tokens: int
    completion_tokens: int
    with_sql: int
    cached: float | None

    def figures(self) -> dict[str, object]:
        ordered = sorted(self.milliseconds)
        return {
            "grammar": self.load.grammar,
            "at_a_time": self.load.at_a_time,
            "turns": len(ordered),
            "p50_ms": round(ordered[len(ordered) // 2]),
            "p95_ms": round(quantiles(ordered, n=20)[-1]) if len(ordered) > 1 else round(ordered[0]),
            "turns_per_second": round(len(ordered) / self.seconds, 2),
            "prompt_tokens_per_turn": round(self.prompt_tokens / len(ordered)),
            "written_tokens_per_second": round(self.completion_tokens / self.seconds, 1),
            "with_select": round(self.with_sql / len(ordered), 3),
            "cached": None if self.cached is None else round(self.cached, 3),
        }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=40, help="of the pet shop's dialogues")
    parser.add_argument("--at-a-time", type=int, default=8, help="turns that are asked together")
    arguments = parser.parse_args()
    try:
        measured = asyncio.run(_measure(arguments.turns, arguments.at_a_time))
    except TurnwiseError as error:
        print(error, file=sys.stderr)
        return 1
    _show(measured)
    return 0


async def _measure(turns: int, at_a_time: int) -> list[Measured]:
    settings = LlmGeneratorSettings()
    server = ModelServer(settings, stage="generator")
    try:
        await server.check()
    finally:
        await server.close()
    requests = await _requests(turns)
    loads = [
        Load(grammar, together) for grammar in (False, True) for together in dict.fromkeys((1, at_a_time))
    ]
    return [await _loaded(settings, requests, load) for load in loads]


async def _loaded(
    settings: LlmGeneratorSettings, requests: Sequence[GenerateRequest], load: Load
) -> Measured:
    """What the loads before left in vLLM's cache is out of this one's reach."""
    changed = settings.model_copy(update={"grammar": load.grammar})
    if _cache(settings) is not None:
        salt = {"cache_salt": f"{load} {time.time()}"}
        changed = changed.model_copy(update={"extra_body": settings.extra_body | salt})
    async with LlmGenerator(changed) as generator:
        return await _asked(generator, requests, load)


async def _requests(turns: int) -> list[GenerateRequest]:
    """Dialogue by dialogue, in their order, without the turns for which nothing is to be written."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.of({"pet_shop": pet_shop.build(Path(folder) / "pet_shop.sqlite")})
        index, planner = EmbeddedValueIndex(catalogue), LexicalPlanner()
        requests = []
        rows = read_own(DIALOGUES, "pet_shop", database_id="pet_shop").rows
        for _, dialogue in groupby(rows, lambda row: row.dialogue):
            history: tuple[Turn, ...] = ()
            for row in dialogue:
                asked = LinkRequest(question=row.question, database_id="pet_shop", history=history)
                links = await index.link(asked)
                plan = PlanRequest(question=row.question, links=links, history=history)
                plans = (await planner.plan(plan)).plans
                if plans[0].intent is Intent.ANSWER:
                    request = GenerateRequest(
                        question=row.question, links=links, plans=plans, history=history
                    )
                    requests.append(request)
                history += (Turn(number=row.turn, question=row.question, sql=row.gold_sql),)
        return list(islice(requests, turns))


async def _asked(generator: LlmGenerator, requests: Sequence[GenerateRequest], load: Load) -> Measured:
    places = asyncio.Semaphore(load.at_a_time)

    async def one(request: GenerateRequest) -> tuple[float, int, int, bool]:
        async with places:
            started = time.perf_counter()
            drafts = await generator.generate(request)
            elapsed = 1000 * (time.perf_counter() - started)
        usage = drafts.usage
        return elapsed, usage.prompt_tokens, usage.completion_tokens, any(each.sql for each in drafts.drafts)

    before = _cache(generator.settings)
    started = time.perf_counter()
    answered = await asyncio.gather(*map(one, requests))
    seconds = time.perf_counter() - started
    after = _cache(generator.settings)
    milliseconds, prompted, written, with_sql = zip(*answered, strict=True)
    return Measured(
        load, milliseconds, seconds, sum(prompted), sum(written), sum(with_sql), _share(before, after)
    )


def _cache(settings: LlmGeneratorSettings) -> tuple[float, float] | None:
    """Tokens that vLLM looked for in its prefix cache so far, and those that it found."""
    address = f"{settings.base_url.rstrip('/').removesuffix('/v1')}/metrics"
    try:
        with urllib.request.urlopen(address, timeout=10) as page:
            text = page.read().decode()
    except urllib.error.HTTPError:
        return None
    samples = [each for family in text_string_to_metric_families(text) for each in family.samples]
    asked = sum(each.value for each in samples if each.name == "vllm:prefix_cache_queries_total")
    found = sum(each.value for each in samples if each.name == "vllm:prefix_cache_hits_total")
    return asked, found


def _share(before: tuple[float, float] | None, after: tuple[float, float] | None) -> float | None:
    if before is None or after is None or after[0] == before[0]:
        return None
    return (after[1] - before[1]) / (after[0] - before[0])


def _show(measured: Sequence[Measured]) -> None:
    figures = [each.figures() for each in measured]
    columns = [name.replace("_", " ") for name in figures[0]]
    show_table("the llm generator", columns, [list(each.values()) for each in figures])
    show_figures("llm", {"loads": figures})


if __name__ == "__main__":
    sys.exit(main())
