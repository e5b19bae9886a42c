#include "ui/mirror.h"

#include "base/assert.h"

#include <algorithm>
#include <utility>

namespace app::ui {

namespace {

// The same mixing for every derived id, so that ids do not depend on the platform.
NodeId mix(NodeId parent, std::uint32_t ordinal)
{
    std::uint32_t hash = parent ^ 0x9E3779B9u;
    hash = (hash ^ ordinal) * 0x85EBCA6Bu;
    hash ^= hash >> 13;
    hash *= 0xC2B2AE35u;
    hash ^= hash >> 16;
    return hash == 0 ? 1 : hash;
}

Rectangle united(const Rectangle& one, const Rectangle& two)
{
    if (one.empty()) return two;
    if (two.empty()) return one;
    const float left = std::min(one.left, two.left);
    const float top = std::min(one.top, two.top);
    const float right = std::max(one.left + one.width, two.left + two.width);
    const float bottom = std::max(one.top + one.height, two.top + two.height);
    return {left, top, right - left, bottom - top};
}

// "Save###save" and "Save##1" are both read as "Save".
std::string visible_label(std::string_view label)
{
    return std::string(label.substr(0, label.find("##")));
}

Node guessed_node(NodeId id, const ObservedItem& item)
{
    Node node{.id = id, .parent = item.parent, .role = Role::button, .name = item.label};
    node.rectangle = item.rectangle;
    node.out_of_view = item.out_of_view;
    node.disabled = item.disabled;
    node.focusable = true;
    if (item.inputable) node.role = Role::textbox;
    if (item.checkable) {
        node.role = Role::checkbox;
        node.checked = item.checked ? Checked::on : Checked::off;
    }
    if (item.openable) node.expanded = item.opened ? Expanded::expanded : Expanded::collapsed;
    return node;
}

bool differs_only_in_place(Node before, const Node& now)
{
    before.rectangle = now.rectangle;
    before.parent = now.parent;
    return before == now;
}

}  // namespace

void Mirror::begin_frame()
{
    std::swap(m_before, m_now);
    m_now.nodes.clear();
    m_now.index.clear();
    m_open.clear();
    m_derived.clear();
    m_observed.clear();
    m_observed_order.clear();
}

NodeId Mirror::open_container() const
{
    return m_open.empty() ? 0 : m_open.back();
}

NodeId Mirror::derived_id()
{
    const NodeId container = open_container();
    return mix(container, ++m_derived[container]);
}

void Mirror::describe(Node node)
{
    if (node.id == 0) node.id = derived_id();
    if (m_now.index.contains(node.id)) return;
    node.parent = open_container();
    m_now.index.emplace(node.id, m_now.nodes.size());
    m_now.nodes.push_back(std::move(node));
}

NodeId Mirror::open(Node node)
{
    // The same container drawn twice in one frame must still close once per open: the second gets
    // an id of its own instead of being dropped.
    if (node.id == 0 || m_now.index.contains(node.id)) node.id = derived_id();
    const NodeId id = node.id;
    node.container = true;
    describe(std::move(node));
    m_open.push_back(id);
    return id;
}

void Mirror::close()
{
    ASSERT(!m_open.empty());
    m_open.pop_back();
}

Node* Mirror::find(NodeId id)
{
    const auto found = m_now.index.find(id);
    return found == m_now.index.end() ? nullptr : &m_now.nodes[found->second];
}

void Mirror::observe(NodeId id, const Rectangle& rectangle, bool out_of_view)
{
    ObservedItem item{.rectangle = rectangle, .parent = open_container(), .out_of_view = out_of_view};
    if (m_observed.insert_or_assign(id, std::move(item)).second) m_observed_order.push_back(id);
}

void Mirror::observe_flags(NodeId id, std::string_view label, const ObservedItem& flags)
{
    const auto found = m_observed.find(id);
    if (found == m_observed.end()) return;
    ObservedItem& item = found->second;
    item.label = visible_label(label);
    item.checkable = flags.checkable;
    item.checked = flags.checked;
    item.openable = flags.openable;
    item.opened = flags.opened;
    item.inputable = flags.inputable;
    item.disabled = flags.disabled;
}

std::optional<TextEdit> Mirror::take_edit(NodeId id)
{
    auto taken = m_edits.extract(id);
    if (taken.empty()) return std::nullopt;
    return std::move(taken.mapped());
}

bool Mirror::take_focus(NodeId id)
{
    if (m_focus != id) return false;
    m_focus.reset();
    return true;
}

void Mirror::add_observed()
{
    for (const NodeId id : m_observed_order) {
        const ObservedItem& item = m_observed.at(id);
        if (item.label.empty() || m_now.index.contains(id)) continue;
        m_now.index.emplace(id, m_now.nodes.size());
        m_now.nodes.push_back(guessed_node(id, item));
    }
}

// Children come after their parents, so that going backwards every child is final before it counts.
void Mirror::fit_containers()
{
    std::unordered_set<NodeId> given;
    for (const Node& node : m_now.nodes) {
        if (!node.rectangle.empty()) given.insert(node.id);
    }
    for (std::size_t i = m_now.nodes.size(); i-- > 0;) {
        const Node& node = m_now.nodes[i];
        if (node.parent == 0 || node.out_of_view || given.contains(node.parent)) continue;
        Node& parent = m_now.nodes[m_now.index.at(node.parent)];
        parent.rectangle = united(parent.rectangle, node.rectangle);
    }
}

namespace {

// Walks one container's children against their order in the frame before. A child that is where the
// old order expects it stays; only the others are added or moved.
class ChildOrder {
public:
    ChildOrder(std::vector<NodeId> old_order, std::vector<Change>& changes)
        : m_old(std::move(old_order)), m_changes(changes)
    {
    }

    void visit(const Node& node, bool is_new)
    {
        if (is_new) {
            m_changes.push_back({ChangeKind::add, node.id, m_last, &node});
        } else if (next_old() == node.id) {
            ++m_cursor;
        } else {
            m_changes.push_back({ChangeKind::move, node.id, m_last, &node});
            m_moved.insert(node.id);
        }
        m_last = node.id;
    }

private:
    NodeId next_old()
    {
        while (m_cursor < m_old.size() && m_moved.contains(m_old[m_cursor])) ++m_cursor;
        return m_cursor < m_old.size() ? m_old[m_cursor] : 0;
    }

    std::vector<NodeId> m_old;
    std::size_t m_cursor = 0;
    std::unordered_set<NodeId> m_moved;
    NodeId m_last = 0;
    std::vector<Change>& m_changes;
};

}  // namespace

std::vector<Change> Mirror::end_frame()
{
    ASSERT(m_open.empty());
    add_observed();
    fit_containers();
    m_activations.clear();
    m_edits.clear();
    m_focus.reset();
    m_blur = false;
    return differences();
}

std::vector<Change> Mirror::differences() const
{
    std::vector<Change> changes;
    const auto before = [&](NodeId id) -> const Node* {
        const auto found = m_before.index.find(id);
        return found == m_before.index.end() ? nullptr : &m_before.nodes[found->second];
    };
    const auto stays = [&](const Node& node) {
        const auto found = m_now.index.find(node.id);
        return found != m_now.index.end() && m_now.nodes[found->second].parent == node.parent;
    };

    std::unordered_map<NodeId, std::vector<NodeId>> survivors;  // by container
    for (const Node& node : m_before.nodes) {
        if (stays(node)) survivors[node.parent].push_back(node.id);
    }

    std::unordered_map<NodeId, ChildOrder> orders;
    for (const Node& node : m_now.nodes) {
        const Node* old = before(node.id);
        auto order = orders.try_emplace(node.parent, survivors[node.parent], changes).first;
        order->second.visit(node, old == nullptr);
        if (old == nullptr || *old == node) continue;
        if (!differs_only_in_place(*old, node)) {
            changes.push_back({ChangeKind::update, node.id, 0, &node});
        } else if (old->rectangle != node.rectangle) {
            changes.push_back({ChangeKind::place, node.id, 0, &node});
        }
    }
    // Last, so that a node that moved out of a container that is gone is saved before it goes.
    for (const Node& node : m_before.nodes) {
        if (!m_now.index.contains(node.id)) {
            changes.push_back({ChangeKind::remove, node.id, 0, nullptr});
        }
    }
    return changes;
}

}  // namespace app::ui
