"""Every line of the two checklists has a test that says so, and no test names a line that is not there."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from checklists import LINES

TESTS = sorted(Path(__file__).parent.glob("*/test_*.py"))


def marked_lines(function: ast.FunctionDef) -> list[str]:
    """The arguments of `pytest.mark.proves` above a test."""
    return [argument.value for decorator in function.decorator_list if isinstance(decorator, ast.Call)
            and isinstance(decorator.func, ast.Attribute) and decorator.func.attr == "proves"
            for argument in decorator.args if isinstance(argument, ast.Constant)]


def proofs() -> dict[str, list[str]]:
    """The tests of every line, as file and name."""
    found = defaultdict(list)
    for path in TESTS:
        for function in ast.parse(path.read_text()).body:
            if isinstance(function, ast.FunctionDef):
                for line in marked_lines(function):
                    found[line].append(f"{path.parent.name}/{path.name}::{function.name}")
    return found


def test_every_line_of_the_checklists_has_a_test():
    proved = proofs()
    assert [f"{line}: {title}" for line, title in LINES.items() if line not in proved] == []


def test_tests_name_only_lines_that_are_there():
    assert {line: tests for line, tests in proofs().items() if line not in LINES} == {}


def test_what_says_that_it_proves_a_line_is_a_test():
    assert [name for tests in proofs().values() for name in tests if "::test_" not in name] == []
