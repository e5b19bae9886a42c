#include "base/json.h"

#include <gtest/gtest.h>

namespace app {
namespace {

Json parsed(std::string_view text)
{
    const Result<Json> json = Json::parse(text);
    EXPECT_TRUE(json) << text;
    return json.value_or(Json());
}

TEST(Json, KeepsNumbersAsTheyCame)
{
    const Json json =
        parsed(R"({"amount":1675.52,"whole":100,"tiny":1e-7,"zeros":46.60,"huge":123456789012345678901234})");

    EXPECT_EQ(json.decimal("amount").value_or(Decimal()).to_text(), "1675.52");
    EXPECT_EQ(json.integer("whole").value_or(0), 100);
    EXPECT_EQ(json.decimal("tiny").value_or(Decimal()).to_text(), "0.0000001");
    EXPECT_FALSE(json.decimal("huge"));
    EXPECT_EQ(json.text_or_number("huge").value_or(""), "123456789012345678901234");
    EXPECT_EQ(json.dump(),
              R"({"amount":1675.52,"whole":100,"tiny":1e-7,"zeros":46.60,"huge":123456789012345678901234})");
}

TEST(Json, TellsAbsentNullAndWrongTypeApart)
{
    const Json json = parsed(R"({"nothing":null,"text":"x","number":1})");

    EXPECT_FALSE(json.text("absent"));
    EXPECT_FALSE(json.text("nothing"));
    EXPECT_FALSE(json.text("number"));
    EXPECT_EQ(json.optional_text("absent").value_or("error"), std::nullopt);
    EXPECT_EQ(json.optional_text("nothing").value_or("error"), std::nullopt);
    EXPECT_FALSE(json.optional_text("number"));
    EXPECT_TRUE(json.array_or_empty("absent").value_or(Json::Array{Json()}).empty());
    EXPECT_FALSE(json.array_or_empty("text"));
}

TEST(Json, NamesTheMemberInErrors)
{
    const Result<std::string> text = parsed(R"({"a":1})").text("a");

    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, ErrorKind::malformed);
    EXPECT_NE(text.error().message.find("'a'"), std::string::npos);
}

TEST(Json, RefusesHostileText)
{
    for (const std::string_view text :
         {"", "{", "[1,]", "{\"a\":}", "{\"a\" 1}", "nul", "01", "1.", "\"\\x\"", "\"\\ud800\"", "{\"a\":1}x",
          "\"\x01\"", "\"\xff\"", "\"\xc3\x28\"", "NaN", "1e999", "'a'", "[1 2]", "{a:1}"}) {
        EXPECT_FALSE(Json::parse(text)) << text;
    }
}

TEST(Json, TakesNoZeroByteForTheEnd)
{
    EXPECT_FALSE(Json::parse(std::string_view("{}\0garbage", 10)));
    EXPECT_FALSE(Json::parse(std::string_view("{}\0", 3)));
}

TEST(Json, RefusesDeepNestingButTakesTheAllowedDepth)
{
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };

    EXPECT_TRUE(Json::parse(nested(Json::depth_max)));
    EXPECT_FALSE(Json::parse(nested(Json::depth_max + 1)));
    EXPECT_FALSE(Json::parse(std::string(5'000'000, '[')));
}

TEST(Json, CarriesAnyScriptAndEscapesOnTheWayOut)
{
    const std::string name = "請注意 こんにちは Zażółć gęślą jaźń مرحبا 😀 <img onerror> '; DROP TABLE";
    const std::string text =
        JsonObject().text("name", name).text("control", std::string("a\0\x1f\n", 4)).str();

    const Json json = parsed(text);

    EXPECT_EQ(json.text("name").value_or(""), name);
    EXPECT_EQ(json.text("control").value_or(""), std::string("a\0\x1f\n", 4));
    EXPECT_EQ(json.dump(), text);
}

TEST(Json, RepairsInvalidTextWhenQuoting)
{
    EXPECT_TRUE(Json::parse(json_quoted("broken \xff\xc3 text")));
}

TEST(JsonObject, BuildsWhatItIsTold)
{
    JsonArray list;
    list.text("a").raw("{\"b\":2}");
    const std::string text = JsonObject()
                                 .number("n", -5)
                                 .decimal("d", Decimal(1050, 2))
                                 .boolean("t", true)
                                 .raw("list", list.str())
                                 .str();

    EXPECT_EQ(text, R"({"n":-5,"d":10.5,"t":true,"list":["a",{"b":2}]})");
    EXPECT_EQ(list.size(), 2U);
    EXPECT_EQ(JsonObject().str(), "{}");
}

TEST(Json, IndentsForPeople)
{
    EXPECT_EQ(parsed(R"({"a":[1,{}],"b":"x"})").dump_pretty(),
              "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": \"x\"\n}");
}

}  // namespace
}  // namespace app
