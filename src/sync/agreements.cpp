#include "sync/agreements.h"

#include "sync/field_json.h"

namespace app::sync {

Result<void> extend_base(RunContext& context, const store::LinkRow& link, const Fields& agreed,
                         const Fields& hubspot_values)
{
    Fields base = TRY(fields_from_json(link.base));
    Fields hubspot_base = TRY(fields_from_json(link.hubspot_base));
    for (const auto& [property, value] : agreed) {
        base[property] = value;
        hubspot_base.erase(property);
    }
    for (const auto& [property, value] : different_from(agreed, hubspot_values))
        hubspot_base[property] = value;
    return context.ledger.links.set_base(link.row_id, json_of(base), json_of(hubspot_base),
                                         context.clock.now());
}

Fields different_from(const Fields& agreed, const Fields& hubspot_values)
{
    Fields different;
    for (const auto& [property, value] : agreed) {
        const auto held = hubspot_values.find(property);
        if (held != hubspot_values.end() && held->second != value) different[property] = held->second;
    }
    return different;
}

}  // namespace app::sync
