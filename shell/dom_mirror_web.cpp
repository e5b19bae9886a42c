#include "shell/dom_mirror.h"

#include "shell/mirror_attributes.h"

#include <emscripten/em_macros.h>

#include <algorithm>

extern "C" {
// shell/mirror_library.js
void dom_mirror_start(app::ui::Mirror* mirror);
void dom_mirror_stop();
void dom_mirror_add(app::ui::NodeId id, app::ui::NodeId parent, app::ui::NodeId after, int element);
void dom_mirror_move(app::ui::NodeId id, app::ui::NodeId parent, app::ui::NodeId after);
void dom_mirror_remove(app::ui::NodeId id);
void dom_mirror_place(app::ui::NodeId id, float left, float top, float width, float height);
void dom_mirror_set(app::ui::NodeId id, const char* names_and_values, std::size_t length);
void dom_mirror_focus(app::ui::NodeId id);
void dom_mirror_title(const char* title, std::size_t length);

// Called by shell/mirror_library.js.
EMSCRIPTEN_KEEPALIVE void dom_mirror_activated(app::ui::Mirror* mirror, app::ui::NodeId id)
{
    mirror->queue_activation(id);
}

EMSCRIPTEN_KEEPALIVE void dom_mirror_focused(app::ui::Mirror* mirror, app::ui::NodeId id, bool is_text_box)
{
    mirror->queue_focus(id);
    // A text box that has the page's focus is being edited.
    if (is_text_box) mirror->queue_activation(id);
}

EMSCRIPTEN_KEEPALIVE void dom_mirror_blurred(app::ui::Mirror* mirror)
{
    mirror->queue_blur();
}

EMSCRIPTEN_KEEPALIVE void dom_mirror_edited(app::ui::Mirror* mirror, app::ui::NodeId id, const char* text,
                                            int selection_start, int selection_end)
{
    mirror->queue_edit(id, {.text = text, .selection = {selection_start, selection_end}});
}
}

namespace app::shell {

namespace {

enum class Element : int { division = 0, input = 1, text_area = 2 };

Element element_of(const ui::Node& node)
{
    if (!node.editable) return Element::division;
    return node.multiline ? Element::text_area : Element::input;
}

void append_field(std::string& fields, std::string text)
{
    // NUL separates the fields; a record's text may contain one.
    std::ranges::replace(text, '\0', ' ');
    fields += text;
    fields += '\0';
}

}  // namespace

DomMirror::DomMirror(ui::Mirror& mirror) : m_mirror(mirror)
{
    dom_mirror_start(&mirror);
}

DomMirror::~DomMirror()
{
    dom_mirror_stop();
}

void DomMirror::apply(std::span<const ui::Change> changes, float device_pixels_per_css_pixel)
{
    m_scale = device_pixels_per_css_pixel;
    apply_title();
    for (const ui::Change& change : changes) apply_one(change);
    // After all of them: the element must be in its place before it can take the focus.
    for (const ui::Change& change : changes) {
        if (change.node == nullptr) {
            if (change.id == m_focused) m_focused = 0;
        } else if (change.node->focused) {
            m_focused = change.id;
        } else if (change.id == m_focused && change.kind != ui::ChangeKind::place) {
            m_focused = 0;
        }
    }
    dom_mirror_focus(m_focused);
}

void DomMirror::apply_one(const ui::Change& change)
{
    const ui::Node* node = change.node;
    switch (change.kind) {
    case ui::ChangeKind::add:
        dom_mirror_add(node->id, node->parent, change.after, static_cast<int>(element_of(*node)));
        set_attributes(*node);
        place(*node);
        return;
    case ui::ChangeKind::update:
        set_attributes(*node);
        place(*node);
        return;
    case ui::ChangeKind::place: place(*node); return;
    case ui::ChangeKind::move: dom_mirror_move(node->id, node->parent, change.after); return;
    case ui::ChangeKind::remove: dom_mirror_remove(change.id); return;
    }
}

void DomMirror::place(const ui::Node& node)
{
    const ui::Rectangle& box = node.rectangle;
    dom_mirror_place(node.id, box.left / m_scale, box.top / m_scale, box.width / m_scale,
                     box.height / m_scale);
}

void DomMirror::set_attributes(const ui::Node& node)
{
    std::string fields;
    for (auto& [name, value] : attributes_of(node)) {
        append_field(fields, std::move(name));
        append_field(fields, std::move(value));
    }
    dom_mirror_set(node.id, fields.data(), fields.size());
}

void DomMirror::apply_title()
{
    if (m_mirror.title() == m_title) return;
    m_title = m_mirror.title();
    dom_mirror_title(m_title.data(), m_title.size());
}

}  // namespace app::shell
