from __future__ import annotations

import sys
from pathlib import Path
from typing import Iterator

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from sandbox_world import SandboxWorld  # noqa: E402


@pytest.fixture
def sandbox_world() -> Iterator[SandboxWorld]:
    made = SandboxWorld()
    yield made
    made.close()
