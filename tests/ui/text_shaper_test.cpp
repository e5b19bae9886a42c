#include "ui/text_shaper.h"

#include <gtest/gtest.h>

namespace app::ui {
namespace {

TEST(TextShaper, ScriptsWithoutJoiningAreDrawnByGlyph)
{
    EXPECT_FALSE(needs_shaping(""));
    EXPECT_FALSE(needs_shaping("Brightwater Supply Co. 1,240.00"));
    EXPECT_FALSE(needs_shaping("Zażółć gęślą jaźń"));
    EXPECT_FALSE(needs_shaping("請注意 こんにちは Привет Ελλάδα"));
    EXPECT_FALSE(needs_shaping("😀"));
}

TEST(TextShaper, ScriptsThatJoinStackOrReorderAreDrawnWhole)
{
    EXPECT_TRUE(needs_shaping("مرحبا"));
    EXPECT_TRUE(needs_shaping("invoice for שלום"));
    EXPECT_TRUE(needs_shaping("नमस्ते"));
    EXPECT_TRUE(needs_shaping("ภาษาไทย"));
    EXPECT_TRUE(needs_shaping("👩‍👩‍👧"));
    EXPECT_TRUE(needs_shaping("🇵🇱"));
    EXPECT_TRUE(needs_shaping("e\xCC\x81"));  // e with a combining acute
}

TEST(TextShaper, BrokenTextIsLookedAtWithoutHarm)
{
    EXPECT_FALSE(needs_shaping("\xFF\xFE\xE2\x82"));
    EXPECT_FALSE(needs_shaping("\xED\xA0\x80"));
}

}  // namespace
}  // namespace app::ui
