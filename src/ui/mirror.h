#pragma once

#include "ui/mirror_node.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace app::ui {

enum class ChangeKind : std::uint8_t { add, update, place, move, remove };

// One step that brings a copy of the last frame's tree to this frame's. Steps are in the order in
// which they must be done. `node` is null for remove and else valid until the next end_frame().
// `after` is the sibling that comes before the node (0: the node is the first child); add and move
// carry it. `place` is an update of nothing but the rectangle. A removed node takes its children along.
struct Change {
    ChangeKind kind;
    NodeId id;
    NodeId after;
    const Node* node;
};

// What the drawing hooks of Dear ImGui saw of an item that perhaps no widget described.
struct ObservedItem {
    std::string label = {};
    Rectangle rectangle = {};
    NodeId parent = 0;
    bool out_of_view = false;
    bool checkable = false;
    bool checked = false;
    bool openable = false;
    bool opened = false;
    bool inputable = false;
    bool disabled = false;
};

// A person's edit of a text box that was made in the page's own input element.
struct TextEdit {
    std::string text;
    TextSelection selection;
};

// The tree of everything on the screen with its meaning, and the way back from the page to the
// items. Plain values: it knows neither ImGui nor the browser, so it is tested without both.
//
// A frame: begin_frame(), then widgets describe what they draw (open/close around containers), then
// end_frame() tells what differs from the frame before: nothing when nothing did. Items that the
// hooks observed and no widget described appear with a role guessed from their flags.
//
// Back: the page queues activations, edits and focus; each is taken once by the widget it names, in
// the next frame, and forgotten at the end of that frame (an item that is gone cannot be activated).
// Use the functions of ui/mirror_imgui.h in widgets: they fill in id, rectangle and state.
class Mirror {
public:
    void begin_frame();
    std::vector<Change> end_frame();

    // Adds a leaf under the open container. A second node with the same id in one frame is dropped.
    void describe(Node node);
    // Opens a container; what follows until close() is inside. An empty rectangle becomes the
    // smallest one around its contents. Returns the id for later use.
    NodeId open(Node node);
    void close();
    NodeId open_container() const;

    // An id for something that has none of its own (plain text, cells): the n-th such thing in the
    // open container keeps its id from frame to frame.
    NodeId derived_id();

    // The node described last under this id in this frame; null when there is none.
    Node* find(NodeId id);

    void observe(NodeId id, const Rectangle& rectangle, bool out_of_view);
    void observe_flags(NodeId id, std::string_view label, const ObservedItem& flags);

    // The document's title: the screen's name. Kept until set again.
    void set_title(std::string_view title) { m_title = title; }
    const std::string& title() const { return m_title; }

    // From the page.
    void queue_activation(NodeId id) { m_activations.insert(id); }
    void queue_edit(NodeId id, TextEdit edit) { m_edits.insert_or_assign(id, std::move(edit)); }
    void queue_focus(NodeId id) { m_focus = id; }
    void queue_blur() { m_blur = true; }  // the focus left for something outside the canvas
    bool has_queued() const { return !m_activations.empty() || !m_edits.empty() || m_focus || m_blur; }

    // For widgets: true, or the edit, exactly once.
    bool take_activation(NodeId id) { return m_activations.erase(id) > 0; }
    std::optional<TextEdit> take_edit(NodeId id);
    bool take_focus(NodeId id);
    bool take_blur() { return std::exchange(m_blur, false); }
    const std::unordered_set<NodeId>& activations() const { return m_activations; }

private:
    struct Frame {
        std::vector<Node> nodes;  // parents before children, siblings in order
        std::unordered_map<NodeId, std::size_t> index;
    };

    void add_observed();
    void fit_containers();
    std::vector<Change> differences() const;

    Frame m_now;
    Frame m_before;
    std::vector<NodeId> m_open;
    std::unordered_map<NodeId, std::uint32_t> m_derived;  // per container: how many so far
    std::vector<NodeId> m_observed_order;
    std::unordered_map<NodeId, ObservedItem> m_observed;
    std::unordered_set<NodeId> m_activations;
    std::unordered_map<NodeId, TextEdit> m_edits;
    std::optional<NodeId> m_focus;
    bool m_blur = false;
    std::string m_title;
};

}  // namespace app::ui
