"""A small valid PDF of a document: one page, one font, the header and the lines."""

from __future__ import annotations

from typing import Any

from server.sandbox.quickbooks.json_text import number_text

_lines_max = 45


def form_pdf(entity: str, company_name: str, data: dict[str, Any]) -> bytes:
    """Characters outside Latin-1 appear as question marks; the built-in fonts have no others."""
    rows = _rows(entity, company_name, data)[:_lines_max]
    text = "".join(f"({_escaped(row)}) Tj T*\n" for row in rows)
    content = f"BT /F1 11 Tf 56 780 Td 16 TL\n{text}ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _assembled(objects)


def _rows(entity: str, company_name: str, data: dict[str, Any]) -> list[str]:
    currency = data.get("CurrencyRef", {}).get("value", "")
    other_side = data.get("CustomerRef") or data.get("VendorRef") or {}
    rows = [company_name, f"{entity} {data.get('DocNumber', '')}", f"Date {data.get('TxnDate', '')}",
            f"To {other_side.get('name', '')}", ""]
    for line in data.get("Line", []):
        kind = line.get("DetailType", "")
        detail = line.get(kind, {})
        item = (detail.get("ItemRef") or detail.get("AccountRef") or {}).get("name", kind)
        rows.append(f"{item}  {line.get('Description', '')}  {number_text(line['Amount']) if 'Amount' in line else ''}")
    return [*rows, "", f"Total {currency} {number_text(data['TotalAmt'])}"]


def _escaped(row: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in row[:110])
    return printable.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _assembled(objects: list[bytes]) -> bytes:
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return body + (b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
                   % (count, table, count, len(body)))
