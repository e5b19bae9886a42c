#include "sync/fields/transform.h"

#include <algorithm>

#include "base/date.h"
#include "base/decimal.h"
#include "base/text.h"
#include "sync/field_text.h"
#include "sync/fields/countries.h"
#include "sync/fields/phone_number.h"

namespace app::sync {
namespace {

constexpr std::size_t day_size = 10;
constexpr std::size_t shown_max = 60;

std::unexpected<Error> unfit(const FieldMapping& mapping, std::string_view value, std::string_view why)
{
    return failed(ErrorKind::rejected, "The value '" + std::string(first_code_points(value, shown_max)) +
                                           "' of " + mapping.property + " " + std::string(why));
}

bool is_address(std::string_view text)
{
    const std::size_t at = text.find('@');
    if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) {
        return false;
    }
    const std::string_view domain = text.substr(at + 1);
    const std::size_t point = domain.find('.');
    return point != 0 && point != std::string_view::npos && !domain.ends_with('.') &&
           text.find_first_of(" \t\r\n<>()[],;:\\\"") == std::string_view::npos;
}

Result<std::string> number(const FieldMapping& mapping, std::string_view value)
{
    const Result<Decimal> decimal = Decimal::parse(value);
    if (!decimal) return unfit(mapping, value, "is not a number.");
    return decimal->to_text();
}

Result<std::string> boolean(const FieldMapping& mapping, std::string_view value)
{
    const std::string word = lower_ascii(value);
    if (word == "true" || word == "yes") return "true";
    if (word == "false" || word == "no") return "false";
    return unfit(mapping, value, "is neither true nor false.");
}

// HubSpot gives days of older properties as milliseconds.
std::string day_of(std::string_view value)
{
    const bool is_count = value.size() > day_size && value.find_first_not_of("0123456789") == value.npos;
    if (!is_count) return std::string(value.substr(0, day_size));
    const Result<Decimal> moment_ms = Decimal::parse(value);
    if (!moment_ms) return {};
    return format_timestamp(Timestamp{moment_ms->units_at(0).value_or(0)}, Milliseconds::no)
        .substr(0, day_size);
}

Result<std::string> day(const FieldMapping& mapping, std::string_view value)
{
    const Result<Date> date = Date::parse(day_of(value));
    if (!date) return unfit(mapping, value, "is not a date.");
    return date->to_text();
}

std::string country_as(std::string_view value, std::string_view form)
{
    const Country* country = country_named(value);
    if (!country) return std::string(value);
    if (form == "alpha2") return std::string(country->alpha2);
    return std::string(form == "alpha3" ? country->alpha3 : country->name);
}

std::string region_as(std::string_view value, std::string_view form)
{
    const Region* region = region_named(value);
    if (!region) return std::string(value);
    return std::string(form == "name" ? region->name : region->code);
}

std::string phone_as_e164(const FieldMapping& mapping, std::string_view value)
{
    return e164(value, mapping.option).value_or(std::string(value));
}

std::string name_part(std::string_view value, Transform part)
{
    const std::size_t space = value.rfind(' ');
    if (space == std::string_view::npos)
        return part == Transform::family_name ? std::string(value) : std::string();
    return std::string(
        trimmed(part == Transform::family_name ? value.substr(space + 1) : value.substr(0, space)));
}

Result<std::string> chosen(const FieldMapping& mapping, std::string_view value, std::string ValuePair::* from,
                           std::string ValuePair::* to)
{
    const auto found = std::ranges::find(mapping.choices, value, from);
    if (found != mapping.choices.end()) return (*found).*to;
    return unfit(mapping, value, "is in none of its mapping's pairs of values.");
}

Result<std::string> turned_for_hubspot(const FieldMapping& mapping, const std::string& value)
{
    switch (mapping.transform) {
    case Transform::text: return value;
    case Transform::number: return number(mapping, value);
    case Transform::price: return value.starts_with('-') ? std::string() : number(mapping, value);
    case Transform::date: {
        const std::string date = TRY(day(mapping, value));
        return mapping.option == "moment" ? date + "T00:00:00.000Z" : date;
    }
    case Transform::boolean: return boolean(mapping, value);
    case Transform::choices: return chosen(mapping, value, &ValuePair::quickbooks, &ValuePair::hubspot);
    case Transform::email: return first_email(value);
    case Transform::phone: return phone_as_e164(mapping, value);
    case Transform::country: return country_as(value, mapping.option);
    case Transform::region: return region_as(value, mapping.option);
    case Transform::given_name:
    case Transform::family_name: return name_part(value, mapping.transform);
    }
    return value;
}

Result<std::string> turned_for_quickbooks(const FieldMapping& mapping, const std::string& value)
{
    switch (mapping.transform) {
    case Transform::number:
    case Transform::price: return number(mapping, value);
    case Transform::date: return day(mapping, value);
    case Transform::boolean: return boolean(mapping, value);
    case Transform::choices: return chosen(mapping, value, &ValuePair::hubspot, &ValuePair::quickbooks);
    case Transform::phone: return phone_as_e164(mapping, value);
    case Transform::country: return country_as(value, "alpha3");
    case Transform::region: return region_as(value, "code");
    case Transform::text:
    case Transform::email:
    case Transform::given_name:
    case Transform::family_name: return value;
    }
    return value;
}

}  // namespace

Result<std::string> value_for_hubspot(const FieldMapping& mapping, std::string_view quickbooks)
{
    const std::string value = field_text(quickbooks);
    std::string turned = value.empty() ? value : TRY(turned_for_hubspot(mapping, value));
    return turned.empty() ? mapping.when_blank : turned;
}

Result<std::string> value_for_quickbooks(const FieldMapping& mapping, std::string_view hubspot)
{
    const std::string value = field_text(hubspot);
    if (value.empty()) return value;
    return turned_for_quickbooks(mapping, value);
}

std::string compared_value(const FieldMapping& mapping, const std::string& hubspot)
{
    std::string value = field_text(hubspot);
    if (value.empty()) return value;
    const Result<std::string> there = value_for_quickbooks(mapping, value);
    const Result<std::string> back = there ? value_for_hubspot(mapping, *there) : there;
    return back && !back->empty() ? *back : value;
}

std::string first_email(std::string_view addresses)
{
    for (const std::string_view part : split(addresses, ',')) {
        const std::string address = lower_ascii(trimmed(part));
        if (is_address(address)) return address;
    }
    return {};
}

}  // namespace app::sync
