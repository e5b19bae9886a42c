#include "shell/mirror_attributes.h"

#include <algorithm>
#include <cmath>

namespace app::shell {

namespace {

using ui::Node;
using ui::Role;

class AttributeList {
public:
    void set(const char* name, std::string value) { m_list.emplace_back(name, std::move(value)); }
    void set_if(bool condition, const char* name, const char* value = "true")
    {
        if (condition) set(name, value);
    }
    void set_number(const char* name, int number)
    {
        if (number > 0) set(name, std::to_string(number));
    }
    Attributes take() { return std::move(m_list); }

private:
    Attributes m_list;
};

// Whether the accessible name is the text inside, as it is of a button, or a label of its own.
bool is_named_by_its_text(const Node& node)
{
    if (node.container) return false;
    switch (node.role) {
    case Role::alert:
    case Role::button:
    case Role::cell:
    case Role::columnheader:
    case Role::generic:
    case Role::gridcell:
    case Role::heading:
    case Role::link:
    case Role::listitem:
    case Role::menuitem:
    case Role::option:
    case Role::status:
    case Role::tab:
    case Role::text:
    case Role::tooltip: return node.value.empty();
    default: return false;
    }
}

void add_name(AttributeList& list, const Node& node)
{
    if (is_named_by_its_text(node)) {
        list.set("text", node.name);
        return;
    }
    if (!node.name.empty()) list.set("aria-label", node.name);
    if (node.role == Role::progressbar || node.role == Role::slider) {
        if (!node.value.empty()) list.set("aria-valuetext", node.value);
    } else if (!node.editable && !node.value.empty()) {
        list.set("text", node.value);
    }
}

const char* sorted_word(ui::Sorted sorted)
{
    switch (sorted) {
    case ui::Sorted::not_sortable: return nullptr;
    case ui::Sorted::none: return "none";
    case ui::Sorted::ascending: return "ascending";
    case ui::Sorted::descending: return "descending";
    }
    return nullptr;
}

const char* live_word(const Node& node)
{
    switch (node.live) {
    case ui::Live::off: return nullptr;
    case ui::Live::polite: return "polite";
    case ui::Live::assertive: return "assertive";
    }
    return nullptr;
}

void add_state(AttributeList& list, const Node& node)
{
    using namespace ui;
    if (node.checked != Checked::not_checkable) {
        list.set("aria-checked", node.checked == Checked::on      ? "true"
                                 : node.checked == Checked::mixed ? "mixed"
                                                                  : "false");
    }
    if (node.expanded != Expanded::not_expandable) {
        list.set("aria-expanded", node.expanded == Expanded::expanded ? "true" : "false");
    }
    if (node.selected != Selected::not_selectable) {
        list.set("aria-selected", node.selected == Selected::yes ? "true" : "false");
    }
    if (const char* word = sorted_word(node.sorted)) list.set("aria-sort", word);
    if (const char* word = live_word(node)) list.set("aria-live", word);
    list.set_if(node.disabled, "aria-disabled");
    list.set_if(node.disabled && node.editable, "disabled", "");
    list.set_if(node.busy, "aria-busy");
    list.set_if(node.invalid, "aria-invalid");
    list.set_if(node.modal, "aria-modal");
    list.set_if(node.current, "aria-current", "page");
}

void add_numbers(AttributeList& list, const Node& node)
{
    list.set_number("aria-level", node.level);
    list.set_number("aria-rowcount", node.row_count);
    list.set_number("aria-colcount", node.column_count);
    list.set_number("aria-rowindex", node.row_index);
    list.set_number("aria-colindex", node.column_index);
    if (node.role != Role::progressbar && node.role != Role::slider) return;
    list.set("aria-valuemin", "0");
    list.set("aria-valuemax", "100");
    if (node.progress < 0) return;
    const float percent = std::clamp(node.progress, 0.0f, 1.0f) * 100;
    list.set("aria-valuenow", std::to_string(static_cast<int>(std::lround(percent))));
}

}  // namespace

Attributes attributes_of(const Node& node)
{
    AttributeList list;
    const char* role = role_name(node.role);
    if (*role != '\0' && !node.editable) list.set("role", role);
    add_name(list, node);
    if (!node.description.empty()) list.set("aria-description", node.description);
    add_state(list, node);
    add_numbers(list, node);
    if (node.focusable && !node.editable) list.set("tabindex", "0");
    if (node.editable) {
        if (node.secret) {
            list.set("type", "password");
            list.set("autocomplete", "off");
        }
        list.set("value", node.value);
        if (node.focused) {
            list.set("selection", std::to_string(utf16_length(node.value, node.selection.start)) + "," +
                                      std::to_string(utf16_length(node.value, node.selection.end)));
        }
    }
    list.set_if(node.out_of_view, "data-away", "");
    return list.take();
}

int utf16_length(const std::string& text, int bytes)
{
    const auto end = std::min(text.size(), static_cast<std::size_t>(std::max(bytes, 0)));
    int units = 0;
    for (std::size_t i = 0; i < end; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
    }
    return units;
}

}  // namespace app::shell
