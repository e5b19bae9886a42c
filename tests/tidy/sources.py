"""The project's files as the tidy tests see them: what git tracks or would track, and C++ without comments."""

import functools
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_COMMENT_OR_TEXT = re.compile(
    r"//[^\n]*|/\*.*?\*/|R\"(?P<tag>[^()\s]*)\(.*?\)(?P=tag)\"|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9a-zA-Z])'(?:\\.|[^'\\\n])+'",
    re.DOTALL,
)


@functools.cache
def listed() -> tuple[str, ...]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted({name for name in output.splitlines() if (ROOT / name).is_file()}))


def files(*suffixes: str, below: tuple[str, ...] = ("",)) -> list[str]:
    return [name for name in listed() if name.endswith(suffixes) and name.startswith(below)]


@functools.cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _blank(match: re.Match[str]) -> str:
    """Keeps the line structure, and of a string only its quotes."""
    found = match.group(0)
    kept = '""' if found[0] in "R\"" else ("''" if found[0] == "'" else "")
    return kept + "\n" * found.count("\n")


@functools.cache
def code(name: str) -> str:
    """C++ text without comments and without the contents of literals; lines keep their numbers."""
    return _COMMENT_OR_TEXT.sub(_blank, text(name))


def includes(name: str) -> list[tuple[int, str]]:
    """Line and target of every #include."""
    found = []
    for number, line in enumerate(text(name).splitlines(), 1):
        match = re.match(r"\s*#\s*include\s*[<\"]([^>\"]+)[>\"]", line)
        if match:
            found.append((number, match.group(1)))
    return found
