"""Reading reports in tests: sections by group or title, rows by name, columns by key."""

from decimal import Decimal


def amount(text):
    return Decimal(text) if text else Decimal(0)


def keys(report):
    """The keys of the columns in their order."""
    return [{pair["Name"]: pair["Value"] for pair in column["MetaData"]}["ColKey"] for column in report["Columns"]["Column"]]


def rows(part):
    return part.get("Rows", {}).get("Row", [])


def everything(part):
    """All rows of a report or section, sections included, from the top down."""
    for row in rows(part):
        yield row
        yield from everything(row)


def group(report, name):
    """The one section of a group."""
    found = [row for row in everything(report) if row.get("group") == name]
    assert len(found) == 1, f"{name}: {len(found)} sections"
    return found[0]


def summary(section):
    """The words and the amounts of a section's sum."""
    words, *cells = (cell["value"] for cell in section["Summary"]["ColData"])
    return words, [amount(cell) for cell in cells]


def total(report, name):
    """The first amount of the sum of a group."""
    return summary(group(report, name))[1][0]


def leaves(part):
    """The rows without rows below, as lists of texts."""
    return [[cell["value"] for cell in row["ColData"]] for row in everything(part) if "ColData" in row]


def named(part, name):
    """The cells after the name in the one leaf of that name."""
    found = [cells for cells in leaves(part) if cells[0] == name]
    assert len(found) == 1, f"{name}: {len(found)} rows"
    return found[0][1:]


def table(report):
    """The leaves as dictionaries by column key."""
    return [dict(zip(keys(report), cells)) for cells in leaves(report)]


def option(report, name):
    return {pair["Name"]: pair["Value"] for pair in report["Header"]["Option"]}.get(name)
