#include "shell/key_codes.h"

#include <gtest/gtest.h>

namespace app::shell {
namespace {

TEST(KeyCodes, LettersGoByWhatTheyProduce)
{
    EXPECT_EQ(key_from_event("KeyQ", "a"), ImGuiKey_A);  // a French keyboard
    EXPECT_EQ(key_from_event("KeyA", "A"), ImGuiKey_A);
    EXPECT_EQ(key_from_event("KeyA", "ф"), ImGuiKey_A);  // a Russian one has no Latin letters
}

TEST(KeyCodes, EverythingElseGoesByItsPlace)
{
    EXPECT_EQ(key_from_event("NumpadEnter", "Enter"), ImGuiKey_KeypadEnter);
    EXPECT_EQ(key_from_event("Numpad7", "7"), ImGuiKey_Keypad7);
    EXPECT_EQ(key_from_event("ArrowDown", "ArrowDown"), ImGuiKey_DownArrow);
    EXPECT_EQ(key_from_event("F12", "F12"), ImGuiKey_F12);
    EXPECT_EQ(key_from_event("Slash", "/"), ImGuiKey_Slash);
}

TEST(KeyCodes, UnknownKeysAreNone)
{
    EXPECT_EQ(key_from_event("", ""), ImGuiKey_None);
    EXPECT_EQ(key_from_event("F99", "F99"), ImGuiKey_None);
    EXPECT_EQ(key_from_event("LaunchMail", "LaunchMail"), ImGuiKey_None);
    EXPECT_EQ(key_from_event("Zzz", "Zzz"), ImGuiKey_None);
}

}  // namespace
}  // namespace app::shell
