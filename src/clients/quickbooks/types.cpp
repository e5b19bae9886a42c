#include "clients/quickbooks/types.h"

#include <array>

namespace app::clients::quickbooks {

std::string_view api_name(Entity entity)
{
    switch (entity) {
    case Entity::customer: return "Customer";
    case Entity::item: return "Item";
    case Entity::invoice: return "Invoice";
    case Entity::payment: return "Payment";
    case Entity::credit_memo: return "CreditMemo";
    }
    return "";
}

std::string_view path_name(Entity entity)
{
    switch (entity) {
    case Entity::customer: return "customer";
    case Entity::item: return "item";
    case Entity::invoice: return "invoice";
    case Entity::payment: return "payment";
    case Entity::credit_memo: return "creditmemo";
    }
    return "";
}

bool is_name_list(Entity entity)
{
    return entity == Entity::customer || entity == Entity::item;
}

std::optional<Entity> entity_named(std::string_view name)
{
    static constexpr std::array all = {Entity::customer, Entity::item, Entity::invoice, Entity::payment,
                                       Entity::credit_memo};
    for (const Entity entity : all) {
        if (api_name(entity) == name) return entity;
    }
    return std::nullopt;
}

TaxModel tax_model(const CompanyInfo& company, const Preferences& preferences)
{
    if (!preferences.using_sales_tax) return TaxModel::none;
    if (company.country != "US") return TaxModel::global;
    return preferences.partner_tax_enabled ? TaxModel::automated_us : TaxModel::manual_us;
}

}  // namespace app::clients::quickbooks
