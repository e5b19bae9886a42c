#!/usr/bin/python3
"""Makes tests/data/schema_v<N>.sqlite when schema N is released: a small database as that version stores it.

Run once per release, from the project's root, with the new schema file; existing fixtures are never replaced,
because the point of them is that they stay as old programs made them.

    /usr/bin/python3 tests/store/make_schema_fixture.py 1
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

ROWS = """
INSERT INTO customer VALUES
  (1, 'quickbooks-9f8e7d6c', '17', 'Meyer & Söhne', 'Anna', 'Meyer', 'Meyer & Söhne', 'anna@meyer.example', '+49 30 1',
   1, NULL, 'USD', 1200000, 'Berlin', 'DE', 1795000000000),
  (2, 'quickbooks-9f8e7d6c', '18', '請注意', '', '', '', '', '', 0, '17', 'USD', 0, '', '', NULL);
INSERT INTO item VALUES
  (1, 'quickbooks-9f8e7d6c', '3', 'Bolt', 'Hardware:Bolt', 'B-1', 'Inventory', 'M8', '0.12', 1, 1, NULL);
INSERT INTO invoice VALUES
  (1, 'quickbooks-9f8e7d6c', '130', '1037', '17', 'Meyer & Söhne', '2026-11-01', '2026-12-01', 'USD', 1200000, 1200000, 0,
   1, 0, 0, 'Thank you', '', 1795000000000);
INSERT INTO invoice_line VALUES
  ('quickbooks-9f8e7d6c', '130', 0, '1', 'item', '3', 'Bolt', 'M8', '1000', '0.12', 1200000, NULL, 'TAX');
INSERT INTO invoice_search (rowid, number, customer_name, memo, lines)
  VALUES (1, '1037', 'Meyer & Söhne', 'Thank you', 'Bolt');
INSERT INTO link (row_id, object, quickbooks_connection, quickbooks_id, hubspot_connection, hubspot_id, base, state,
  linked_how, linked_at, base_at, changed_at) VALUES
  (1, 'contacts', 'quickbooks-9f8e7d6c', '17', 'hubspot-1a2b3c4d', '201', '{"email":"anna@meyer.example"}', 'linked',
   'email', 1795000000000, 1795000000000, NULL);
INSERT INTO intent VALUES
  (1, '0d9c5a1e-6a43-4b0e-9d55-0e3f6e1b7a10', 'run-1', 'hubspot-1a2b3c4d', 'contacts', 'update', 'POST',
   'crm/objects/2026-03/contacts/batch/update', '{"inputs":[]}', 'ready', 0, 1795000000000, NULL, NULL, '', '');
INSERT INTO intent_item VALUES
  ('0d9c5a1e-6a43-4b0e-9d55-0e3f6e1b7a10', 0, 'i0', 'contacts', 'quickbooks-9f8e7d6c', '17', '{}', 'open', NULL, '');
INSERT INTO activity (at, cause, kind, record_id, summary, detail, correlation)
  VALUES (1795000000000, 'sync', 'settled', '17', 'Linked by e-mail.', '{}', '');
"""


def schema_sql(version: int) -> str:
    """All steps up to this version, as the program of that release took them."""
    return "".join(step_sql(step) for step in range(1, version + 1))


def step_sql(version: int) -> str:
    source = (ROOT / "src/store" / f"schema_v{version}.cpp").read_text(encoding="utf-8")
    found = re.search(r'R"sql\((.*?)\)sql"', source, re.DOTALL)
    if not found:
        sys.exit(f"schema_v{version}.cpp has no SQL literal")
    return found.group(1)


def shell_from_amalgamation(folder: pathlib.Path) -> pathlib.Path:
    """A small program that runs SQL on a file, built from the same SQLite that the page uses."""
    program = folder / "run_sql"
    source = folder / "run_sql.c"
    source.write_text(
        '#include "sqlite3.h"\n#include <stdio.h>\n'
        "int main(int count, char** arguments) { (void)count; static char sql[1 << 20];\n"
        "  sql[fread(sql, 1, sizeof sql - 1, stdin)] = 0; sqlite3* database; char* problem = 0;\n"
        "  sqlite3_open(arguments[1], &database);\n"
        "  if (sqlite3_exec(database, sql, 0, 0, &problem)) { puts(problem); return 1; }\n"
        "  return sqlite3_close(database); }\n",
        encoding="utf-8",
    )
    sqlite = ROOT / ".deps/sqlite"
    flags = ["-w", "-O0", "-DSQLITE_ENABLE_FTS5", "-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION"]
    subprocess.run(
        ["clang-19", *flags, f"-I{sqlite}", str(source), str(sqlite / "sqlite3.c"), "-lm", "-o", str(program)],
        check=True,
    )
    return program


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the fixture of one released schema.")
    parser.add_argument("version", type=int)
    version = parser.parse_args().version
    target = ROOT / "tests/data" / f"schema_v{version}.sqlite"
    if target.exists():
        sys.exit(f"{target.name} exists: a released fixture is never made again")
    with tempfile.TemporaryDirectory() as folder:
        program = shell_from_amalgamation(pathlib.Path(folder))
        made = pathlib.Path(folder) / "made.sqlite"
        subprocess.run([str(program), str(made)], input=schema_sql(version) + ROWS, text=True, check=True)
        target.write_bytes(made.read_bytes())
    print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
