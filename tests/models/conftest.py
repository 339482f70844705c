"""An encrypted database of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.database import close_database, open_database
from tests.models.orders import KEY, connect_account


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crossdock.db"


@pytest.fixture
def database(path: Path) -> Iterator[Path]:
    open_database(path, KEY)
    yield path
    close_database()


@pytest.fixture
def account_id(database: Path) -> int:
    return connect_account("Lumen")
