#include "sync/answer_matching.h"

#include <gtest/gtest.h>

namespace app::sync {
namespace {

using clients::hubspot::BatchAnswer;
using clients::hubspot::BatchError;
using clients::hubspot::BatchResult;
using Kind = ItemOutcome::Kind;

const std::vector<SentItem> three = {{.trace_id = "i0", .key = "k0", .hubspot_id = ""},
                                     {.trace_id = "i1", .key = "k1", .hubspot_id = ""},
                                     {.trace_id = "i2", .key = "k2", .hubspot_id = ""}};

BatchResult result(const std::string& id, const std::string& trace, const std::string& key = "")
{
    BatchResult made{.id = HubSpotId(id), .trace_id = trace};
    if (!key.empty()) made.properties["qbo_id"] = key;
    return made;
}

TEST(AnswerMatching, TakesResultsInAnyOrderByTraceId)
{
    const auto outcomes = match_answer(
        three, {.results = {result("12", "i2"), result("10", "i0"), result("11", "i1")}}, "qbo_id");

    EXPECT_EQ(outcomes.at(0).hubspot_id.value, "10");
    EXPECT_EQ(outcomes.at(1).hubspot_id.value, "11");
    EXPECT_EQ(outcomes.at(2).hubspot_id.value, "12");
}

TEST(AnswerMatching, FallsBackToTheKey)
{
    const auto outcomes =
        match_answer(three, {.results = {result("12", "", "k2"), result("10", "", "k0")}}, "qbo_id");

    EXPECT_EQ(outcomes.at(0).hubspot_id.value, "10");
    EXPECT_EQ(outcomes.at(2).hubspot_id.value, "12");
}

TEST(AnswerMatching, FallsBackToTheIdOfAnUpdate)
{
    const std::vector<SentItem> updates = {{.trace_id = "i0", .key = "", .hubspot_id = "10"},
                                           {.trace_id = "i1", .key = "", .hubspot_id = "11"}};

    const auto outcomes = match_answer(updates, {.results = {result("11", "")}}, "qbo_id");

    EXPECT_EQ(outcomes.at(0).kind, Kind::unanswered);
    EXPECT_EQ(outcomes.at(1).kind, Kind::done);
}

TEST(AnswerMatching, LeavesOutWhatAShortAnswerDoesNotMention)
{
    const auto outcomes = match_answer(three, {.results = {result("11", "i1")}}, "qbo_id");

    EXPECT_EQ(outcomes.at(0).kind, Kind::unanswered);
    EXPECT_EQ(outcomes.at(1).kind, Kind::done);
    EXPECT_EQ(outcomes.at(2).kind, Kind::unanswered);
}

TEST(AnswerMatching, NeverTakesAnUnnamedResultByPosition)
{
    const auto outcomes =
        match_answer(three, {.results = {result("99", ""), result("98", "", "other")}}, "qbo_id");

    for (const ItemOutcome& outcome : outcomes) EXPECT_EQ(outcome.kind, Kind::unanswered);
}

TEST(AnswerMatching, GivesErrorsToWhomTheyName)
{
    const std::vector<SentItem> items = {{.trace_id = "i0", .key = "k0", .hubspot_id = ""},
                                         {.trace_id = "i1", .key = "", .hubspot_id = "11"},
                                         {.trace_id = "i2", .key = "", .hubspot_id = ""}};
    const BatchAnswer answer{
        .results = {result("12", "i2")},
        .errors = {BatchError{.category = "VALIDATION_ERROR",
                              .code = "INVALID_EMAIL",
                              .message = "bad",
                              .trace_ids = {"i0"}},
                   BatchError{.category = "OBJECT_NOT_FOUND", .message = "gone", .ids = {HubSpotId("11")}}}};

    const auto outcomes = match_answer(items, answer, "qbo_id");

    EXPECT_EQ(outcomes.at(0).kind, Kind::refused);
    EXPECT_EQ(outcomes.at(0).code, "INVALID_EMAIL");
    EXPECT_EQ(outcomes.at(1).kind, Kind::refused);
    EXPECT_EQ(outcomes.at(1).code, "OBJECT_NOT_FOUND");
    EXPECT_EQ(outcomes.at(2).kind, Kind::done);
}

TEST(AnswerMatching, BelievesAResultMoreThanAnError)
{
    const BatchAnswer answer{.results = {result("10", "i0")},
                             .errors = {BatchError{.category = "X", .trace_ids = {"i0"}}}};

    EXPECT_EQ(match_answer(three, answer, "qbo_id").at(0).kind, Kind::done);
}

TEST(ExistingId, IsReadFromTheWords)
{
    EXPECT_EQ(existing_id("Contact already exists. Existing ID: 6001"), "6001");
    EXPECT_EQ(existing_id("Contact already exists. Existing ID: 6001; it is compared again"), "6001");
    EXPECT_EQ(existing_id("Existing ID: "), "");
    EXPECT_EQ(existing_id("something else"), "");
}

}  // namespace
}  // namespace app::sync
