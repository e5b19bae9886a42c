"""Every switch of both simulators is tried in each of its positions by some test."""

from __future__ import annotations

import ast
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

import pytest

from server.sandbox.hubspot.switches import Switches as HubSpotSwitches
from server.sandbox.quickbooks.switches import Switches as QuickBooksSwitches
from switch_positions import UNKNOWN, Positions

HERE = Path(__file__).parent


def usual(switch: Field[Any]) -> Any:
    return switch.default if switch.default is not MISSING else switch.default_factory()


def wanted(switch: Field[Any]) -> list[Any]:
    """The positions a switch has; of a number or a set the usual one and any other, which is UNKNOWN here."""
    if isinstance(usual(switch), bool):
        return [True, False]
    return list(switch.metadata.get("choices", (usual(switch), UNKNOWN)))


def is_tried(switch: Field[Any], position: Any, found: Positions) -> bool:
    positions = found.set[switch.name]
    if position is UNKNOWN:
        return any(each is UNKNOWN or each != usual(switch) for each in positions)
    seen = position == usual(switch) and switch.name in found.usual_seen
    return seen or any(type(each) is type(position) and each == position for each in positions)


def missing(switches: type, found: Positions) -> list[str]:
    return [f"{switch.name}={'another' if position is UNKNOWN else position}" for switch in fields(switches)
            for position in wanted(switch) if not is_tried(switch, position, found)]


@pytest.mark.parametrize("product, switches", [("hubspot", HubSpotSwitches), ("quickbooks", QuickBooksSwitches)])
def test_every_switch_is_tried_in_each_of_its_positions(product, switches):
    sources = [*HERE.glob(f"{product}/*.py"), *HERE.glob("sandbox/*.py")]
    assert missing(switches, Positions({switch.name for switch in fields(switches)}, sources)) == []


@pytest.mark.parametrize("source, positions, seen", [
    ("def t():\n    s.lamp = True", [True], False), ("def t():\n    assert s\n    s.lamp = False", [False], True),
    ("def t():\n    s.other, s.lamp = 1, 2", [2], False), ("@both('lamp', ('a', 1), ('b', 2))\ndef t(side):\n    pass", ["a", "b"], False),
    ("@p('x, lit', [(1, True), (2, False)])\ndef t(x, lit):\n    s.lamp = lit", [True, False], False),
    ("def t():\n    for lit in (True, False):\n        s.lamp = lit", [True, False], False),
    ("def t():\n    post({'lamp': 3})", [3], False), ("def t():\n    Switches(lamp=4)", [4], False),
    ("@p('name', ['lamp'])\ndef t(name):\n    setattr(s, name, 5)", [5], False), ("def t():\n    s.torch = True", [], False),
    ("@p('name, value', [('lamp', 6)])\ndef t(name, value):\n    use(**{name: value})", [6], False),
    ("def t():\n    assert s.lamp == 7", [], True), ("def t():\n    s.lamp = 8\n    assert s", [8], False)])
def test_positions_are_read_from_what_a_test_does(tmp_path, source, positions, seen):
    path = tmp_path / "test_one.py"
    path.write_text(source)
    ast.parse(source)
    found = Positions({"lamp"}, [path])
    assert (found.set["lamp"], "lamp" in found.usual_seen) == (positions, seen)
