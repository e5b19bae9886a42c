"""Rules of the house that a compiler does not check. Each failure names the place and what to do instead."""

import ast
import json
import re

import pytest

from tests.tidy import sources

FLOORS = {"base": 0, "net": 1, "store": 1, "clients": 2, "sync": 3, "features": 4, "ui": 5, "shell": 6}
CPP = (".h", ".cpp")
OURS = ("src/", "shell/")
FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 60

# Third-party headers, and the files that may include them (regular expressions of paths).
OWNED_HEADERS = {
    r"emscripten(/.*)?\.h|emscripten/.*": r".*_web\.(cpp|h)|src/net/fetch_transport\.(cpp|h)|src/store/idb_pages\.(cpp|h)",
    r"sqlite3\.h": r"(src|tests)/store/.*|tests/(bench|contract|fuzz|support)/.*",
    r"im(gui|stb)[a-z0-9_]*\.h": r"(src|tests)/ui/.*|shell/.*|tests/(shell|support)/.*",
    r"nlohmann/.*": r"src/base/json[a-z_]*\.(cpp|h)",
}

# What is not written in src and shell, where it is (None: nowhere), and what is used instead.
BANS = [
    (r"\bsystem_clock\s*::\s*now\b", r"shell/.*", "take a Clock& and ask it"),
    (r"\bstd\s*::\s*sto(i|l|ll|ul|ull|f|d|ld)\b", None, "parse_integer() or Decimal::parse()"),
    (r"\b(v?f?printf|v?sn?printf|puts|fputs)\s*\(", None, "the log, or std::format"),
    (r"\bstd\s*::\s*(cout|cerr|clog)\b", r"shell/main_\w+\.cpp|src/base/assert\.cpp", "the log"),
    # A factory of a private constructor hands its object straight to a unique_ptr; SQLite brings memory for its files.
    (r"(?<!operator )(?<!>\()\bnew\b\s*[A-Za-z_:(]", r"src/store/page_vfs\.cpp", "std::make_unique"),
    (r"\.value\(\)", r"src/base/.*", "TRY for a Result; * after a check for an optional"),
    # Screens may turn an amount into the length of a bar, never back.
    (r"\bdouble\b[^;\n]*\b\w*(amount|price|balance|total_due)\w*\b", r"src/ui/.*", "Money or Decimal"),
    (r"\b(rand|srand|time)\s*\(\s*(NULL|nullptr|0)?\s*\)", None, "take a Random& or a Clock&"),
    (r"\busing\s+namespace\s+std\b", None, "name what is used"),
]
UNFINISHED = re.compile(r"(?<![\"'\w])(TODO|FIXME|XXX|HACK)\b(?![\"'])")


def report(problems: list[str]) -> None:
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def matches(pattern: str | None, name: str) -> bool:
    return pattern is not None and re.fullmatch(pattern, name) is not None


def floor_of(name: str) -> str | None:
    parts = name.split("/")
    if parts[0] == "shell":
        return "shell"
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def test_a_floor_includes_only_itself_and_lower_floors():
    problems = []
    for name in sources.files(*CPP, below=OURS):
        own = floor_of(name)
        assert own in FLOORS, f"{name}: '{own}' is no floor; see src/floors.cmake"
        for number, target in sources.includes(name):
            other = target.split("/")[0]
            if other in FLOORS and other != own and FLOORS[other] >= FLOORS[own]:
                problems.append(f"{name}:{number}: {own} may not include {target}: its floor is not lower")
    report(problems)


def test_the_floors_are_those_that_the_build_enforces():
    found = re.findall(r"set\(FLOOR_(\w+) (\d+)\)", sources.text("src/floors.cmake"))

    assert {name: int(number) for name, number in found} == FLOORS


def test_third_party_headers_stay_with_their_owners():
    problems = []
    for name in sources.files(*CPP):
        for number, target in sources.includes(name):
            for header, owner in OWNED_HEADERS.items():
                if matches(header, target) and not matches(owner, name):
                    problems.append(f"{name}:{number}: {target} may be included only by {owner}")
    report(problems)


@pytest.mark.parametrize("pattern, exempt, instead", BANS, ids=[ban[2] for ban in BANS])
def test_banned(pattern, exempt, instead):
    problems = []
    for name in sources.files(*CPP, below=OURS):
        if matches(exempt, name):
            continue
        for number, line in enumerate(sources.code(name).splitlines(), 1):
            found = re.search(pattern, line)
            if found:
                problems.append(f"{name}:{number}: '{found.group(0).strip()}' - instead: {instead}")
    report(problems)


def test_nothing_is_left_unfinished():
    problems = []
    for name in sources.files(".h", ".cpp", ".py", ".js", ".mjs", ".sh", ".cmake", ".css", ".html"):
        if name.startswith("tests/tidy/"):
            continue
        for number, line in enumerate(sources.text(name).splitlines(), 1):
            if UNFINISHED.search(line):
                problems.append(f"{name}:{number}: finish it, or describe the limit in plain words")
    report(problems)


def test_files_are_short():
    problems = []
    for name in sources.files(".h", ".cpp", ".py", ".js", ".mjs", ".sh", ".cmake", ".css"):
        lines = sources.text(name).count("\n")
        if lines > FILE_LINES_MAX:
            problems.append(f"{name}: {lines} lines, at most {FILE_LINES_MAX}: split it by noun")
    report(problems)


def cpp_functions(name: str):
    """Functions open their brace on a line of its own: the body ends at the brace below it."""
    lines = sources.code(name).splitlines()
    for start, line in enumerate(lines):
        if line.strip() != "{":
            continue
        closing = line.replace("{", "}")
        for end in range(start + 1, len(lines)):
            if lines[end].rstrip().startswith(closing):
                yield start, end - start - 1
                break


def python_functions(name: str):
    for node in ast.walk(ast.parse(sources.text(name))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.end_lineno - node.lineno


def script_functions(name: str):
    """JavaScript: from a line that begins a function to the brace at the same indent."""
    lines = sources.text(name).splitlines()
    for start, line in enumerate(lines):
        begun = re.match(r"(\s*)(export\s+)?(default\s+)?(async\s+)?function\b.*\{$", line)
        if begun:
            ends = (end for end in range(start + 1, len(lines)) if lines[end].startswith(begun.group(1) + "}"))
            yield start, next(ends, start) - start - 1


def test_functions_are_short():
    problems = []
    kinds = (((".cpp", ".h"), cpp_functions), ((".py",), python_functions), ((".js", ".mjs"), script_functions))
    for suffixes, functions in kinds:
        for name in sources.files(*suffixes):
            for line, length in functions(name):
                if length > FUNCTION_LINES_MAX:
                    problems.append(f"{name}:{line}: a function of {length} lines, at most {FUNCTION_LINES_MAX}")
    report(problems)


def test_the_build_lists_its_sources():
    problems = []
    for name in sources.files("CMakeLists.txt", ".cmake"):
        if re.search(r"\bfile\s*\(\s*GLOB|aux_source_directory", sources.text(name), re.IGNORECASE):
            problems.append(f"{name}: list the sources, so that the build knows when one is added")
    report(problems)


def built_sources() -> set[str]:
    found = set()
    for name in sources.files("CMakeLists.txt", ".cmake"):
        folder = name.rpartition("/")[0]
        for word in re.findall(r"[\w./${}-]+\.cpp", sources.text(name)):
            word = word.replace("${PROJECT_SOURCE_DIR}/", "//").replace("${CMAKE_CURRENT_SOURCE_DIR}/", "")
            found.add(word.lstrip("/") if word.startswith("//") else f"{folder}/{word}".lstrip("/"))
    return found


def test_no_source_is_dead():
    built = built_sources()
    included = {target.rpartition("/")[2] for name in sources.files(*CPP) for _, target in sources.includes(name)}
    problems = [f"{name}: no CMakeLists.txt lists it" for name in sources.files(".cpp") if name not in built]
    problems += [
        f"{name}: nothing includes it" for name in sources.files(".h") if name.rpartition("/")[2] not in included
    ]
    report(problems)


def test_the_lock_file_names_no_address():
    lock = json.loads(sources.text("package-lock.json"))

    problems = [name for name, package in lock["packages"].items() if "resolved" in package]
    problems += [name for name, package in lock["packages"].items() if name and "integrity" not in package]

    report(problems)
