#include "net/record_scanner.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace app::net {
namespace {

using Progress = RecordScanner::Progress;

Result<void> scan(RecordScanner& scanner, std::size_t bytes_per_step)
{
    while (TRY(scanner.advance(bytes_per_step)) == Progress::more) {}
    return {};
}

struct Scanned {
    bool valid = false;
    std::vector<std::vector<std::string>> paths;
    std::vector<std::vector<std::string>> records;
    std::string rest;
};

Scanned scanned(std::string_view text, const std::vector<std::string_view>& paths,
                std::size_t bytes_per_step = 1'000'000)
{
    RecordScanner scanner(text, paths);
    Scanned result;
    result.valid = scan(scanner, bytes_per_step).has_value();
    if (!result.valid) return result;
    for (const RecordScanner::FoundArray& array : scanner.arrays()) {
        result.paths.push_back(array.path);
        result.records.emplace_back(array.records.begin(), array.records.end());
    }
    result.rest = scanner.rest();
    return result;
}

constexpr std::string_view page =
    R"({"QueryResponse":{"Customer":[{"Id":"1","Line":[{"a":[1]}]}, {"Id":"2","n":"]}\"[{"}],"startPosition":1,"maxResults":2},"time":"t"})";

TEST(RecordScanner, CutsTheRecordsOutOfAPage)
{
    const Scanned result = scanned(page, {"QueryResponse.*"});

    ASSERT_TRUE(result.valid);
    ASSERT_EQ(result.records.size(), 1U);
    EXPECT_EQ(result.paths[0], (std::vector<std::string>{"QueryResponse", "Customer"}));
    EXPECT_EQ(result.records[0],
              (std::vector<std::string>{R"({"Id":"1","Line":[{"a":[1]}]})", R"({"Id":"2","n":"]}\"[{"})"}));
    EXPECT_EQ(result.rest,
              R"({"QueryResponse":{"Customer":[],"startPosition":1,"maxResults":2},"time":"t"})");
}

TEST(RecordScanner, GivesTheSameWhateverTheStepIs)
{
    const Scanned whole = scanned(page, {"QueryResponse.*"});
    for (std::size_t step = 1; step < 20; ++step) {
        const Scanned pieces = scanned(page, {"QueryResponse.*"}, step);
        ASSERT_TRUE(pieces.valid) << step;
        EXPECT_EQ(pieces.records, whole.records) << step;
        EXPECT_EQ(pieces.rest, whole.rest) << step;
    }
}

TEST(RecordScanner, LooksAtNoMoreThanItIsAllowed)
{
    const std::string text = R"({"results":[{"text":")" + std::string(1'000'000, 'x') + R"("}]})";
    RecordScanner scanner(text, {"results"});
    int steps = 1;

    while (scanner.advance(1'000).value_or(Progress::finished) == Progress::more) ++steps;

    EXPECT_GE(steps, 1'000);
    EXPECT_EQ(scanner.arrays().at(0).records.size(), 1U);
}

TEST(RecordScanner, FollowsIndexesInPaths)
{
    const Scanned result = scanned(
        R"({"CDCResponse":[{"QueryResponse":[{"Customer":[{"Id":"1"}]},{},{"Invoice":[{"Id":"2"},{"Id":"3"}],"maxResults":2}]}],"time":"t"})",
        {"CDCResponse[].QueryResponse[].*"});

    ASSERT_TRUE(result.valid);
    ASSERT_EQ(result.records.size(), 2U);
    EXPECT_EQ(result.paths[1],
              (std::vector<std::string>{"CDCResponse", "0", "QueryResponse", "2", "Invoice"}));
    EXPECT_EQ(result.records[1].size(), 2U);
}

TEST(RecordScanner, TakesArraysOfObjectsAndEmptyOnesOnly)
{
    const Scanned result = scanned(R"({"results":[1,2],"errors":[],"other":[{"a":1}],"mixed":[{"a":1},"x"]})",
                                   {"results", "errors", "mixed"});

    ASSERT_TRUE(result.valid);
    ASSERT_EQ(result.paths.size(), 1U);
    EXPECT_EQ(result.paths[0].front(), "errors");
    EXPECT_EQ(result.rest, R"({"results":[1,2],"errors":[],"other":[{"a":1}],"mixed":[{"a":1},"x"]})");
}

TEST(RecordScanner, LeavesRecordsWholeWhenPathsOverlap)
{
    const Scanned result = scanned(R"({"a":[{"b":[{"c":1}]}]})", {"a", "a[].b"});

    ASSERT_TRUE(result.valid);
    ASSERT_EQ(result.records.size(), 1U);
    EXPECT_EQ(result.records[0].front(), R"({"b":[{"c":1}]})");
}

TEST(RecordScanner, RefusesBrokenText)
{
    for (const std::string_view text : {"",
                                        "{",
                                        "[",
                                        "{]",
                                        "[}",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{\"a\":1,}",
                                        "[1,]",
                                        "[1 2]",
                                        "{\"a\":1 \"b\":2}",
                                        "{,}",
                                        "[,]",
                                        "{\"a\"::1}",
                                        "\"open",
                                        "\"esc\\",
                                        "{} {}",
                                        "1 1",
                                        "{1:2}",
                                        "[\"\x01\"]",
                                        "}",
                                        "]",
                                        ":",
                                        ",",
                                        "\xff",
                                        "{\"results\":[{\"a\":1}",
                                        "{\"results\":[{\"a\":1},]}"}) {
        EXPECT_FALSE(scanned(text, {"results"}).valid) << text;
    }
}

TEST(RecordScanner, RefusesDeepNesting)
{
    EXPECT_TRUE(scanned(std::string(Json::depth_max, '[') + std::string(Json::depth_max, ']'), {}).valid);
    EXPECT_FALSE(scanned(std::string(1'000'000, '['), {}).valid);
}

TEST(RecordScanner, TakesScalarsAndWhiteSpace)
{
    EXPECT_TRUE(scanned(" \r\n\t-1.5e+3 ", {}).valid);
    EXPECT_TRUE(scanned("\"text\"", {}).valid);
    EXPECT_TRUE(scanned("{\"a\" : [ true , false , null ] }", {}).valid);
}

}  // namespace
}  // namespace app::net
