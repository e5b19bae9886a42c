#include "two_way.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace app::sync::testing {

ObjectSettings both_ways()
{
    return {.direction = Direction::both, .in_quickbooks = WritePolicy::create_and_update};
}

std::string customer_member(const World& world, const std::string& id, std::string_view name)
{
    const auto json = Json::parse("{" + world.quickbooks.members("Customer", id) + "}");
    const auto member = json ? json->member(name) : std::nullopt;
    if (!member) return {};
    return member->as_text().value_or(member->dump());
}

std::string contact_id(const World& world, const std::string& email)
{
    const auto found = world.hubspot.with("contacts", "email", email);
    return found.size() == 1 ? found.front().id : "there are " + std::to_string(found.size());
}

std::string contact_value(const World& world, const std::string& email, const std::string& property)
{
    const auto found = world.hubspot.with("contacts", "email", email);
    if (found.size() != 1) return "there are " + std::to_string(found.size());
    const auto value = found.front().properties.find(property);
    return value == found.front().properties.end() ? "" : value->second;
}

void expect_pairs(World& world, std::size_t pairs)
{
    EXPECT_EQ(world.hubspot.live("contacts").size(), pairs);
    EXPECT_EQ(world.quickbooks.ids("Customer").size(), pairs);
    EXPECT_EQ(world.count("SELECT count(*) FROM link WHERE object = 'contacts' AND state = 'linked'"),
              static_cast<std::int64_t>(pairs));
    std::set<std::string> names;
    for (const std::string& id : world.quickbooks.ids("Customer"))
        names.insert(customer_member(world, id, "DisplayName"));
    EXPECT_EQ(names.size(), pairs);
}

}  // namespace app::sync::testing
