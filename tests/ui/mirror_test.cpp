#include "ui/mirror.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace app::ui {
namespace {

Node button(NodeId id, const char* name)
{
    return {.id = id, .role = Role::button, .name = name, .rectangle = {0, 0, 10, 10}};
}

std::vector<Change> frame(Mirror& mirror, std::vector<Node> nodes)
{
    mirror.begin_frame();
    for (Node& node : nodes) mirror.describe(std::move(node));
    return mirror.end_frame();
}

// Does to a list what the page does to its elements; order is what is checked.
std::vector<NodeId> applied(std::vector<NodeId> children, const std::vector<Change>& changes)
{
    for (const Change& change : changes) {
        if (change.kind == ChangeKind::update || change.kind == ChangeKind::place) continue;
        std::erase(children, change.id);
        if (change.kind == ChangeKind::remove) continue;
        auto place = children.begin();
        if (change.after != 0) {
            place = std::find(children.begin(), children.end(), change.after);
            EXPECT_NE(place, children.end()) << "sibling " << change.after << " is not there yet";
            if (place != children.end()) ++place;
        }
        children.insert(place, change.id);
    }
    return children;
}

TEST(Mirror, TellsNothingWhenNothingChanged)
{
    Mirror mirror;
    EXPECT_EQ(frame(mirror, {button(1, "Save"), button(2, "Close")}).size(), 2u);

    EXPECT_TRUE(frame(mirror, {button(1, "Save"), button(2, "Close")}).empty());
}

TEST(Mirror, TellsAChangedNameAsUpdateAndAChangedRectangleAsPlace)
{
    Mirror mirror;
    frame(mirror, {button(1, "Save"), button(2, "Close")});
    Node moved = button(2, "Close");
    moved.rectangle.top = 34;

    const std::vector<Change> changes = frame(mirror, {button(1, "Saving"), moved});

    ASSERT_EQ(changes.size(), 2u);
    EXPECT_EQ(changes[0].kind, ChangeKind::update);
    EXPECT_EQ(changes[0].node->name, "Saving");
    EXPECT_EQ(changes[1].kind, ChangeKind::place);
    EXPECT_EQ(changes[1].node->rectangle.top, 34);
}

TEST(Mirror, ScrollingAListMovesNothing)
{
    Mirror mirror;
    frame(mirror, {button(1, "a"), button(2, "b"), button(3, "c")});

    const std::vector<Change> changes = frame(mirror, {button(2, "b"), button(3, "c"), button(4, "d")});

    ASSERT_EQ(changes.size(), 2u);
    EXPECT_EQ(changes[0].kind, ChangeKind::add);
    EXPECT_EQ(changes[0].after, 3u);
    EXPECT_EQ(changes[1].kind, ChangeKind::remove);
    EXPECT_EQ(changes[1].id, 1u);
}

TEST(Mirror, EveryReorderingArrives)
{
    std::vector<NodeId> order{1, 2, 3, 4, 5};
    const std::vector<NodeId> start = order;
    do {
        Mirror mirror;
        std::vector<Node> nodes;
        for (const NodeId id : start) nodes.push_back(button(id, "x"));
        frame(mirror, nodes);
        nodes.clear();
        for (const NodeId id : order) nodes.push_back(button(id, "x"));
        nodes.insert(nodes.begin() + 2, button(9, "new"));
        std::erase_if(nodes, [](const Node& node) { return node.id == 3; });
        std::vector<NodeId> wanted;
        for (const Node& node : nodes) wanted.push_back(node.id);

        EXPECT_EQ(applied(start, frame(mirror, nodes)), wanted);
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Mirror, ContainersNestAndFitTheirContents)
{
    Mirror mirror;
    mirror.begin_frame();
    const NodeId table = mirror.open({.id = 7, .role = Role::table, .name = "Invoices"});
    const NodeId row = mirror.open({.id = 8, .role = Role::row, .name = "1001"});
    mirror.describe({.id = 9, .role = Role::cell, .rectangle = {10, 20, 30, 5}});
    mirror.describe({.id = 10, .role = Role::cell, .rectangle = {50, 20, 30, 8}});
    mirror.close();
    mirror.close();
    mirror.end_frame();

    EXPECT_EQ(mirror.find(9)->parent, row);
    EXPECT_EQ(mirror.find(row)->parent, table);
    EXPECT_EQ(mirror.find(table)->rectangle, (Rectangle{10, 20, 70, 8}));
}

TEST(Mirror, ANodeThatLeavesARemovedContainerIsMovedFirst)
{
    Mirror mirror;
    mirror.begin_frame();
    mirror.open({.id = 7, .role = Role::group});
    mirror.describe(button(1, "Save"));
    mirror.close();
    mirror.end_frame();

    const std::vector<Change> changes = frame(mirror, {button(1, "Save")});

    ASSERT_EQ(changes.size(), 2u);
    EXPECT_EQ(changes[0].kind, ChangeKind::move);
    EXPECT_EQ(changes[0].node->parent, 0u);
    EXPECT_EQ(changes[1].kind, ChangeKind::remove);
}

TEST(Mirror, DerivedIdsStayFromFrameToFrame)
{
    Mirror mirror;
    const Node text{.role = Role::text, .name = "Total"};
    frame(mirror, {text, text});

    EXPECT_TRUE(frame(mirror, {text, text}).empty());
}

TEST(Mirror, GuessesTheRoleOfWhatNobodyDescribed)
{
    Mirror mirror;
    mirror.begin_frame();
    mirror.observe(1, {0, 0, 5, 5}, false);
    mirror.observe_flags(1, "Newest first##sort", {.checkable = true, .checked = true});
    mirror.observe(2, {0, 9, 5, 5}, true);
    mirror.observe_flags(2, "Close###close", {});
    mirror.observe(3, {0, 9, 5, 5}, false);  // a scroll bar: no label
    mirror.describe(button(4, "Save"));
    mirror.observe(4, {0, 9, 5, 5}, false);
    mirror.observe_flags(4, "raw label", {});
    mirror.end_frame();

    EXPECT_EQ(mirror.find(1)->role, Role::checkbox);
    EXPECT_EQ(mirror.find(1)->name, "Newest first");
    EXPECT_EQ(mirror.find(1)->checked, Checked::on);
    EXPECT_EQ(mirror.find(2)->name, "Close");
    EXPECT_TRUE(mirror.find(2)->out_of_view);
    EXPECT_EQ(mirror.find(3), nullptr);
    EXPECT_EQ(mirror.find(4)->name, "Save");
}

TEST(Mirror, HandsAnEditOverOnceAndForgetsItWithTheFrame)
{
    Mirror mirror;
    mirror.queue_edit(1, {"first", {5, 5}});
    mirror.queue_edit(1, {"second", {6, 6}});
    mirror.queue_edit(2, {"nobody takes this", {}});
    mirror.queue_activation(3);
    mirror.begin_frame();

    const std::optional<TextEdit> edit = mirror.take_edit(1);

    ASSERT_TRUE(edit.has_value());
    EXPECT_EQ(edit->text, "second");
    EXPECT_FALSE(mirror.take_edit(1).has_value());
    EXPECT_TRUE(mirror.take_activation(3));
    EXPECT_FALSE(mirror.take_activation(3));
    mirror.end_frame();
    EXPECT_FALSE(mirror.has_queued());
}

TEST(Mirror, KeepsTheFirstOfTwoNodesWithOneId)
{
    Mirror mirror;

    frame(mirror, {button(1, "first"), button(1, "second")});

    EXPECT_EQ(mirror.find(1)->name, "first");
}

}  // namespace
}  // namespace app::ui
