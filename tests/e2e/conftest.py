"""The pet shop, built once."""

from pathlib import Path

import pytest

from examples import pet_shop


@pytest.fixture(scope="session")
def pet_shop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pet_shop.build(tmp_path_factory.mktemp("pet_shop") / "pet_shop.sqlite")
