#include "sync/failure_words.h"

#include <gtest/gtest.h>

namespace app::sync {
namespace {

TEST(FailureWords, SayWhatHappenedAndWhatToDo)
{
    for (const char* code :
         {"CONFLICTING_UNIQUE_VALUE", "CONFLICT", "INVALID_EMAIL", "PROPERTY_DOESNT_EXIST", "INVALID_OPTION",
          "MISSING_SCOPES", "OBJECT_NOT_FOUND", "UNANSWERED", "SOMETHING_NEW", ""}) {
        const FailureWords words = words_for_refusal(code, "the service's words");
        EXPECT_TRUE(words.sentence.ends_with('.') || words.sentence.contains("the service's words")) << code;
        EXPECT_TRUE(words.next_step.ends_with('.')) << code;
        EXPECT_EQ(words.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos)
            << words.code;
    }
}

TEST(FailureWords, CarryUnknownRefusalsInTheServicesWords)
{
    const FailureWords words = words_for_refusal("WEIRD_RULE", "line one\nline two");

    EXPECT_EQ(words.code, "weird_rule");
    EXPECT_EQ(words.sentence, "HubSpot refused it: line one line two");
}

TEST(FailureWords, CutLongMessages)
{
    const FailureWords words = words_for_refusal("X", std::string(5'000, 'x'));

    EXPECT_LT(words.sentence.size(), 400U);
}

TEST(FailureWords, TellAnUnreadableRecordFromARefusedOne)
{
    EXPECT_EQ(words_for_error({.kind = ErrorKind::malformed, .message = "no date", .detail = ""}).code,
              "unreadable");
    EXPECT_EQ(words_for_error({.kind = ErrorKind::rejected, .message = "no", .detail = ""}).code,
              "unfit_value");
}

}  // namespace
}  // namespace app::sync
