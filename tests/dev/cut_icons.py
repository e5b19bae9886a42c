#!/usr/bin/python3
"""Cuts the icon font to the icons that are used and writes their names for C++.

Run it from the project's root after adding a name below; it needs what ./dev setup installs:
    /usr/bin/python3 tests/dev/cut_icons.py
"""

import json
import shutil
import subprocess
from pathlib import Path

LUCIDE = Path(".deps/lucide")
FONT = Path("assets/fonts/icons.woff2")
HEADER = Path("src/ui/icons.h")

# The name in C++ -> the name in Lucide.
ICONS = {
    name: lucide or name.replace("_", "-")
    for name, lucide in {
        "activity": "", "alert": "triangle-alert", "arrow_down": "", "arrow_left": "", "arrow_right": "",
        "arrow_up": "", "arrows_sort": "arrow-up-down", "ban": "", "banknote": "", "bell": "", "building": "",
        "building_tall": "building-2", "calendar": "", "chart": "chart-column", "check": "", "check_all": "check-check",
        "chevron_down": "", "chevron_left": "", "chevron_right": "", "chevron_up": "", "circle": "",
        "circle_alert": "", "circle_check": "", "circle_dashed": "", "circle_dot": "", "circle_half": "circle-slash",
        "circle_minus": "", "circle_x": "", "clock": "", "cloud": "", "columns": "columns-3", "copy": "", "credit_card": "",
        "database": "", "download": "", "external_link": "", "eye": "", "eye_off": "", "file_text": "", "filter": "list-filter",
        "handshake": "", "help": "circle-question-mark", "history": "", "home": "house", "inbox": "", "info": "",
        "invoice": "receipt-text", "key": "", "layout": "layout-dashboard", "link": "link-2", "list": "", "loader": "loader-circle",
        "lock": "", "mail": "", "map_pin": "", "menu": "", "minus": "", "moon": "", "more": "ellipsis", "package": "",
        "panel_right": "", "pause": "", "pencil": "", "phone": "", "play": "", "plug": "", "plus": "", "receipt": "",
        "refresh": "refresh-cw",
        "rotate_back": "undo-2", "search": "", "send": "", "settings": "", "shield": "shield-check", "sparkles": "",
        "square": "", "star": "", "sun": "", "table": "table-2", "tag": "", "trash": "trash-2", "unlink": "unlink-2", "upload": "",
        "user": "", "users": "", "wallet": "", "wifi_off": "", "workflow": "", "wrench": "", "x": "", "zap": "",
    }.items()
}


def utf8_literal(codepoint: int) -> str:
    return "".join(f"\\x{byte:02X}" for byte in chr(codepoint).encode())


def main() -> None:
    codepoints = json.loads((LUCIDE / "font/codepoints.json").read_text())
    unknown = [lucide for lucide in ICONS.values() if lucide not in codepoints]
    if unknown:
        raise SystemExit(f"Lucide has no icon named {', '.join(unknown)}")
    chosen = {name: codepoints[lucide] for name, lucide in ICONS.items()}
    subprocess.run(
        ["/usr/bin/pyftsubset", str(LUCIDE / "font/lucide.ttf"), f"--output-file={FONT}", "--flavor=woff2",
         "--layout-features=", "--unicodes=" + ",".join(f"{point:04X}" for point in sorted(chosen.values()))],
        check=True,
    )  # fmt: skip
    shutil.copyfile(LUCIDE / "LICENSE", FONT.with_name("LICENSE-lucide.txt"))
    lines = [f'inline constexpr const char* {name} = "{utf8_literal(point)}";' for name, point in chosen.items()]
    HEADER.write_text(
        "#pragma once\n\n"
        "// Characters of the icon font, to be put into any text: icons::check. Written by\n"
        "// tests/dev/cut_icons.py, which also cuts the font to exactly these.\n"
        "namespace app::ui::icons {\n\n" + "\n".join(lines) + "\n\n}  // namespace app::ui::icons\n"
    )
    print(f"{len(chosen)} icons, {FONT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
