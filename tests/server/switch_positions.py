"""Which positions of the simulators' switches tests set, read from the tests' own sources."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import Any, Iterable, Iterator

UNKNOWN = object()      # a position that is worked out when the test runs


class Positions:
    """By switch: the positions that are set. `usual_seen` are the switches whose usual position a test looks at: it checks
    something before it sets another position, or it checks the switch itself."""

    def __init__(self, names: set[str], sources: Iterable[Path]) -> None:
        self._names = names
        self.set: dict[str, list[Any]] = defaultdict(list)
        self.usual_seen: set[str] = set()
        for path in sources:
            for function in ast.walk(ast.parse(path.read_text())):
                if isinstance(function, ast.FunctionDef):
                    self._read(function)

    def _read(self, function: ast.FunctionDef) -> None:
        for decorator in function.decorator_list:
            for name, positions in self._declared(decorator):
                self.set[name] += positions
        known = _parameters(function)
        checks = [node for node in ast.walk(function) if isinstance(node, ast.Assert)]
        first_check = min((node.lineno for node in checks), default=None)
        looked_at = (node.attr for check in checks for node in ast.walk(check.test) if isinstance(node, ast.Attribute))
        self.usual_seen |= self._names.intersection(looked_at)
        for name, value, line in self._settings(function):
            self.set[name] += _positions(value, known)
            if first_check is not None and first_check < line:
                self.usual_seen.add(name)

    def _declared(self, decorator: ast.expr) -> Iterator[tuple[str, list[Any]]]:
        """What `both("switch", (position, expected), …)` lists."""
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "both":
            name, *sides = decorator.args
            if isinstance(name, ast.Constant) and name.value in self._names:
                yield name.value, [position for side in sides for position in _positions(side.elts[0], {})]

    def _settings(self, function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr, int]]:
        """(switch, position, line) of everything in a function that sets a switch."""
        for node in ast.walk(function):
            pairs: list[tuple[Any, ast.expr]] = []
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    pairs += [(each.attr, value) for each, value in _assigned(target, node.value) if isinstance(each, ast.Attribute)]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
                names = _positions(node.args[1], _parameters(function))
                pairs += [(name, node.args[2]) for name in names]
            elif isinstance(node, ast.Call):
                pairs += [(keyword.arg, keyword.value) for keyword in node.keywords]
            elif isinstance(node, ast.Dict):
                pairs += [(name, value) for key, value in zip(node.keys, node.values) if key is not None
                          for name in _positions(key, _parameters(function))]
            yield from ((name, value, node.lineno) for name, value in pairs if isinstance(name, str) and name in self._names)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The single assignments of `a, b = 1, 2`."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts)
    elif not isinstance(target, ast.Tuple):
        yield target, value


def _parameters(function: ast.FunctionDef) -> dict[str, list[Any]]:
    """The values that the parameters of a test and the variables of its loops take, as far as they are written out."""
    known: dict[str, list[Any]] = defaultdict(list)
    for decorator in function.decorator_list:
        if not isinstance(decorator, ast.Call) or len(decorator.args) < 2 or not isinstance(decorator.args[0], ast.Constant):
            continue
        names = [name.strip() for name in str(decorator.args[0].value).split(",")]
        for row in getattr(decorator.args[1], "elts", []):
            cells = row.elts if len(names) > 1 and isinstance(row, ast.Tuple) else [row]
            for name, cell in zip(names, cells):
                known[name] += _positions(cell, {})
    for loop in (node for node in ast.walk(function) if isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple)):
        targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
        for row in loop.iter.elts:
            cells = row.elts if isinstance(loop.target, ast.Tuple) and isinstance(row, ast.Tuple) else [row]
            for target, cell in zip(targets, cells):
                if isinstance(target, ast.Name):
                    known[target.id] += _positions(cell, {})
    return known


def _positions(value: ast.expr, known: dict[str, list[Any]]) -> list[Any]:
    if isinstance(value, ast.Name):
        return known.get(value.id) or [UNKNOWN]
    try:
        return [ast.literal_eval(value)]
    except ValueError:
        return [UNKNOWN]
