"""Assembles the folder that the server serves: the page's own files, the program, the assets.

In text files, @PAGE_VERSION@ becomes a hash of everything that is served and @PAGE_FILES@ a JSON list of the
addresses, so that the service worker changes whenever, and only when, something it keeps has changed. With --compress every
file that gains from it gets a .br and a .gz twin, sizes are printed, and more than the budget is an error.
"""

import argparse
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

BUDGET_BYTES = 2_000_000  # brotli, all that a first visit loads
TEXT = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".webmanifest"}
PACKED_ALREADY = {".png", ".woff2", ".jpg", ".webp"}
NOT_SERVED = {"CMakeLists.txt", "README.md"}
NOT_SERVED_FOLDERS = {"screenshots"}  # pictures of README.md
LINKED = ".lib.js"  # JavaScript that Emscripten links into the program


def sources(arguments: argparse.Namespace) -> dict[str, Path]:
    """What is served, by the path below the page's root."""
    found = {}
    for folder, prefix in ((arguments.web, ""), (arguments.assets, "assets/")):
        if not folder.is_dir():
            continue
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder)
            hidden = path.name.startswith(".") or path.name in NOT_SERVED or path.name.endswith(LINKED)
            if path.is_file() and not hidden and NOT_SERVED_FOLDERS.isdisjoint(relative.parts):
                found[prefix + relative.as_posix()] = path
    for path in arguments.program:
        found[path.name] = path
    return found


def contents(files: dict[str, Path]) -> dict[str, bytes]:
    raw = {name: path.read_bytes() for name, path in files.items()}
    whole = hashlib.sha256()
    for name in sorted(raw):
        whole.update(name.encode() + b"\0" + hashlib.sha256(raw[name]).digest())
    version = whole.hexdigest()[:16]
    addresses = json.dumps(["/" + name for name in sorted(raw) if name != "sw.js"])
    for name, data in raw.items():
        if Path(name).suffix in TEXT and b"@PAGE_" in data:
            data = data.replace(b"@PAGE_VERSION@", version.encode())
            raw[name] = data.replace(b"@PAGE_FILES@", addresses.encode())
    return raw


def write_if_changed(path: Path, data: bytes) -> bool:
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True


def brotli(data: bytes) -> bytes:
    return subprocess.run(["brotli", "--quality=11", "--stdout", "-"], input=data, stdout=subprocess.PIPE, check=True).stdout


def compressed_sizes(path: Path, data: bytes, changed: bool) -> tuple[int, int]:
    """Sizes that travel with brotli and with gzip; the raw size where packing gains nothing."""
    if path.suffix in PACKED_ALREADY:
        return len(data), len(data)
    sizes = []
    for suffix, pack in ((".br", brotli), (".gz", lambda raw: gzip.compress(raw, 9, mtime=0))):
        twin = path.with_name(path.name + suffix)
        if changed or not twin.is_file():
            twin.write_bytes(pack(data))
        sizes.append(min(twin.stat().st_size, len(data)))
    return sizes[0], sizes[1]


def remove_strangers(out: Path, wanted: set[str]) -> None:
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        if path.is_file() and name.removesuffix(".br").removesuffix(".gz") not in wanted:
            path.unlink()


def assemble(arguments: argparse.Namespace) -> int:
    data = contents(sources(arguments))
    arguments.out.mkdir(parents=True, exist_ok=True)
    remove_strangers(arguments.out, set(data))
    totals = [0, 0, 0]
    for name, content in sorted(data.items()):
        path = arguments.out / name
        changed = write_if_changed(path, content)
        if not arguments.compress:
            continue
        sizes = (len(content), *compressed_sizes(path, content, changed))
        totals = [total + size for total, size in zip(totals, sizes)]
        print(f"  {name:32} {sizes[0]:>10,} {sizes[1]:>10,} {sizes[2]:>10,}")
    if arguments.compress:
        print(f"  {'page: raw, brotli, gzip':32} {totals[0]:>10,} {totals[1]:>10,} {totals[2]:>10,} bytes")
        if totals[1] > BUDGET_BYTES:
            print(f"page.py: {totals[1]:,} bytes (brotli) are over the budget of {BUDGET_BYTES:,}", file=sys.stderr)
            return 1
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--web", type=Path, required=True)
    parser.add_argument("--assets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--compress", action="store_true")
    parser.add_argument("program", type=Path, nargs="*")
    arguments = parser.parse_args()
    if arguments.compress and shutil.which("brotli") is None:
        print("page.py: the program brotli is missing: run ./dev setup", file=sys.stderr)
        return 1
    return assemble(arguments)


if __name__ == "__main__":
    sys.exit(main())
