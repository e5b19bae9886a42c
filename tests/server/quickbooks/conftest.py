from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Iterator

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from quickbooks_world import World  # noqa: E402
from server.sandbox.quickbooks import record_store  # noqa: E402

# How many records stay unpacked must not show anywhere. Half of the files run with every record packed after every
# operation, the others with the usual number; the long run does both with all.
both_ways = ["as chosen", "the other way"] if os.environ.get("TEST_LENGTH") == "long" else ["as chosen"]


@pytest.fixture(params=both_ways)
def world(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    chosen = request.module.__name__.startswith("test_checklist_")
    if chosen == (request.param == "as chosen"):
        monkeypatch.setattr(record_store, "unpacked_records_max", 0)
    made = World()
    yield made
    made.close()
