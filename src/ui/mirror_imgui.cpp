#include "ui/mirror_imgui.h"

#include "imgui.h"
#include "imgui_internal.h"

#include <algorithm>
#include <utility>

namespace app::ui {

namespace {

Rectangle rectangle_from(const ImRect& box)
{
    return {box.Min.x, box.Min.y, box.GetWidth(), box.GetHeight()};
}

// What can be seen of a box. What is scrolled away keeps its true place, marked as such.
struct Seen {
    Rectangle rectangle;
    bool out_of_view;
};

Seen seen_through(const ImRect& box, const ImRect& clip)
{
    ImRect visible = box;
    visible.ClipWith(clip);
    const bool nothing_left = visible.GetWidth() <= 0 || visible.GetHeight() <= 0;
    if (nothing_left) return {rectangle_from(box), true};
    return {rectangle_from(visible), false};
}

bool takes_focus(Role role)
{
    switch (role) {
    case Role::button:
    case Role::checkbox:
    case Role::combobox:
    case Role::link:
    case Role::menuitem:
    case Role::option:
    case Role::radio:
    case Role::slider:
    case Role::switch_control:
    case Role::tab:
    case Role::textbox: return true;
    default: return false;
    }
}

void apply_state(Node& node, const ItemState& state)
{
    node.value = state.value;
    node.description = state.description;
    node.checked = state.checked;
    node.expanded = state.expanded;
    node.selected = state.selected;
    node.sorted = state.sorted;
    node.live = state.live;
    node.busy = state.busy;
    node.invalid = state.invalid;
    node.multiline = state.multiline;
    node.secret = state.secret;
    node.current = state.current;
    node.level = state.level;
    node.row_index = state.row_index;
    node.column_index = state.column_index;
    node.progress = state.progress;
}

Node node_of_last_item(Role role, std::string_view name, const ItemState& state)
{
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    const Seen seen = seen_through(g.LastItemData.Rect, g.CurrentWindow->ClipRect);
    Node node{.id = g.LastItemData.ID, .role = role, .name = std::string(name)};
    apply_state(node, state);
    node.rectangle = seen.rectangle;
    node.out_of_view = seen.out_of_view;
    node.disabled = (g.LastItemData.ItemFlags & ImGuiItemFlags_Disabled) != 0;
    node.focusable = node.id != 0 && takes_focus(role) && !node.disabled;
    node.focused = node.id != 0 && g.NavId == node.id && g.NavCursorVisible;
    return node;
}

NodeId container_id(Role role, std::string_view name)
{
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    // The role is mixed in, so that a table may have the name of a button beside it.
    const ImGuiID seed = g.CurrentWindow->IDStack.back() ^ (0x4D495200u + std::to_underlying(role));
    return ImHashStr(name.data(), name.size(), seed);
}

}  // namespace

void attach_mirror(Mirror* mirror)
{
    ImGuiContext& g = *ImGui::GetCurrentContext();
    g.TestEngine = mirror;
    g.TestEngineHookItems = mirror != nullptr;
}

Mirror* attached_mirror()
{
    const ImGuiContext* g = ImGui::GetCurrentContext();
    return g == nullptr ? nullptr : static_cast<Mirror*>(g->TestEngine);
}

void begin_mirror_frame()
{
    Mirror* mirror = attached_mirror();
    if (mirror == nullptr) return;
    mirror->begin_frame();
    if (mirror->take_blur()) {
        ImGui::ClearActiveID();
        ImGui::SetNavCursorVisible(false);
    }
    if (mirror->activations().empty()) return;
    // ImGui activates one item per frame; a person cannot press two between two frames.
    ImGui::ActivateItemByID(*mirror->activations().begin());
    ImGui::GetCurrentContext()->NavNextActivateFlags = ImGuiActivateFlags_PreferInput;
}

void describe_item(Role role, std::string_view name, const ItemState& state)
{
    Mirror* mirror = attached_mirror();
    if (mirror == nullptr) return;
    mirror->describe(node_of_last_item(role, name, state));
}

void describe_at(Rectangle rectangle, Role role, std::string_view name, const ItemState& state)
{
    Mirror* mirror = attached_mirror();
    if (mirror == nullptr) return;
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    const ImRect box(rectangle.left, rectangle.top, rectangle.left + rectangle.width,
                     rectangle.top + rectangle.height);
    const Seen seen = seen_through(box, g.CurrentWindow->ClipRect);
    Node node{.role = role, .name = std::string(name)};
    apply_state(node, state);
    node.rectangle = seen.rectangle;
    node.out_of_view = seen.out_of_view;
    mirror->describe(std::move(node));
}

bool take_text(NodeId id, std::string& text)
{
    Mirror* mirror = attached_mirror();
    if (mirror == nullptr) return false;
    std::optional<TextEdit> edit = mirror->take_edit(id);
    if (!edit) return false;
    const bool changed = edit->text != text;
    text = std::move(edit->text);
    if (ImGuiInputTextState* editor = ImGui::GetInputTextState(id)) {
        editor->WantReloadUserBuf = true;
        editor->ReloadSelectionStart = edit->selection.start;
        editor->ReloadSelectionEnd = edit->selection.end;
    }
    return changed;
}

void describe_textbox(std::string_view name, std::string_view text, const ItemState& state)
{
    Mirror* mirror = attached_mirror();
    if (mirror == nullptr) return;
    Node node = node_of_last_item(Role::textbox, name, state);
    node.value = text;
    node.editable = true;
    // The page's input element has the focus exactly while ImGui edits: a box that is only marked by
    // the keyboard must not swallow keys.
    node.focused = ImGui::GetActiveID() == node.id;
    if (node.focused) {
        if (ImGuiInputTextState* editor = ImGui::GetInputTextState(node.id)) {
            node.selection = {editor->GetSelectionStart(), editor->GetSelectionEnd()};
            if (!editor->HasSelection()) node.selection = {editor->GetCursorPos(), editor->GetCursorPos()};
        }
    }
    mirror->describe(std::move(node));
}

MirrorScope::MirrorScope(Role role, std::string_view name, const ContainerState& state)
{
    Mirror* mirror = attached_mirror();
    if (mirror == nullptr) return;
    Node node{.id = state.id, .role = role, .name = std::string(name)};
    if (node.id == 0) node.id = container_id(role, name);
    node.description = state.description;
    node.rectangle = state.rectangle;
    node.selected = state.selected;
    node.expanded = state.expanded;
    node.modal = state.modal;
    node.busy = state.busy;
    node.row_count = state.row_count;
    node.column_count = state.column_count;
    node.row_index = state.row_index;
    if (state.id != 0) {
        const ImGuiContext& g = *ImGui::GetCurrentContext();
        node.focusable = true;
        node.focused = g.NavId == state.id && g.NavCursorVisible;
    }
    mirror->open(std::move(node));
}

MirrorScope::~MirrorScope()
{
    if (Mirror* mirror = attached_mirror()) mirror->close();
}

}  // namespace app::ui
