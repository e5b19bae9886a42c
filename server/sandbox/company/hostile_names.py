"""Customers whose names break careless programs. QuickBooks would store every one of them."""

from __future__ import annotations

name_longest = 500

hostile_names: tuple[str, ...] = (
    "請注意",
    "<img src=x onerror=alert(1)>",
    "'; DROP TABLE customers; --",
    "Zażółć gęślą jaźń",
    "مرحبا بالعالم",
    "😀 Party Supplies 🎉",
    "こんにちは世界",
    ("Longfellow " * 60)[: name_longest - 4].rstrip() + " Ltd",
    "Bell\u0007 and Escape\u001b[31m Works",
    "Right\u202eto-left Override\u202c Co.",
    "Zero\u200bWidth\u200d\ufeff Joiners",
    '=HYPERLINK("http//example.invalid","Total")',
    "\"Quoted\" & O'Neill \\ Backslash %s %00",
    "<script>document.title='taken'</script>",
    "Ȥ̷̢̛͎a̴̛̫l̵̠͝g̶͖̀o̸̞͂ Typesetting",
    "null",
    "👩‍👩‍👧‍👦 Family & Friends 🇳🇴",
    "Ⅻ ﬁne ﬂowers Ａｃｍｅ İstanbul ß",
)
