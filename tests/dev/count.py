"""Sums the cases in a folder of GoogleTest XML reports; no report or no case is an error."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def main(folder: str) -> int:
    names = ("tests", "failures", "errors", "disabled")
    totals = dict.fromkeys(names, 0)
    skipped = 0
    reports = sorted(Path(folder).glob("*.xml"))
    for report in reports:
        root = ElementTree.parse(report).getroot()
        for name in names:
            totals[name] += int(root.get(name, "0"))
        skipped += len(root.findall(".//skipped"))
    failed = totals["failures"] + totals["errors"]
    print(f"  {len(reports)} programs, {totals['tests']} tests, {failed} failed, {skipped} skipped, {totals['disabled']} disabled")
    if totals["tests"] == 0:
        print("  nothing was run", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
