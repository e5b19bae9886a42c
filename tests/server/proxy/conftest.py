"""Offers a running proxy between fake providers."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parent))


@pytest.fixture
async def world(tmp_path):
    from proxy_world import World

    async with World(tmp_path) as running:
        yield running
