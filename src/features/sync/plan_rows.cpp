#include "features/sync/plan_rows.h"

#include "features/pairs/field_pairs.h"
#include "sync/mass_removal.h"
#include "sync/write.h"

namespace app::features {
namespace {

PlanRowView::Action action_of(const sync::Action& action)
{
    switch (action.kind) {
    case sync::ActionKind::create: return PlanRowView::Action::create;
    case sync::ActionKind::update: return PlanRowView::Action::update;
    case sync::ActionKind::link: return PlanRowView::Action::link;
    case sync::ActionKind::create_in_quickbooks: return PlanRowView::Action::create_in_quickbooks;
    case sync::ActionKind::unlink: return PlanRowView::Action::unlink;
    case sync::ActionKind::remove:
        return action.remove_in == sync::Side::hubspot ? PlanRowView::Action::archive
                                                       : PlanRowView::Action::make_inactive;
    case sync::ActionKind::ask:
    case sync::ActionKind::nothing:
    case sync::ActionKind::excluded: return PlanRowView::Action::nothing;
    }
    return PlanRowView::Action::nothing;
}

PlanRowView row_of(const sync::PlannedRecord& record)
{
    PlanRowView row;
    row.object = view_object(record.object);
    row.action = action_of(record.action);
    row.title = record.title;
    row.reason = record.action.reason;
    for (const sync::FieldChange& change : record.action.changes) {
        if (sync::is_association(change.property)) continue;
        const bool in_quickbooks =
            change.in == sync::Side::quickbooks && row.action != PlanRowView::Action::create_in_quickbooks;
        row.changes.push_back({property_label(change.property) + (in_quickbooks ? " in QuickBooks" : ""),
                               change.before, change.after});
    }
    return row;
}

}  // namespace

void PlanRows::show(sync::RunContext* context, std::shared_ptr<const sync::RunPlan> plan,
                    std::optional<SyncObject> only)
{
    m_context = context;
    if (plan != m_plan) m_left_out.clear();
    m_plan = std::move(plan);
    m_entries.clear();
    m_cache.clear();
    ++m_revision;
    if (!m_plan) return;
    for (std::size_t at = 0; at < m_plan->entries.size(); ++at) {
        if (!only || view_object(m_plan->entries[at].object) == *only) m_entries.push_back(at);
    }
}

const PlanRowView& PlanRows::row(std::size_t index)
{
    if (const auto found = m_cache.find(index); found != m_cache.end()) return found->second;
    if (m_cache.size() >= cached_max) m_cache.clear();
    const std::size_t entry = m_entries[index];
    PlanRowView row = plan_row(*m_context, m_plan->entries[entry]);
    row.entry = entry;
    row.left_out = m_left_out.contains(entry);
    return m_cache.emplace(index, std::move(row)).first->second;
}

void PlanRows::leave_out(std::size_t entry, bool left_out)
{
    if (left_out) m_left_out.insert(entry);
    else m_left_out.erase(entry);
    m_cache.clear();
    ++m_revision;
}

PlanRowView plan_row(sync::RunContext& context, const sync::PlanEntry& entry)
{
    const auto record = sync::plan_entry(context, entry);
    if (record && *record) return row_of(**record);
    PlanRowView row;
    row.object = view_object(entry.object);
    row.title = entry.id.value.empty() ? entry.hubspot_id.value : entry.id.value;
    return row;
}

std::string_view plan_action_words(PlanRowView::Action action)
{
    using enum PlanRowView::Action;
    switch (action) {
    case create: return "Create in HubSpot";
    case update: return "Update";
    case link: return "Link";
    case create_in_quickbooks: return "Create in QuickBooks";
    case nothing: return "Nothing";
    case unlink: return "Unlink";
    case archive: return "Archive in HubSpot";
    case make_inactive: return "Make inactive in QuickBooks";
    }
    return "";
}

SyncObject view_object(sync::Object object)
{
    return static_cast<SyncObject>(object);
}

sync::Object sync_object(SyncObject object)
{
    return static_cast<sync::Object>(object);
}

static_assert(static_cast<int>(SyncObject::invoices) == static_cast<int>(sync::Object::invoices));

PlanView plan_view(const sync::RunPlan& plan)
{
    PlanView view;
    view.state = PlanView::State::ready;
    view.made_at = plan.made_at;
    view.notes = plan.notes;
    for (const sync::Object object : sync::objects) {
        const sync::PlanSummary& summary = plan.of(object);
        const std::int64_t calls = sync::calls_for(object, summary);
        view.summaries.push_back({.object = view_object(object),
                                  .creates = summary.creates,
                                  .updates = summary.updates,
                                  .links = summary.links,
                                  .quickbooks_creates = summary.quickbooks_creates,
                                  .quickbooks_updates = summary.quickbooks_updates,
                                  .removals = summary.hubspot_removals + summary.quickbooks_removals,
                                  .unlinks = summary.unlinks,
                                  .conflicts = summary.conflicts,
                                  .unchanged = summary.unchanged,
                                  .excluded = summary.excluded,
                                  .calls = calls});
        if (sync::is_mass_removal(summary)) {
            view.mass_removals.push_back(
                {.object = view_object(object), .count = summary.ended(), .linked = summary.linked});
        }
        view.changes +=
            summary.creates + summary.updates + summary.links + summary.quickbooks_creates + summary.ended();
        view.calls += calls;
    }
    for (const auto& [currency, amount_e4] : plan.new_invoice_e4)
        view.invoice_value.push_back({amount_e4, currency});
    return view;
}

}  // namespace app::features
