#pragma once

#include "ui/mirror.h"

#include <string>
#include <string_view>

// The mirror as widgets use it: ids, rectangles, focus and disabled state come from ImGui's last
// item. All of it does nothing when no mirror is attached, so that a widget needs no condition.
namespace app::ui {

// Connects the mirror to the current ImGui context (it must outlive the context or be detached with
// null) and switches the item hooks on.
void attach_mirror(Mirror* mirror);
Mirror* attached_mirror();

// Call it right before ImGui::NewFrame(): it hands queued activations to ImGui, so that a click by a
// screen reader presses the button like Enter does. A widget that is an ImGui item needs nothing more
// and must not ask Mirror::take_activation() as well.
void begin_mirror_frame();

// Optional parts of an item's description.
struct ItemState {
    std::string_view value = {};
    std::string_view description = {};
    Checked checked = Checked::not_checkable;
    Expanded expanded = Expanded::not_expandable;
    Selected selected = Selected::not_selectable;
    Sorted sorted = Sorted::not_sortable;
    Live live = Live::off;
    bool busy = false;
    bool invalid = false;
    bool multiline = false;
    bool secret = false;
    bool current = false;
    int level = 0;
    int row_index = 0;
    int column_index = 0;
    float progress = -1;
};

// Describes the item that was drawn last. An item without an id (text) gets a derived one. Headings,
// links, buttons, rows: whatever a person may look for by name is described; an ImGui item with a
// visible label that is not described shows up as a button or checkbox of that name.
//     if (ImGui::Button("Sync now###sync")) …;  describe_item(Role::button, "Sync now");
void describe_item(Role role, std::string_view name, const ItemState& state = {});

// Describes something drawn by other means (draw list, several items) at this place.
void describe_at(Rectangle rectangle, Role role, std::string_view name, const ItemState& state = {});

// Text boxes. Before ImGui::InputText: take_text() puts an edit made in the page's own input element
// into `text` and tells ImGui's editor; true when the text changed. After it: describe_textbox().
//     const bool edited = take_text(ImGui::GetID("###search"), text);
//     const bool typed = ImGui::InputText("###search", …);  describe_textbox("Search invoices", text);
bool take_text(NodeId id, std::string& text);
void describe_textbox(std::string_view name, std::string_view text, const ItemState& state = {});

// A container around everything drawn while the scope lives. Its rectangle is the smallest one around
// its contents unless given. The id comes from role and name within the ImGui id stack.
struct ContainerState {
    std::string_view description = {};
    Rectangle rectangle = {};
    Selected selected = Selected::not_selectable;
    Expanded expanded = Expanded::not_expandable;
    bool modal = false;
    bool busy = false;
    int row_count = 0;
    int column_count = 0;
    int row_index = 0;
    NodeId id = 0;  // 0: from role and name; a row that is clickable passes its ImGui id here
};

class MirrorScope {
public:
    MirrorScope(Role role, std::string_view name, const ContainerState& state = {});
    ~MirrorScope();
    MirrorScope(const MirrorScope&) = delete;
    MirrorScope& operator=(const MirrorScope&) = delete;
};

}  // namespace app::ui
