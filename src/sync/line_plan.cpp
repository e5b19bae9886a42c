#include "sync/line_plan.h"

#include <map>

#include "sync/field_json.h"
#include "sync/property_names.h"
#include "sync/write.h"

namespace app::sync {
namespace {

// The product makes HubSpot show the line under it; a line without one is still right.
Result<void> put_product(RunContext& context, const WantedLine& line, Fields& fields)
{
    if (line.item_id.empty()) return {};
    const auto link = TRY(context.ledger.links.by_quickbooks(
        context.record_key(store::ObjectType::products, QuickBooksId(line.item_id)),
        context.accounts.hubspot));
    if (link) fields["hs_product_id"] = link->hubspot_id.value;
    return {};
}

Result<void> add_line(RunContext& context, LinePlan& plan, WantedLine line, QuickBooksId key,
                      const store::LinkRow* link, const std::string& hubspot_invoice)
{
    Fields wanted = std::move(line.fields);
    if (link && !hubspot_invoice.empty()) wanted[invoice_association] = hubspot_invoice;
    TRY(put_product(context, line, wanted));
    wanted[property::line_key] = context.key_of(key);
    if (!link) {
        plan.creates.push_back({.key = std::move(key), .title = line.title, .fields = std::move(wanted)});
        return {};
    }
    const Observation seen{.quickbooks_id = key.value,
                           .title = line.title,
                           .wanted = wanted,
                           .agreement = Agreement{.link_row_id = link->row_id,
                                                  .hubspot_id = link->hubspot_id.value,
                                                  .base = TRY(fields_from_json(link->base))}};
    Action action = sync::plan(seen);
    if (action.kind != ActionKind::update) return {};
    plan.updates.push_back({.key = std::move(key),
                            .title = line.title,
                            .hubspot_id = link->hubspot_id.value,
                            .fields = std::move(action.fields),
                            .wanted = std::move(wanted)});
    return {};
}

}  // namespace

Result<LinePlan> plan_lines(RunContext& context, const clients::quickbooks::Invoice& invoice)
{
    const std::vector<store::LinkRow> links =
        TRY(context.ledger.links.lines_of(context.accounts.quickbooks, invoice.id));
    std::map<QuickBooksId, const store::LinkRow*> left;
    for (const store::LinkRow& link : links) {
        if (link.state == store::LinkState::linked) left[link.quickbooks.id] = &link;
    }
    const auto invoice_link = TRY(context.ledger.links.by_quickbooks(
        context.record_key(store::ObjectType::invoices, invoice.id), context.accounts.hubspot));
    const std::string hubspot_invoice = invoice_link ? invoice_link->hubspot_id.value : "";
    LinePlan plan;
    for (WantedLine& line : wanted_lines(invoice)) {
        const QuickBooksId key = store::line_key(invoice.id, line.line_id);
        const auto found = left.find(key);
        const store::LinkRow* link = found == left.end() ? nullptr : found->second;
        TRY(add_line(context, plan, std::move(line), key, link, hubspot_invoice));
        if (link) left.erase(found);
    }
    for (const auto& [key, link] : left) {
        plan.removals.push_back(
            {.key = key, .link_row_id = link->row_id, .hubspot_id = link->hubspot_id.value});
    }
    return plan;
}

}  // namespace app::sync
