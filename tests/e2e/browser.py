"""Headless Chromium for tests, driven over WebDriver. Debian's packages: chromium, chromium-driver."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

_PROGRAMS = ("chromium", "chromedriver")
_SECONDS = 60
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # containers have little of it
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no page of a test needs the network
    "--window-size=1300,1000",
)


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    """A browser with an empty profile. Where it is not installed the test is skipped, in CI it fails."""
    browser, driver = map(shutil.which, _PROGRAMS)
    if browser is None or driver is None:
        missing = (
            f"Debian's packages chromium and chromium-driver are needed: {', '.join(_PROGRAMS)} not found"
        )
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    options = ChromeOptions()
    options.binary_location = browser
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = Chrome(options=options, service=Service(driver))
    try:
        chrome.set_page_load_timeout(_SECONDS)
        chrome.set_script_timeout(_SECONDS)
        yield chrome
    finally:
        chrome.quit()
