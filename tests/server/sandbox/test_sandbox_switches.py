"""The control addresses for switches and for further OAuth apps."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from server.sandbox.console.control_routes import BadRequest
from server.sandbox.console.switch_routes import checked_values, switch_values


@dataclass
class Lamps:
    lit: bool = False
    count: int = 3
    seconds: float = 2.0
    colours: set[str] = field(default_factory=lambda: {"red", "blue"})
    mode: str = field(default="slow", metadata={"choices": ("slow", "fast")})


def test_values_come_back_as_json():
    assert switch_values(Lamps()) == {"lit": False, "count": 3, "seconds": 2.0, "colours": ["blue", "red"], "mode": "slow"}


def test_values_are_taken_in_the_type_of_the_switch():
    wanted = {"lit": True, "count": 0, "seconds": 7, "colours": ["green"], "mode": "fast"}

    checked = checked_values("lamps", Lamps(), wanted)

    assert checked == {"lit": True, "count": 0, "seconds": 7.0, "colours": {"green"}, "mode": "fast"}
    assert isinstance(checked["seconds"], float)


@pytest.mark.parametrize("wanted", [
    {"lit": 1}, {"lit": "true"}, {"count": True}, {"count": -1}, {"count": "3"}, {"seconds": True}, {"seconds": -1},
    {"colours": "green"}, {"colours": [1]}, {"mode": "quick"}, {"mode": []}, {"shape": "round"}, [], None])
def test_what_does_not_fit_is_refused(wanted):
    with pytest.raises(BadRequest):
        checked_values("lamps", Lamps(), wanted)


def test_switches_are_read_set_and_restored_by_the_control_address(sandbox_world):
    before = sandbox_world.control("GET", "/sandbox/switches").json["hubspot"]

    after = sandbox_world.control("POST", "/sandbox/switches", {"hubspot": {"search_lag_seconds": 0}})

    assert after.status == 200 and after.json["hubspot"] == {**before, "search_lag_seconds": 0}
    assert sandbox_world.sandbox.hubspot.switches.search_lag_seconds == 0.0
    assert sandbox_world.control("DELETE", "/sandbox/switches").json["hubspot"] == before


def test_one_wrong_switch_leaves_all_as_they_were(sandbox_world):
    before = sandbox_world.control("GET", "/sandbox/switches").json

    refused = sandbox_world.control("POST", "/sandbox/switches", {"hubspot": {"rate_limits": False, "nonsense": 1}})

    assert refused.status == 400 and "nonsense" in refused.json["error"]["message"]
    assert sandbox_world.control("POST", "/sandbox/switches", {"elsewhere": {}}).status == 400
    assert sandbox_world.control("GET", "/sandbox/switches").json == before


def test_a_further_app_can_be_registered(sandbox_world):
    app = {"provider": "hubspot", "client_id": "tool", "client_secret": "s", "redirect_uri": "http://localhost:9/back"}

    assert sandbox_world.control("POST", "/sandbox/clients", app).status == 200

    assert "tool" in sandbox_world.sandbox.hubspot.tokens.clients
    assert sandbox_world.control("POST", "/sandbox/clients", {**app, "provider": "other"}).status == 400
    assert sandbox_world.control("POST", "/sandbox/clients", {**app, "client_secret": ""}).status == 400
