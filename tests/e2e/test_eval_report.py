"""The report in a real browser: what a reader sees, opens, filters and searches, in light and in dark."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from eval.report import write
from eval.rows import Oracle, RunRow
from tests.e2e.browser import chromium
from tests.report_runs import (
    GOLD,
    HOSTILE,
    OTHER,
    reference,
    right_row,
    with_oracle,
    write_run,
    wrong_row,
)

DIALOGUES, LENGTH = 100, 25
MANY = DIALOGUES * LENGTH
LOAD_SECONDS, FILTER_SECONDS = 20.0, 5.0  # bounds for a busy machine; a quiet one needs a tenth

# The least contrast of text that shows, with that text: WCAG 2's formula on the nearest background that is painted.
_LEAST_CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
const rgb = (colour) => {
  canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
};
const light = (colour) => [...rgb(colour)].slice(0, 3).map((part) => part / 255)
  .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
const behind = (node) => {
  for (; node; node = node.parentElement) {
    const colour = getComputedStyle(node).backgroundColor;
    if (rgb(colour)[3] === 255) return colour;
  }
  return "white";
};
let least = [21, ""];
for (const node of document.querySelectorAll("body *")) {
  const text = [...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.data.trim()).join("");
  if (!text || !node.getClientRects().length || ["SCRIPT", "STYLE", "OPTION"].includes(node.tagName)) continue;
  const [one, two] = [light(getComputedStyle(node).color), light(behind(node))].sort((a, b) => b - a);
  const contrast = (one + 0.05) / (two + 0.05);
  if (contrast < least[0]) least = [contrast, `${node.tagName}.${node.className}: ${text.slice(0, 40)}`];
}
return least;
"""


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs of four turns: half right, and all right with the oracle plan."""
    folder = tmp_path_factory.mktemp("report")
    turns = [
        reference("d1", 1),
        reference("d1", 2, HOSTILE),
        reference("d2", 1, "And in all?"),
        reference("d2", 2),
    ]
    half = [(right_row if turn.turn == 1 else wrong_row)(turn) for turn in turns]
    oracle = [with_oracle(right_row(turn), Oracle.PLAN) for turn in turns]
    folders = [write_run(folder / "lexical", half), write_run(folder / "perfect", oracle)]
    return write(folders, folder / "report.html").html


@pytest.fixture
def opened(chrome: Chrome, page: Path) -> Chrome:
    _open(chrome, page)
    return chrome


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_ci_does_not_pass_without_a_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="chromium and chromium-driver are needed"), chromium(tmp_path):
        pass


def test_it_loads_nothing_and_the_console_stays_empty(opened: Chrome) -> None:
    assert opened.execute_script("return performance.getEntriesByType('resource').length") == 0
    _row(opened, "own/d1/2").click()
    assert opened.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_text_of_the_data_is_shown_as_it_is(opened: Chrome) -> None:
    row = _row(opened, "own/d1/2")
    row.click()
    asked = row.find_element(By.CLASS_NAME, "asked")
    assert asked.get_property("textContent") == HOSTILE
    assert opened.execute_script("return window.pwned ?? null") is None
    assert not opened.find_elements(By.TAG_NAME, "img")


def test_a_turn_opens_to_both_sides_and_the_stage_blamed(opened: Chrome) -> None:
    row = _row(opened, "own/d1/2")
    assert not row.find_elements(By.CLASS_NAME, "detail")
    row.click()
    # The row fills when the browser gets round to its toggle event.
    WebDriverWait(opened, 10).until(lambda _: row.find_elements(By.CSS_SELECTOR, ".side > div"))
    sides = [side.text for side in row.find_elements(By.CSS_SELECTOR, ".side > div")]
    assert len(sides) == 3
    assert GOLD in sides[0]
    assert "1234" in sides[0]
    assert OTHER in sides[1]
    assert "oracle plan" in sides[2]
    extra = [item.text for item in row.find_elements(By.CSS_SELECTOR, ".plans .extra")]
    lacks = [item.text for item in row.find_elements(By.CSS_SELECTOR, ".plans .lacks")]
    assert (extra, lacks) == (["orders.country = 'France'"], ["orders.country = 'FR'"])
    assert "plan: values" in row.find_element(By.CLASS_NAME, "reasons").text
    assert [cell.text for cell in row.find_elements(By.CSS_SELECTOR, ".result .odd td")] == ["0"]


def test_turns_are_filtered_by_outcome_stage_run_and_words(opened: Chrome) -> None:
    def choose(name: str, value: str) -> None:
        Select(opened.find_element(By.ID, f"filter-{name}")).select_by_value(value)

    assert _shown(opened) == ["own/d1/1", "own/d1/2", "own/d2/1", "own/d2/2"]
    choose("outcome", "wrong")
    assert _shown(opened) == ["own/d1/2", "own/d2/2"]
    choose("run", "1")
    assert _shown(opened) == ["own/d1/1", "own/d1/2", "own/d2/1", "own/d2/2"]  # none is wrong there
    choose("run", "0")
    choose("stage", "plan:values")
    assert _shown(opened) == ["own/d1/2", "own/d2/2"]
    opened.find_element(By.ID, "filter-text").send_keys("<IMG onerror")
    assert _shown(opened) == ["own/d1/2"]
    assert opened.find_element(By.ID, "count").text == "1 of 4 turns"
    opened.find_element(By.ID, "filter-reset").click()
    assert len(_shown(opened)) == 4


def test_a_part_of_the_bar_leads_to_its_turns(opened: Chrome) -> None:
    opened.find_element(By.CSS_SELECTOR, ".part[data-stage='plan:values']").click()
    assert _shown(opened) == ["own/d1/2", "own/d2/2"]
    opened.execute_script("scrollTo(0, 0)")
    opened.find_element(By.CSS_SELECTOR, ".part[data-outcome='right'][data-run='0']").click()
    assert _shown(opened) == ["own/d1/1", "own/d2/1"]


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_text_can_be_read_in_light_and_dark(opened: Chrome, scheme: str, dark: bool) -> None:
    _emulate(
        opened, "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
    )
    try:
        _row(opened, "own/d1/2").click()
        opened.execute_script("document.querySelectorAll('details').forEach((each) => each.open = true)")
        contrast, where = opened.execute_script(_LEAST_CONTRAST)
        assert contrast >= 4.5, where
        page_is_dark = "return matchMedia('(prefers-color-scheme: dark)').matches"
        assert opened.execute_script(page_is_dark) is dark
        colour = opened.execute_script("return getComputedStyle(document.body).backgroundColor")
        brightness = sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
        assert (brightness < 3 * 64) is dark
    finally:
        _emulate(opened, "Emulation.setEmulatedMedia", features=[])


@pytest.mark.parametrize("width", [360, 800, 1300, 2000])
def test_the_page_fits_any_window(opened: Chrome, width: int) -> None:
    _emulate(
        opened,
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=900,
        deviceScaleFactor=1,
        mobile=False,
    )
    try:
        _row(opened, "own/d1/2").click()
        wider = opened.execute_script("return document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0
    finally:
        _emulate(opened, "Emulation.clearDeviceMetricsOverride")


def test_thousands_of_turns_stay_usable(chrome: Chrome, tmp_path: Path) -> None:
    rows: list[RunRow] = []
    for dialogue in range(DIALOGUES):
        turns = [
            reference(f"d{dialogue:03}", turn, f"Question {dialogue}-{turn}?")
            for turn in range(1, LENGTH + 1)
        ]
        rows += ((wrong_row if turn.turn % 5 == 0 else right_row)(turn) for turn in turns)
    written = write([write_run(tmp_path / "many", rows)], tmp_path / "report.html")
    started = time.monotonic()
    _open(chrome, written.html)
    assert len(_shown(chrome)) == 100  # as many as are shown at once
    assert time.monotonic() - started < LOAD_SECONDS
    chrome.find_element(By.ID, "more").click()
    assert len(_shown(chrome)) == 200
    started = time.monotonic()
    chrome.find_element(By.ID, "filter-text").send_keys("question 77-25?")
    assert _shown(chrome) == ["own/d077/25"]
    assert time.monotonic() - started < FILTER_SECONDS
    chrome.find_element(By.ID, "filter-reset").click()
    Select(chrome.find_element(By.ID, "filter-outcome")).select_by_value("wrong")
    assert chrome.find_element(By.ID, "count").text == f"{MANY // 5} of {MANY:,} turns"


def _open(chrome: Chrome, page: Path) -> None:
    chrome.get_log("browser")  # type: ignore[no-untyped-call]
    chrome.get(page.as_uri())


def _emulate(chrome: Chrome, command: str, **arguments: Any) -> None:
    chrome.execute_cdp_cmd(command, arguments)


def _row(chrome: Chrome, row_id: str) -> WebElement:
    return chrome.find_element(By.CSS_SELECTOR, f"details[data-id='{row_id}']")


def _shown(chrome: Chrome) -> list[str]:
    script = "return [...document.querySelectorAll('#list details')].map((each) => each.dataset.id)"
    found: list[str] = chrome.execute_script(script)
    return found
