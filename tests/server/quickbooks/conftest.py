from __future__ import annotations

import sys
from pathlib import Path
from typing import Iterator

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from quickbooks_world import World  # noqa: E402


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()
