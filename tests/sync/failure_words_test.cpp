#include "sync/failure_words.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace app::sync {
namespace {

TEST(FailureWords, SayWhatHappenedAndWhatToDo)
{
    for (const char* code :
         {"CONFLICTING_UNIQUE_VALUE", "CONFLICT", "INVALID_EMAIL", "PROPERTY_DOESNT_EXIST", "INVALID_OPTION",
          "MISSING_SCOPES", "OBJECT_NOT_FOUND", "UNANSWERED", "SOMETHING_NEW", ""}) {
        const FailureWords words = words_for_refusal(RefusedBy::hubspot, code, "the service's words");
        EXPECT_TRUE(words.sentence.ends_with('.') || words.sentence.contains("the service's words")) << code;
        EXPECT_TRUE(words.next_step.ends_with('.')) << code;
        EXPECT_EQ(words.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos)
            << words.code;
    }
}

TEST(FailureWords, CarryUnknownRefusalsInTheServicesWords)
{
    const FailureWords words = words_for_refusal(RefusedBy::hubspot, "WEIRD_RULE", "line one\nline two");

    EXPECT_EQ(words.code, "weird_rule");
    EXPECT_EQ(words.sentence, "HubSpot refused it: line one line two");
}

TEST(FailureWords, CutLongMessages)
{
    const FailureWords words = words_for_refusal(RefusedBy::hubspot, "X", std::string(5'000, 'x'));

    EXPECT_LT(words.sentence.size(), 400U);
}

TEST(FailureWords, TellAnUnreadableRecordFromARefusedOne)
{
    EXPECT_EQ(words_for_error({.kind = ErrorKind::malformed, .message = "no date", .detail = ""}).code,
              "unreadable");
    EXPECT_EQ(words_for_error({.kind = ErrorKind::rejected, .message = "no", .detail = ""}).code,
              "unfit_value");
}

TEST(FailureWords, KnowEveryCodeThatTheServicesDocument)
{
    for (const char* code :
         {"PROPERTY_DOESNT_EXIST", "INVALID_OPTION", "INVALID_INTEGER", "CONFLICTING_UNIQUE_VALUE",
          "VALIDATION_ERROR", "INVALID_AUTHENTICATION", "EXPIRED_AUTHENTICATION", "MISSING_SCOPES",
          "OBJECT_NOT_FOUND", "CONFLICT", "INVALID_EMAIL", "RATE_LIMITS"})
        EXPECT_NE(failure_entry(RefusedBy::hubspot, code), nullptr) << code;
    for (const char* code :
         {"120",  "500",  "600",  "610",   "620",    "700",    "800",    "900",   "1040", "1050", "2010",
          "2020", "2030", "2050", "2080",  "2170",   "2500",   "3001",   "3100",  "3200", "4000", "4001",
          "5010", "5020", "5030", "6000",  "6030",   "6070",   "6080",   "6090",  "6100", "6140", "6190",
          "6210", "6240", "6540", "10000", "007001", "003001", "003100", "003200"})
        EXPECT_NE(failure_entry(RefusedBy::quickbooks, code), nullptr) << code;
}

TEST(FailureWords, AreWholeSentencesForEveryEntryOnce)
{
    std::set<std::pair<RefusedBy, std::string_view>> codes;
    for (const FailureEntry& entry : failure_entries()) {
        EXPECT_TRUE(codes.insert({entry.service, entry.code}).second) << entry.code << " is there twice";
        EXPECT_TRUE(entry.sentence.ends_with(entry.adds_message ? ':' : '.')) << entry.sentence;
        EXPECT_TRUE(entry.next_step.ends_with('.')) << entry.next_step;
        EXPECT_EQ(entry.cause.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos)
            << entry.cause;
    }
    EXPECT_EQ(words_for_refusal(RefusedBy::quickbooks, "6000", "Period closed").sentence,
              "A rule of QuickBooks refused the record: Period closed");
}

}  // namespace
}  // namespace app::sync
