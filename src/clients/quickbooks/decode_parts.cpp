#include "clients/quickbooks/decode_parts.h"

namespace app::clients::quickbooks {

Result<std::string> text_or_empty(const Json& json, std::string_view name)
{
    return TRY(json.optional_text(name)).value_or(std::string());
}

Result<Decimal> decimal_or_zero(const Json& json, std::string_view name)
{
    return TRY(json.optional_decimal(name)).value_or(Decimal());
}

Result<bool> boolean_or(const Json& json, std::string_view name, bool absent)
{
    return TRY(json.optional_boolean(name)).value_or(absent);
}

Result<std::optional<Date>> optional_date(const Json& json, std::string_view name)
{
    const auto text = TRY(json.optional_text(name));
    if (!text || text->empty()) return std::optional<Date>();
    return TRY(Date::parse(*text));
}

Result<Reference> reference(const Json& json, std::string_view name)
{
    const Json object = TRY(json.object(name));
    return Reference{
        .id = QuickBooksId(TRY(object.text_or_number("value"))),
        .name = TRY(text_or_empty(object, "name")),
    };
}

Result<std::optional<Reference>> optional_reference(const Json& json, std::string_view name)
{
    const auto object = TRY(json.optional_object(name));
    if (!object || !object->has("value")) return std::optional<Reference>();
    return TRY(reference(json, name));
}

Result<std::string> text_inside(const Json& json, std::string_view object, std::string_view name)
{
    const auto inner = TRY(json.optional_object(object));
    if (!inner) return std::string();
    return text_or_empty(*inner, name);
}

Result<std::optional<Address>> optional_address(const Json& json, std::string_view name)
{
    const auto object = TRY(json.optional_object(name));
    if (!object) return std::optional<Address>();
    Address address{
        .city = TRY(text_or_empty(*object, "City")),
        .state = TRY(text_or_empty(*object, "CountrySubDivisionCode")),
        .postal_code = TRY(text_or_empty(*object, "PostalCode")),
        .country = TRY(text_or_empty(*object, "Country")),
    };
    for (const std::string_view line : {"Line1", "Line2", "Line3", "Line4", "Line5"}) {
        std::string text = TRY(text_or_empty(*object, line));
        if (!text.empty()) address.lines.push_back(std::move(text));
    }
    return address;
}

Result<std::vector<LinkedTransaction>> linked_transactions(const Json& json)
{
    std::vector<LinkedTransaction> linked;
    for (const Json& link : TRY(json.array_or_empty("LinkedTxn"))) {
        linked.push_back({
            .id = QuickBooksId(TRY(link.text_or_number("TxnId"))),
            .type = TRY(text_or_empty(link, "TxnType")),
            .line_id = TRY(text_or_empty(link, "TxnLineId")),
        });
    }
    return linked;
}

}  // namespace app::clients::quickbooks
