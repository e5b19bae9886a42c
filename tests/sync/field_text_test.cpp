#include "sync/field_text.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "sync/field_json.h"

namespace app::sync {
namespace {

TEST(FieldText, TrimsAndDropsControlCharacters)
{
    EXPECT_EQ(field_text("  Ada \t"), "Ada");
    EXPECT_EQ(field_text("A\x01\x7f\r\nB\tC"), "A\nB\tC");
    EXPECT_EQ(field_text(std::string_view("A\0B", 3)), "AB");
    EXPECT_EQ(field_text("\u00a0\u00a0"), "");
}

TEST(FieldText, KeepsEveryOtherCharacter)
{
    const std::string text = "ÄÖÜ \u202Eright to left\u202C 日本 \U0001F468\u200D\U0001F469 e\u0301";

    EXPECT_EQ(field_text(text), text);
}

TEST(FieldText, CutsAtTheLimitBetweenCodePoints)
{
    std::string text;
    for (std::size_t at = 0; at <= text_code_points_max; ++at) text += "ä";

    const std::string cut = field_text(text);

    EXPECT_EQ(count_code_points(cut), text_code_points_max);
    EXPECT_EQ(cut.size(), 2 * text_code_points_max);
}

TEST(FieldText, IsAFixedPoint)
{
    for (const std::string text : {"\x01 A", " a\x02 ", "\t\x03\t", "a\n"}) {
        EXPECT_EQ(field_text(field_text(text)), field_text(text));
    }
}

TEST(PutText, LeavesOutBlanks)
{
    Fields fields = {{"city", "London"}};

    put_text(fields, "city", " \x01 ");
    put_text(fields, "zip", "W1");

    EXPECT_EQ(fields, (Fields{{"city", "London"}, {"zip", "W1"}}));
}

TEST(FieldJson, ComesBackAsItWas)
{
    const Fields fields = {{"a", "\"quoted\" \\ \n"}, {"b", "\U0001F600"}, {"c", ""}};

    const Result<Fields> back = fields_from_json(json_of(fields));

    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(*back, fields);
}

}  // namespace
}  // namespace app::sync
