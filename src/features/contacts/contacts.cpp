#include "features/contacts/contacts.h"

#include "clients/quickbooks/decode.h"
#include "features/pairs/both_sides.h"
#include "features/pairs/field_pairs.h"
#include "sync/contact_mapping.h"
#include "sync/fields/mapping_store.h"

namespace app::features {

ContactRowView ContactKind::row_view(const Company&, std::int64_t row_id, const ListRow& row)
{
    return {.row_id = row_id,
            .name = row.name,
            .email = row.email,
            .phone = row.phone,
            .company = row.company,
            .balance = {row.balance_e4.value_or(0), row.currency},
            .active = row.active,
            .state = static_cast<PairState>(row.state)};
}

Result<ContactDetailView> ContactKind::detail(sync::Ledger& ledger, const Company& company,
                                              std::int64_t row_id, const ListRow& row)
{
    BothSides sides = TRY(both_sides(ledger, company,
                                     {.object = store::ObjectType::contacts,
                                      .entity = clients::quickbooks::Entity::customer,
                                      .hubspot_type = clients::hubspot::ObjectType::contact,
                                      .quickbooks_connection = row.quickbooks_connection,
                                      .quickbooks_id = row.quickbooks_id,
                                      .hubspot_connection = row.hubspot_connection,
                                      .hubspot_id = row.hubspot_id}));
    ContactDetailView view;
    view.row = row_view(company, row_id, row);
    sync::Fields wanted;
    if (sides.quickbooks) {
        const auto customer = TRY(clients::quickbooks::decode_customer(*sides.quickbooks));
        const auto mappings = TRY(sync::usable_mappings(
            ledger, row.hubspot_connection.value_or(ConnectionId()), sync::Object::contacts));
        // A value that cannot be turned is in the list of failures; the rest is shown.
        wanted = sync::contact_from_customer(*sides.quickbooks, mappings, "", sync::EmailUse::own)
                     .value_or(sync::Fields());
        view.invoice_count = TRY(ledger.invoices.count_of_customer(*row.quickbooks_connection, customer.id));
    }
    view.sides = std::move(sides.view);
    view.sides.fields = field_pairs(wanted, sides.hubspot);
    view.sides.problem = row.problem;
    return view;
}

}  // namespace app::features
