"""Offers a running proxy between fake providers. With PROXY_STORE=postgres its stores are in a real PostgreSQL."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parent))


def pytest_configure(config):
    config.addinivalue_line("markers", "files: looks into the store's files, so it makes no sense with PostgreSQL")


def pytest_collection_modifyitems(items):
    if os.environ.get("PROXY_STORE") == "postgres":
        for item in items:
            if item.get_closest_marker("files"):
                item.add_marker(pytest.mark.skip(reason="looks into the store's files"))


@pytest.fixture(scope="session", autouse=os.environ.get("PROXY_STORE") == "postgres")
def postgres():
    """A real server; a test that asks for it is skipped with the reason where there can be none."""
    from postgres import Postgres, missing

    import proxy_world

    reason = missing()
    if reason is not None:
        pytest.skip(reason)
    with Postgres() as server:
        if os.environ.get("PROXY_STORE") == "postgres":
            proxy_world.postgres_server = server
        yield server


@pytest.fixture
async def world(tmp_path):
    from proxy_world import World

    async with World(tmp_path) as running:
        yield running
