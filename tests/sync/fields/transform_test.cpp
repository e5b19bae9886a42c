#include "sync/fields/transform.h"

#include <gtest/gtest.h>

#include "sync/fields/countries.h"
#include "sync/fields/phone_number.h"

namespace app::sync {
namespace {

FieldMapping with(Transform transform, std::string option = "")
{
    return {.property = "custom",
            .field = "CompanyName",
            .transform = transform,
            .option = std::move(option)};
}

// The value or, when it cannot be turned, "refused: " and the sentence.
std::string told(const Result<std::string>& value)
{
    return value ? *value : "refused: " + value.error().message;
}

std::string there(const FieldMapping& mapping, std::string_view quickbooks)
{
    return told(value_for_hubspot(mapping, quickbooks));
}

std::string back(const FieldMapping& mapping, std::string_view hubspot)
{
    return told(value_for_quickbooks(mapping, hubspot));
}

TEST(Transforms, TurnTextNumbersAndYesOrNo)
{
    EXPECT_EQ(there(with(Transform::text), "  Ada \x01"), "Ada");
    EXPECT_EQ(there(with(Transform::number), "10.00"), "10");
    EXPECT_EQ(back(with(Transform::number), "1e2"), "100");
    EXPECT_EQ(there(with(Transform::price), "-5"), "");
    EXPECT_EQ(there(with(Transform::boolean), "true"), "true");
    EXPECT_EQ(back(with(Transform::boolean), "Yes"), "true");
    EXPECT_EQ(back(with(Transform::number), "a dozen"),
              "refused: The value 'a dozen' of custom is not a number.");
    EXPECT_EQ(back(with(Transform::boolean), "maybe"),
              "refused: The value 'maybe' of custom is neither true nor false.");
}

TEST(Transforms, TakeTheDayOfDatesAndMoments)
{
    EXPECT_EQ(there(with(Transform::date), "2026-02-28"), "2026-02-28");
    EXPECT_EQ(there(with(Transform::date, "moment"), "2026-02-28"), "2026-02-28T00:00:00.000Z");
    EXPECT_EQ(there(with(Transform::date), "2026-05-05T23:08:54-07:00"), "2026-05-05");
    EXPECT_EQ(back(with(Transform::date), "1772236800000"), "2026-02-28");
    EXPECT_EQ(back(with(Transform::date), "2026-02-30"),
              "refused: The value '2026-02-30' of custom is not a date.");
}

TEST(Transforms, TurnChoicesBothWaysAndRefuseOthers)
{
    FieldMapping terms = with(Transform::choices);
    terms.choices = {{"Print", "paper"}, {"Email", "mail"}};

    EXPECT_EQ(there(terms, "Print"), "paper");
    EXPECT_EQ(back(terms, "mail"), "Email");
    EXPECT_EQ(there(terms, ""), "");
    EXPECT_EQ(there(terms, "None"),
              "refused: The value 'None' of custom is in none of its mapping's pairs of values.");
}

TEST(Transforms, PutTheGivenValueInPlaceOfABlankOnly)
{
    FieldMapping mapping = with(Transform::text);
    mapping.when_blank = "unknown";

    EXPECT_EQ(there(mapping, " "), "unknown");
    EXPECT_EQ(there(mapping, "Ada"), "Ada");
}

TEST(Transforms, SplitFullNamesAtTheLastWord)
{
    EXPECT_EQ(there(with(Transform::given_name), "Ada King Lovelace"), "Ada King");
    EXPECT_EQ(there(with(Transform::family_name), "Ada King Lovelace"), "Lovelace");
    EXPECT_EQ(there(with(Transform::given_name), "Cher"), "");
    EXPECT_EQ(there(with(Transform::family_name), "Cher"), "Cher");
}

TEST(Transforms, TurnCountriesAndRegionsAndLeaveOthersAsTheyAre)
{
    EXPECT_EQ(there(with(Transform::country, "name"), "USA"), "United States");
    EXPECT_EQ(there(with(Transform::country, "alpha2"), "Norway"), "NO");
    EXPECT_EQ(back(with(Transform::country, "name"), "united kingdom"), "GBR");
    EXPECT_EQ(there(with(Transform::country, "name"), "Atlantis"), "Atlantis");
    EXPECT_EQ(there(with(Transform::region, "name"), "on"), "Ontario");
    EXPECT_EQ(back(with(Transform::region, "name"), "New York"), "NY");
    EXPECT_EQ(there(with(Transform::region, "code"), "Bayern"), "Bayern");
    EXPECT_EQ(countries().size(), 249U);
}

TEST(PhoneNumbers, FollowTheRulesOfTheirCountry)
{
    EXPECT_EQ(e164("(555) 123-4567", "US"), "+15551234567");
    EXPECT_EQ(e164("1-555-123-4567", "US"), "+15551234567");
    EXPECT_EQ(e164("011 44 20 7946 0018", "US"), "+442079460018");
    EXPECT_EQ(e164("020 7946 0018", "GB"), "+442079460018");
    EXPECT_EQ(e164("+44 (0)20 7946 0018", "US"), "+442079460018");
    EXPECT_EQ(e164("0047 21 34 56 78", "DE"), "+4721345678");
    EXPECT_EQ(e164("06 698 12345", "IT"), "+390669812345");
    EXPECT_EQ(e164("21 34 56 78", "NO"), "+4721345678");
}

TEST(PhoneNumbers, ThatCannotBeReadStayAsTheyAre)
{
    EXPECT_FALSE(e164("555-1234", "US"));
    EXPECT_FALSE(e164("555 123 4567 ext. 9", "US"));
    EXPECT_FALSE(e164("+123456789012345678", "US"));
    EXPECT_FALSE(e164("20 7946 0018", "XX"));
    EXPECT_FALSE(e164("", "US"));
    EXPECT_EQ(there(with(Transform::phone, "US"), "555-1234"), "555-1234");
}

TEST(ComparedValue, IsTheSameForEverySpellingOfAValue)
{
    EXPECT_EQ(compared_value(with(Transform::phone, "US"), "555 123 4567"), "+15551234567");
    EXPECT_EQ(compared_value(with(Transform::number), "10.00"), "10");
    EXPECT_EQ(compared_value(with(Transform::country, "name"), "us"), "United States");
    EXPECT_EQ(compared_value(with(Transform::number), "a dozen"), "a dozen");
}

}  // namespace
}  // namespace app::sync
