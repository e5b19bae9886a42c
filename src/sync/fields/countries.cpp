#include "sync/fields/countries.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace app::sync {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> other_names = {{
    {"u.s.", "US"},
    {"u.s.a.", "US"},
    {"united states of america", "US"},
    {"america", "US"},
    {"uk", "GB"},
    {"great britain", "GB"},
    {"england", "GB"},
    {"scotland", "GB"},
    {"wales", "GB"},
    {"holland", "NL"},
    {"the netherlands", "NL"},
    {"deutschland", "DE"},
    {"czechia", "CZ"},
    {"korea", "KR"},
}};

constexpr std::array<Region, 69> regions = {{
    {"AL", "Alabama"},
    {"AK", "Alaska"},
    {"AZ", "Arizona"},
    {"AR", "Arkansas"},
    {"CA", "California"},
    {"CO", "Colorado"},
    {"CT", "Connecticut"},
    {"DE", "Delaware"},
    {"DC", "District of Columbia"},
    {"FL", "Florida"},
    {"GA", "Georgia"},
    {"HI", "Hawaii"},
    {"ID", "Idaho"},
    {"IL", "Illinois"},
    {"IN", "Indiana"},
    {"IA", "Iowa"},
    {"KS", "Kansas"},
    {"KY", "Kentucky"},
    {"LA", "Louisiana"},
    {"ME", "Maine"},
    {"MD", "Maryland"},
    {"MA", "Massachusetts"},
    {"MI", "Michigan"},
    {"MN", "Minnesota"},
    {"MS", "Mississippi"},
    {"MO", "Missouri"},
    {"MT", "Montana"},
    {"NE", "Nebraska"},
    {"NV", "Nevada"},
    {"NH", "New Hampshire"},
    {"NJ", "New Jersey"},
    {"NM", "New Mexico"},
    {"NY", "New York"},
    {"NC", "North Carolina"},
    {"ND", "North Dakota"},
    {"OH", "Ohio"},
    {"OK", "Oklahoma"},
    {"OR", "Oregon"},
    {"PA", "Pennsylvania"},
    {"RI", "Rhode Island"},
    {"SC", "South Carolina"},
    {"SD", "South Dakota"},
    {"TN", "Tennessee"},
    {"TX", "Texas"},
    {"UT", "Utah"},
    {"VT", "Vermont"},
    {"VA", "Virginia"},
    {"WA", "Washington"},
    {"WV", "West Virginia"},
    {"WI", "Wisconsin"},
    {"WY", "Wyoming"},
    {"AS", "American Samoa"},
    {"GU", "Guam"},
    {"MP", "Northern Mariana Islands"},
    {"PR", "Puerto Rico"},
    {"VI", "U.S. Virgin Islands"},
    {"AB", "Alberta"},
    {"BC", "British Columbia"},
    {"MB", "Manitoba"},
    {"NB", "New Brunswick"},
    {"NL", "Newfoundland and Labrador"},
    {"NS", "Nova Scotia"},
    {"NT", "Northwest Territories"},
    {"NU", "Nunavut"},
    {"ON", "Ontario"},
    {"PE", "Prince Edward Island"},
    {"QC", "Quebec"},
    {"SK", "Saskatchewan"},
    {"YT", "Yukon"},
}};

}  // namespace

const Country* country_named(std::string_view text)
{
    const std::string asked = lower_ascii(trimmed(text));
    for (const Country& country : countries()) {
        if (asked == lower_ascii(country.alpha2) || asked == lower_ascii(country.alpha3) ||
            asked == lower_ascii(country.name))
            return &country;
    }
    for (const auto& [name, code] : other_names) {
        if (asked == name) return country_named(code);
    }
    return nullptr;
}

const Region* region_named(std::string_view text)
{
    const std::string asked = lower_ascii(trimmed(text));
    for (const Region& region : regions) {
        if (asked == lower_ascii(region.code) || asked == lower_ascii(region.name)) return &region;
    }
    return nullptr;
}

}  // namespace app::sync
