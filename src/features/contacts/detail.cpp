#include "features/contacts/detail.h"

#include "clients/hubspot/types.h"
#include "clients/quickbooks/decode.h"
#include "features/both_sides.h"
#include "features/field_pairs.h"
#include "sync/contact_mapping.h"

namespace app::features {

ContactRowView contact_row_view(std::int64_t row_id, const store::ContactListRow& row)
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

Result<ContactDetailView> contact_detail(sync::Ledger& ledger, const Company& company, std::int64_t row_id,
                                         const store::ContactListRow& row)
{
    BothSides sides = TRY(both_sides(ledger, {.object = store::ObjectType::contacts,
                                              .entity = "Customer",
                                              .hubspot_entity = "contacts",
                                              .quickbooks_connection = row.quickbooks_connection,
                                              .quickbooks_id = row.quickbooks_id,
                                              .hubspot_connection = row.hubspot_connection,
                                              .hubspot_id = row.hubspot_id}));
    ContactDetailView view;
    view.row = contact_row_view(row_id, row);
    sync::Fields wanted;
    if (sides.quickbooks) {
        const auto customer = TRY(clients::quickbooks::decode_customer(*sides.quickbooks));
        wanted = sync::contact_from_customer(customer, "", sync::EmailUse::own);
        view.invoice_count = TRY(ledger.invoices.count_of_customer(*row.quickbooks_connection, customer.id));
    }
    view.fields = field_pairs(wanted, sides.hubspot);
    view.quickbooks_fields = std::move(sides.quickbooks_fields);
    view.hubspot_fields = std::move(sides.hubspot_fields);
    view.matched_how = std::move(sides.matched_how);
    view.problem = row.problem;
    if (row.quickbooks_id)
        view.quickbooks_url = quickbooks_url(company, "customer", row.quickbooks_id->value);
    if (row.hubspot_id) {
        view.hubspot_url = hubspot_url(
            company, std::string(clients::hubspot::type_id(clients::hubspot::ObjectType::contact)),
            row.hubspot_id->value);
    }
    return view;
}

}  // namespace app::features
