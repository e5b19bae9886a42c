#include "sync/fields/mapping_problem.h"

#include <gtest/gtest.h>

namespace app::sync {
namespace {

PropertyDefinitions account()
{
    PropertyDefinitions known(7);
    known[0] = {.name = "jobtitle", .label = "Job title", .type = "string"};
    known[1] = {.name = "score", .label = "Score", .type = "number", .read_only_value = true};
    known[2] = {.name = "visits", .label = "Visits", .type = "number"};
    known[3] = {.name = "met_on", .label = "Met on", .type = "date"};
    known[4] = {.name = "delivery", .label = "Delivery", .type = "enumeration", .options = {"paper", "mail"}};
    known[5] = {.name = "vip", .label = "VIP", .type = "bool"};
    known[6] = {.name = "old", .label = "Old", .type = "string", .archived = true};
    return known;
}

std::string problem(FieldMapping mapping)
{
    return problem_with(Object::contacts, mapping, account());
}

TEST(MappingProblem, IsNoneWhereTypesFit)
{
    EXPECT_EQ(problem({.property = "jobtitle", .field = "Title"}), "");
    EXPECT_EQ(problem({.property = "visits", .field = "ResaleNum", .transform = Transform::number}), "");
    EXPECT_EQ(problem({.property = "vip", .field = "Taxable", .transform = Transform::boolean}), "");
    EXPECT_EQ(problem({.property = "score",
                       .field = "ResaleNum",
                       .direction = FieldDirection::to_quickbooks,
                       .transform = Transform::number}),
              "");
}

TEST(MappingProblem, NamesTargetsThatCannotBeWritten)
{
    EXPECT_EQ(problem({.property = "score", .field = "ResaleNum", .transform = Transform::number}),
              "Score is read-only or calculated in HubSpot. Let it travel to QuickBooks only.");
    EXPECT_EQ(
        problem({.property = "jobtitle", .field = "FullyQualifiedName"}),
        "Full name with parents cannot be written in QuickBooks. QuickBooks computes it. Let it travel to "
        "HubSpot only.");
    EXPECT_EQ(problem({.property = "qbo_customer_id", .field = "Title"}),
              "It carries the QuickBooks id by which Ledgerbridge recognises the record.");
    EXPECT_NE(problem({.property = "old", .field = "Title"}), "");
    EXPECT_NE(problem({.property = "nowhere", .field = "Title"}), "");
}

TEST(MappingProblem, NamesTypesThatDoNotFit)
{
    const auto to_hubspot = FieldDirection::to_hubspot;
    EXPECT_NE(problem({.property = "visits", .field = "Title", .direction = to_hubspot}), "");
    EXPECT_NE(problem({.property = "met_on", .field = "Title", .direction = to_hubspot}), "");
    EXPECT_NE(problem({.property = "delivery", .field = "Title", .direction = to_hubspot}), "");
    EXPECT_NE(problem({.property = "jobtitle", .field = "Taxable"}), "") << "text cannot become yes or no";
    EXPECT_NE(problem({.property = "met_on",
                       .field = "MetaData.CreateTime",
                       .direction = to_hubspot,
                       .transform = Transform::date,
                       .option = "moment"}),
              "")
        << "the property holds days";
}

TEST(MappingProblem, ChecksPairsOfValues)
{
    FieldMapping mapping{.property = "delivery",
                         .field = "PreferredDeliveryMethod",
                         .transform = Transform::choices};
    EXPECT_EQ(problem(mapping), "Add at least one pair of values.");
    mapping.choices = {{"Print", "paper"}, {"Email", "post"}};
    EXPECT_EQ(problem(mapping), "HubSpot has no option 'post' in Delivery.");
    mapping.choices = {{"Print", "paper"}, {"Email", "paper"}};
    EXPECT_EQ(problem(mapping), "HubSpot's value 'paper' stands in two pairs.");
    mapping.direction = FieldDirection::to_hubspot;
    EXPECT_EQ(problem(mapping), "");
}

TEST(MappingProblem, IsNoneInAnyDefault)
{
    for (const Object object : objects) {
        FieldMappings others;
        for (const FieldMapping& mapping : default_mappings(object)) {
            EXPECT_EQ(problem_with(object, mapping, {}), "") << mapping.property;
            EXPECT_EQ(clash_with(object, mapping, others), "") << mapping.property;
            others.push_back(mapping);
        }
    }
}

TEST(MappingClash, IsAPropertyOrAWrittenFieldOfAnotherMapping)
{
    const FieldMappings others = {{.property = "lastname", .field = "Name.Family"}};

    EXPECT_NE(clash_with(Object::contacts, {.property = "lastname", .field = "Title"}, others), "");
    EXPECT_NE(clash_with(Object::contacts, {.property = "jobtitle", .field = "FamilyName"}, others), "");
    EXPECT_EQ(
        clash_with(Object::contacts,
                   {.property = "jobtitle", .field = "FamilyName", .direction = FieldDirection::to_hubspot},
                   others),
        "");
}

TEST(FieldMappings, SurviveTheirText)
{
    FieldMappings mappings = default_mappings(Object::contacts);
    mappings.push_back({.property = "delivery",
                        .field = "PreferredDeliveryMethod",
                        .direction = FieldDirection::to_quickbooks,
                        .transform = Transform::choices,
                        .option = "x",
                        .choices = {{"Print", "pa\"per"}},
                        .when_blank = "mail",
                        .blank_overwrites = true,
                        .enabled = false});

    EXPECT_EQ(mappings_from_json(json_of(mappings)), mappings);
    EXPECT_FALSE(mappings_from_json(R"({"mappings":[{"property":"a","field":"b","direction":"up"}]})"));
}

}  // namespace
}  // namespace app::sync
