#include "shell/mirror_attributes.h"

#include <gtest/gtest.h>

namespace app::shell {
namespace {

using namespace ui;

std::string attribute(const Node& node, const std::string& name)
{
    for (const auto& [key, value] : attributes_of(node)) {
        if (key == name) return value;
    }
    return "(not set)";
}

TEST(MirrorAttributes, AButtonIsNamedByItsText)
{
    const Node button{.role = Role::button, .name = "Sync now", .focusable = true};

    EXPECT_EQ(attribute(button, "role"), "button");
    EXPECT_EQ(attribute(button, "text"), "Sync now");
    EXPECT_EQ(attribute(button, "aria-label"), "(not set)");
    EXPECT_EQ(attribute(button, "tabindex"), "0");
}

TEST(MirrorAttributes, AContainerIsNamedByALabel)
{
    const Node row{.role = Role::row, .name = "1042 Brightwater", .container = true, .row_index = 7};

    EXPECT_EQ(attribute(row, "aria-label"), "1042 Brightwater");
    EXPECT_EQ(attribute(row, "text"), "(not set)");
    EXPECT_EQ(attribute(row, "aria-rowindex"), "7");
}

TEST(MirrorAttributes, AStatusHasItsNameAsLabelAndItsValueAsText)
{
    const Node status{.role = Role::status,
                      .name = "Sync status",
                      .value = "Up to date",
                      .live = Live::polite};

    EXPECT_EQ(attribute(status, "aria-label"), "Sync status");
    EXPECT_EQ(attribute(status, "text"), "Up to date");
    EXPECT_EQ(attribute(status, "aria-live"), "polite");
}

TEST(MirrorAttributes, ASwitchTellsItsState)
{
    const Node off{.role = Role::switch_control, .name = "Allow writing", .checked = Checked::off};

    EXPECT_EQ(attribute(off, "role"), "switch");
    EXPECT_EQ(attribute(off, "aria-label"), "Allow writing");
    EXPECT_EQ(attribute(off, "aria-checked"), "false");
}

TEST(MirrorAttributes, AProgressBarTellsPercentOnlyWhenItIsKnown)
{
    Node bar{.role = Role::progressbar, .name = "Sync progress", .value = "3 of 12", .progress = 0.25f};
    EXPECT_EQ(attribute(bar, "aria-valuenow"), "25");
    EXPECT_EQ(attribute(bar, "aria-valuetext"), "3 of 12");

    bar.progress = -1;
    EXPECT_EQ(attribute(bar, "aria-valuenow"), "(not set)");
}

TEST(MirrorAttributes, AnEditedTextBoxHasValueAndSelectionInUtf16)
{
    const Node box{.role = Role::textbox,
                   .name = "Search",
                   .value = "ż😀x",
                   .focused = true,
                   .editable = true,
                   .selection = {2, 6}};

    EXPECT_EQ(attribute(box, "role"), "(not set)");  // it is a real input
    EXPECT_EQ(attribute(box, "value"), "ż😀x");
    EXPECT_EQ(attribute(box, "selection"), "1,3");
}

TEST(MirrorAttributes, ASecretTextBoxIsAPasswordField)
{
    Node box{.role = Role::textbox, .name = "Passphrase", .value = "open sesame", .editable = true};
    EXPECT_EQ(attribute(box, "type"), "(not set)");
    box.secret = true;
    EXPECT_EQ(attribute(box, "type"), "password");
    EXPECT_EQ(attribute(box, "autocomplete"), "off");
}

TEST(MirrorAttributes, CountsUtf16Units)
{
    EXPECT_EQ(utf16_length("żółw", 4), 2);
    EXPECT_EQ(utf16_length("a😀b", 100), 4);
    EXPECT_EQ(utf16_length("", 3), 0);
    EXPECT_EQ(utf16_length("abc", -1), 0);
}

}  // namespace
}  // namespace app::shell
