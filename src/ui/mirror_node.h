#pragma once

#include <cstdint>
#include <string>

namespace app::ui {

// The ImGui id of the item, or an id derived from the parent for plain text. 0 is the page itself.
using NodeId = std::uint32_t;

// What a node is for a screen reader and for browser automation; the words are WAI-ARIA's.
enum class Role : std::uint8_t {
    generic,
    alert,
    alertdialog,
    banner,
    button,
    cell,
    checkbox,
    columnheader,
    combobox,
    complementary,
    dialog,
    gridcell,
    group,
    heading,
    image,
    link,
    list,
    listbox,
    listitem,
    log,
    main,
    menu,
    menuitem,
    navigation,
    option,
    progressbar,
    radio,
    radiogroup,
    region,
    row,
    rowgroup,
    search,
    separator,
    slider,
    status,
    switch_control,
    tab,
    table,
    tablist,
    tabpanel,
    text,
    textbox,
    toolbar,
    tooltip,
};

// The ARIA name of a role; "" for generic and text, which carry none.
const char* role_name(Role role);

enum class Checked : std::uint8_t { not_checkable, off, on, mixed };
enum class Expanded : std::uint8_t { not_expandable, collapsed, expanded };
enum class Selected : std::uint8_t { not_selectable, no, yes };
enum class Sorted : std::uint8_t { not_sortable, none, ascending, descending };
enum class Live : std::uint8_t { off, polite, assertive };

// In device pixels from the canvas's upper left corner: ImGui's coordinates.
struct Rectangle {
    float left = 0;
    float top = 0;
    float width = 0;
    float height = 0;
    bool operator==(const Rectangle&) const = default;
    bool empty() const { return width <= 0 || height <= 0; }
};

// Position of the text cursor in UTF-8 bytes; equal ends mean no selection.
struct TextSelection {
    int start = 0;
    int end = 0;
    bool operator==(const TextSelection&) const = default;
};

// One thing on the screen. `name` is the accessible name, `value` the text of a textbox, status or
// progress bar. Counts and indexes are 1-based and 0 when they do not apply; they matter where a
// virtual table shows only some of its rows.
struct Node {
    NodeId id = 0;
    NodeId parent = 0;
    Role role = Role::generic;
    std::string name = {};
    std::string value = {};
    std::string description = {};
    Rectangle rectangle = {};
    Checked checked = Checked::not_checkable;
    Expanded expanded = Expanded::not_expandable;
    Selected selected = Selected::not_selectable;
    Sorted sorted = Sorted::not_sortable;
    Live live = Live::off;
    bool disabled = false;
    bool focusable = false;
    bool focused = false;
    bool busy = false;
    bool invalid = false;
    bool modal = false;
    bool multiline = false;
    bool secret = false;       // a textbox whose text is neither shown nor read out
    bool container = false;    // opened around others: its name is a label, not its text
    bool editable = false;     // a textbox that takes edits made in the page (describe_textbox)
    bool out_of_view = false;  // scrolled away: it exists and can be focused, but cannot be clicked
    bool current = false;      // the link of the screen that is shown
    int level = 0;
    int row_count = 0;
    int column_count = 0;
    int row_index = 0;
    int column_index = 0;
    float progress = -1;  // 0 to 1; negative when not known
    TextSelection selection = {};
    bool operator==(const Node&) const = default;
};

}  // namespace app::ui
