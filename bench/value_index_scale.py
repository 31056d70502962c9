"""`python -m bench.value_index_scale [SIZES …] [--compare 1000000] [--plot FILE]`: how the value index grows.

Makes databases of 500 tables with so many distinct texts (names, titles, codes, e-mail and postal addresses; each once,
drawn from 50,000 made-up words), builds their index on disk, and links questions that say stored texts: as they stand,
in lower case, with a typo, or by two of their words. Each step is a process of its own, and so is its memory.
At one size it is compared with what a user would take instead: FTS5's trigrams, and rapidfuzz over all texts.
Ends with 1 where a target is missed.
"""

import argparse
import asyncio
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import apsw
from rapidfuzz import fuzz, process

from bench.line_plot import Line, write_plot
from bench.report import show_figures, show_table
from services.contracts.catalogue import Catalogue
from services.contracts.models import LinkRequest, Links
from services.value_index.settings import ValueIndexSettings
from services.value_index.value_index import EmbeddedValueIndex

SIZES = (10_000, 100_000, 1_000_000)
TABLES, COLUMNS = 500, ("name", "title", "code", "address")
QUESTIONS = 400
_SYLLABLES = re.findall(
    r"\w+",
    """ba be bi bo bu da de di do du fa fe fi ga go ha he hi ho ka ke ki ko la le li lo lu ma me mi mo mu na ne ni no pa
    pe po ra re ri ro ru sa se si so ta te ti to tu va ve vi vo wa we zo sta tri kel mont ber lin ford ster ton ham dor
    ran ven mar tel""",
)
_TEMPLATES = (
    "How many entries of table {n} belong to {said}?",
    "Show me everything about {said} in table {n}, newest first",
    "which ones are from {said}, and what is their code?",
)


@dataclass(frozen=True, slots=True)
class Grown:
    """Figures of one size; bytes, seconds and milliseconds."""

    texts: int
    texts_bytes: int
    database_bytes: int
    build_s: float
    build_cpu_s: float
    build_memory: int
    index_bytes: int
    open_s: float
    link_p50: float
    link_p99: float
    link_cpu_p50: float
    link_cpu_p99: float
    link_memory: int
    recall_at_5: float
    refresh_s: float

    @property
    def ratio(self) -> float:
        return self.index_bytes / self.texts_bytes

    @property
    def missed(self) -> list[str]:
        """The targets that are missed, for people. CPU time, since others may use the machine too; the ratio of a small
        index says what is kept of 2,000 columns."""
        measured = (
            ("build, s", self.build_s, 900),
            ("memory of the build", self.build_memory, 2e9),
            ("link, p50 in CPU ms", self.link_cpu_p50, 10),
            ("link, p99 in CPU ms", self.link_cpu_p99, 50),
            ("not among 5 links", round(1 - self.recall_at_5, 3), 0.05),
            ("index / texts", self.ratio if self.texts >= 1_000_000 else 0, 1.5),
        )
        return [
            f"{self.texts:,} texts: {name}: {found}, above {most}"
            for name, found, most in measured
            if found > most
        ]


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    said: str
    value: str
    kind: str


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--compare", type=int, default=0, help="the size of the comparison; 0: none")
    parser.add_argument("--plot", type=Path, help="an SVG file of the growth")
    parser.add_argument(
        "--step", choices=("make", "build", "link", "refresh", "compare"), help=argparse.SUPPRESS
    )
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        print(json.dumps(_STEPS[arguments.step](arguments.folder, arguments.sizes[0])))
        return 0
    grown, compared = [], []
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory(prefix="turnwise-bench-") as folder:
            grown.append(_grown(Path(folder), size))
            _show(grown)
            if size == arguments.compare:
                compared = _step("compare", Path(folder), size)["rows"]
                show_table(f"At {size:,} texts", ("search", "kind", "recall@5", "p50 ms", "p99 ms"), compared)
    if arguments.plot:
        _plot(arguments.plot, grown)
    figures = [asdict(each) | {"ratio": round(each.ratio, 3)} for each in grown]
    show_figures("value_index_scale", {"sizes": figures, "compared": compared})
    missed = [said for each in grown for said in each.missed]
    print(*missed, sep="\n", end="\n" if missed else "", file=sys.stderr)
    return 1 if missed else 0


def _grown(folder: Path, size: int) -> Grown:
    made, built = _step("make", folder, size), _step("build", folder, size)
    linked, refreshed = _step("link", folder, size), _step("refresh", folder, size)
    return Grown(texts=size, **made, **built, **linked, **refreshed)


def _step(name: str, folder: Path, size: int) -> Any:
    command = [
        sys.executable,
        "-m",
        "bench.value_index_scale",
        str(size),
        "--step",
        name,
        "--folder",
        str(folder),
    ]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1])
    return json.loads(done.stdout.splitlines()[-1])


# --------------------------------------------------------------------------------------------------- the database


def _texts(size: int) -> Iterator[tuple[str, str, str, str]]:
    """Rows of four distinct texts."""
    draw = random.Random(size)
    words = _words(draw)

    def word() -> str:
        return words[int(len(words) * draw.random() ** 2.5)]  # a few are frequent, most are rare

    seen: set[str] = set()
    for number in range(size // len(COLUMNS)):
        name, title, code, address = "", "", "", ""
        while not name or name in seen:
            middle = f"{word()[0].upper()}. " if draw.random() < 0.4 else ""
            name = f"{word().title()} {middle}{word().title()}"
        while not title or title in seen:
            title = " ".join(word() for _ in range(draw.choice((3, 3, 4, 5)))).capitalize()
        if draw.random() < 0.5:
            code = f"{word()}.{word()}{number % 100}@{word()}.com"
        while not code or code in seen:
            code = f"{word()[:2].upper()}-{draw.randrange(10**8):08d}"
        while not address or address in seen:
            street = draw.choice(("Street", "Road", "Avenue", "Square"))
            address = f"{draw.randrange(1, 9999)} {word().title()} {street}, {word().title()}"
        row = (name, title, code, address)
        seen.update(row)
        yield row


def _words(draw: random.Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < 50_000:
        found["".join(draw.choice(_SYLLABLES) for _ in range(draw.choice((2, 2, 3, 3, 4))))] = None
    return list(found)


def _make(folder: Path, size: int) -> dict[str, object]:
    file = folder / "large.sqlite"
    connection = apsw.Connection(str(file))
    connection.execute("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -200000")
    length, asked = 0, []
    draw = random.Random(1)
    rows = size // len(COLUMNS)
    with connection:
        for table in range(TABLES):
            connection.execute(
                f"CREATE TABLE table_{table}(id INTEGER PRIMARY KEY, {', '.join(f'{c} TEXT' for c in COLUMNS)})"
            )
        for number, row in enumerate(_texts(size)):
            connection.execute(f"INSERT INTO table_{number * TABLES // rows} VALUES (NULL, ?, ?, ?, ?)", row)
            length += sum(len(text.encode()) for text in row)
            if draw.random() < 4 * QUESTIONS / rows:
                asked.append(row)
    draw.shuffle(asked)
    questions = [asdict(_question(draw, row, number)) for number, row in enumerate(asked[:QUESTIONS])]
    (folder / "questions.json").write_text(json.dumps(questions))
    return {"texts_bytes": length, "database_bytes": file.stat().st_size}


def _question(draw: random.Random, row: Sequence[str], number: int) -> Question:
    kind = ("as stored", "lower case", "typo", "two words")[number % 4]
    value = row[draw.choice((0, 1, 3))] if kind != "two words" else row[1]
    said = value
    if kind == "lower case":
        said = value.lower()
    elif kind == "typo":
        said = _misspelt(draw, value)
    elif kind == "two words":
        first = draw.randrange(len(value.split()) - 1)
        said = " ".join(value.split()[first : first + 2]).title()
    template = _TEMPLATES[number % len(_TEMPLATES)]
    return Question(template.format(said=said, n=draw.randrange(TABLES)), said, value, kind)


def _misspelt(draw: random.Random, text: str) -> str:
    """One letter of the longest word is left out or doubled, but not the first two."""
    word = max((word for word in text.split() if word.isalpha()), key=len)
    place = draw.randrange(2, len(word))
    wrong = word[:place] + (word[place] * 2 if draw.random() < 0.5 else "") + word[place + 1 :]
    return text.replace(word, wrong, 1)


# ------------------------------------------------------------------------------------------------------ the index


def _index(folder: Path) -> EmbeddedValueIndex:
    settings = ValueIndexSettings(store=str(folder / "index"), cells_in_memory=0, wait_seconds=3600)
    return EmbeddedValueIndex(Catalogue.of({"large": folder / "large.sqlite"}), settings)


def _memory() -> int:
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _build(folder: Path, _: int) -> dict[str, object]:
    started, cpu = time.perf_counter(), time.process_time()
    asyncio.run(_index(folder).refreshed("large", lambda _: None))
    index_bytes = sum(file.stat().st_size for file in (folder / "index").rglob("*") if file.is_file())
    return {
        "build_s": round(time.perf_counter() - started, 2),
        "build_cpu_s": round(time.process_time() - cpu, 2),
        "build_memory": _memory(),
        "index_bytes": index_bytes,
    }


def _questions(folder: Path) -> list[Question]:
    return [Question(**fields) for fields in json.loads((folder / "questions.json").read_text())]


def _link(folder: Path, _: int) -> dict[str, object]:
    """Each question once, none twice."""
    index = _index(folder)

    async def linked() -> tuple[float, list[float], list[float], list[bool]]:
        started = time.perf_counter()
        await index.link(LinkRequest(question="anything", database_id="large"))
        opened = time.perf_counter() - started
        times, working, found = [], [], []
        for question in _questions(folder):
            started, cpu = time.perf_counter(), time.process_time()
            links = await index.link(LinkRequest(question=question.text, database_id="large"))
            times.append(1000 * (time.perf_counter() - started))
            working.append(1000 * (time.process_time() - cpu))
            found.append(question.value in _best(links))
        return opened, times, working, found

    opened, times, working, found = asyncio.run(linked())
    (p50, p99), (cpu_p50, cpu_p99) = _percentiles(times), _percentiles(working)
    return {
        "open_s": round(opened, 2),
        "link_p50": p50,
        "link_p99": p99,
        "link_cpu_p50": cpu_p50,
        "link_cpu_p99": cpu_p99,
        "link_memory": _memory(),
        "recall_at_5": round(sum(found) / len(found), 3),
    }


def _best(links: Links) -> list[str]:
    """The first five of all links."""
    ranked = sorted((*links.values, *links.possible), key=lambda link: -link.score)
    return [str(link.value) for link in ranked[:5]]


def _refresh(folder: Path, _: int) -> dict[str, object]:
    """One table has a new row."""
    connection = apsw.Connection(str(folder / "large.sqlite"))
    connection.execute("INSERT INTO table_7(name) VALUES ('Somebody New')")
    connection.close()
    started = time.perf_counter()
    asyncio.run(_index(folder).refreshed("large", lambda _: None))
    return {"refresh_s": round(time.perf_counter() - started, 2)}


# -------------------------------------------------------------------------------------------------- the comparison

Search = Callable[[Question], Sequence[str]]


def _compare(folder: Path, _: int) -> dict[str, object]:
    """The others are given the words that stand for the value; the value index has to find these in the question."""
    with asyncio.Runner() as loop:
        index = _index(folder)

        def by_index(question: Question) -> Sequence[str]:
            links = loop.run(index.link(LinkRequest(question=question.text, database_id="large")))
            return _best(links)

        connection = apsw.Connection(str(folder / "large.sqlite"))
        texts = [
            str(text)
            for table in range(TABLES)
            for column in COLUMNS
            for (text,) in connection.execute(f"SELECT {column} FROM table_{table}")
        ]
        connection.close()
        searches: list[tuple[str, Search, int]] = [
            ("value index", by_index, QUESTIONS),
            ("FTS5 trigrams", _trigrams(folder, texts), 100),
            ("rapidfuzz ratio", lambda question: _extracted(question, texts, fuzz.ratio), 40),
            ("rapidfuzz WRatio", lambda question: _extracted(question, texts, fuzz.WRatio), 12),
        ]
        loop.run(index.link(LinkRequest(question="anything", database_id="large")))
        rows = [
            row
            for name, search, most in searches
            for row in _measured(name, search, _questions(folder)[:most])
        ]
    return {"rows": rows}


def _measured(name: str, search: Search, questions: Sequence[Question]) -> Iterator[tuple[object, ...]]:
    found: dict[str, list[tuple[bool, float]]] = {}
    for question in questions:
        started = time.perf_counter()
        hit = question.value in search(question)
        milliseconds = 1000 * (time.perf_counter() - started)
        for kind in (question.kind, "all"):
            found.setdefault(kind, []).append((hit, milliseconds))
    for kind, measured in found.items():
        p50, p99 = _percentiles([milliseconds for _, milliseconds in measured])
        yield name, kind, round(sum(hit for hit, _ in measured) / len(measured), 3), p50, p99


def _trigrams(folder: Path, texts: Sequence[str]) -> Search:
    connection = apsw.Connection(str(folder / "trigrams.sqlite"))
    connection.execute("PRAGMA journal_mode = off; PRAGMA synchronous = off")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(text, tokenize = 'trigram')")
    started = time.perf_counter()
    with connection:
        connection.executemany("INSERT INTO found VALUES (?)", ((text,) for text in texts))
    size = (folder / "trigrams.sqlite").stat().st_size
    own = sum(len(text.encode()) for text in texts)
    print(f"FTS5: {time.perf_counter() - started:.0f} s, {size / own:.2f} × the texts", file=sys.stderr)

    def search(question: Question) -> Sequence[str]:
        said = question.said.replace('"', "")
        grams = dict.fromkeys(said[place : place + 3] for place in range(len(said) - 2))
        match = " OR ".join(f'"{gram}"' for gram in grams)
        rows = connection.execute(
            "SELECT text FROM found WHERE found MATCH ? ORDER BY rank LIMIT 5", (match,)
        )
        return [str(text) for (text,) in rows]

    return search


def _extracted(question: Question, texts: Sequence[str], scorer: Callable[..., float]) -> Sequence[str]:
    return [text for text, _, _ in process.extract(question.said, texts, scorer=scorer, limit=5)]


def _percentiles(milliseconds: Sequence[float]) -> tuple[float, float]:
    percent = quantiles(milliseconds, n=100, method="inclusive")
    return round(percent[49], 2), round(percent[98], 2)


# ------------------------------------------------------------------------------------------------------- reporting


def _show(grown: Sequence[Grown]) -> None:
    columns = (
        "texts",
        "build s",
        "CPU s",
        "build MB",
        "index / texts",
        "open s",
        "p50 ms",
        "p99 ms",
        "CPU p50",
        "CPU p99",
        "link MB",
    )
    rows = [
        (
            f"{each.texts:,}",
            each.build_s,
            each.build_cpu_s,
            each.build_memory >> 20,
            round(each.ratio, 2),
            each.open_s,
            each.link_p50,
            each.link_p99,
            each.link_cpu_p50,
            each.link_cpu_p99,
            each.link_memory >> 20,
            each.recall_at_5,
            each.refresh_s,
        )
        for each in grown
    ]
    show_table("The value index by size", (*columns, "recall@5", "refresh s"), rows)


def _plot(file: Path, grown: Sequence[Grown]) -> None:
    lines = [
        Line("link, p50 ms", [(each.texts, each.link_p50) for each in grown]),
        Line("link, p99 ms", [(each.texts, each.link_p99) for each in grown]),
        Line("build, s", [(each.texts, each.build_s) for each in grown]),
        Line("memory of a server, MB", [(each.texts, each.link_memory / (1 << 20)) for each in grown]),
        Line("index on disk, MB", [(each.texts, each.index_bytes / (1 << 20)) for each in grown]),
    ]
    write_plot(file, lines, title="The value index by the number of distinct texts")


_STEPS: dict[str, Callable[[Path, int], dict[str, object]]] = {
    "make": _make,
    "build": _build,
    "link": _link,
    "refresh": _refresh,
    "compare": _compare,
}

if __name__ == "__main__":
    sys.exit(main())
