#include "ui/screens/sync_parts.h"

#include "base/date.h"
#include "base/text.h"
#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/overlay.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text_field.h"

#include <algorithm>
#include <array>
#include <format>
#include <optional>
#include <span>

// What a person sets for each object.
namespace app::ui {

namespace {

namespace command = features::command;
using features::ObjectSyncView;
using features::SyncView;
using sync::ObjectSettings;

constexpr float rules_width_max = 820;

// One setting: what it is about, its choices side by side. Gives the chosen one when it is another.
template <class Value, std::size_t Count>
std::optional<Value> choice(const Context& context, const char* name,
                            const std::array<const char*, Count>& labels, Value value)
{
    std::array<Segment, Count> segments;
    for (std::size_t at = 0; at < Count; ++at)
        segments[at] = {.label = labels[at], .selected = at == static_cast<std::size_t>(value)};
    words(context, TextStyle::secondary_strong, context.colors().text, name);
    gap(4);
    const auto chosen = segmented(context, name, segments);
    gap(12);
    if (!chosen || *chosen == static_cast<std::size_t>(value)) return std::nullopt;
    return static_cast<Value>(*chosen);
}

struct Rules {
    const ObjectSyncView& object;
    SyncScreenState& state;
    const Context& context;
    features::CommandQueue& commands;
    ObjectSettings settings;  // as they shall be
    bool changed = false;

    template <class Member, class Chosen>
    void take(Member& member, const Chosen& chosen)
    {
        if (!chosen) return;
        member = *chosen;
        changed = true;
    }
};

constexpr std::array conflict_rules = {"Ask me", "Newest wins", "HubSpot wins", "QuickBooks wins"};

// One field: its own rule, or the one for all.
void draw_field_rule(Rules& rules, const ObjectSyncView::Field& field)
{
    const Context& context = rules.context;
    const auto own = rules.settings.field_conflicts.find(field.property);
    const bool has_own = own != rules.settings.field_conflicts.end();
    std::array<Segment, conflict_rules.size() + 1> segments;
    segments[0] = {.label = "As for all", .selected = !has_own};
    for (std::size_t at = 0; at < conflict_rules.size(); ++at)
        segments[at + 1] = {.label = conflict_rules[at],
                            .selected = has_own && at == static_cast<std::size_t>(own->second)};
    words(context, TextStyle::secondary, context.colors().text, field.label);
    gap(2);
    const auto chosen = segmented(context, field.label.c_str(), segments);
    gap(8);
    if (!chosen) return;
    rules.changed = true;
    if (*chosen == 0) rules.settings.field_conflicts.erase(field.property);
    else rules.settings.field_conflicts[field.property] = static_cast<sync::ConflictRule>(*chosen - 1);
}

void draw_field_rules(Rules& rules)
{
    const bool open = rules.state.open_field_rules == rules.object.object;
    const auto own = rules.settings.field_conflicts.size();
    const std::string label =
        own == 0 ? "Rules for single fields" : std::format("Rules for single fields ({})", own);
    if (link_button(rules.context, label.c_str(), open ? icons::chevron_down : icons::chevron_right)) {
        if (open) rules.state.open_field_rules.reset();
        else rules.state.open_field_rules = rules.object.object;
    }
    gap(10);
    if (!open) return;
    const MirrorScope group(Role::group, "Rules for single fields");
    for (const ObjectSyncView::Field& field : rules.object.two_way_fields) draw_field_rule(rules, field);
    gap(6);
}

void draw_accounts(Rules& rules, const features::IncomeAccountsView& view)
{
    using State = features::IncomeAccountsView::State;
    const Context& context = rules.context;
    const Colors& colors = context.colors();
    const MirrorScope group(Role::radiogroup, "Income accounts");
    if (view.state == State::loading)
        return words(context, TextStyle::secondary, colors.muted, "Asking QuickBooks …");
    if (view.state == State::failed)
        return words(context, TextStyle::secondary, colors.bad, view.problem + ". Try again.");
    if (view.state == State::ready && view.accounts.empty()) {
        return words(
            context, TextStyle::secondary, colors.bad,
            "QuickBooks has no income account. Add one there under Chart of accounts, then try again.");
    }
    for (const auto& account : view.accounts) {
        const IdScope id(account.id);
        const bool chosen = account.id == rules.settings.new_items.income_account;
        const std::string label = shown_text(account.name, 60);
        if (button(context, label.c_str(),
                   {.kind = ButtonKind::quiet, .icon = chosen ? icons::circle_check : icons::circle})) {
            rules.settings.new_items.income_account = account.id;
            rules.settings.new_items.income_account_name = account.name;
            rules.changed = true;
            rules.state.choosing_account = false;
        }
    }
}

// New items need an account; it is chosen once.
void draw_income_account(Rules& rules, const features::IncomeAccountsView& accounts)
{
    const Context& context = rules.context;
    const Colors& colors = context.colors();
    const std::string& name = rules.settings.new_items.income_account_name;
    const bool missing = rules.settings.new_items.income_account.empty();
    words(context, TextStyle::secondary_strong, colors.text, "Income account of new items");
    gap(4);
    if (missing) {
        words(context, TextStyle::secondary, colors.warn,
              std::string(icons::alert) + "  No item is made in QuickBooks until you choose one.");
    } else {
        words(context, TextStyle::body, colors.text, shown_text(name, 80));
    }
    gap(6);
    if (button(context, missing ? "Choose an account" : "Choose another account",
               {.kind = missing ? ButtonKind::primary : ButtonKind::secondary})) {
        rules.state.choosing_account = true;
        rules.commands.send(command::LoadIncomeAccounts{});
    }
    gap(8);
    if (rules.state.choosing_account) draw_accounts(rules, accounts);
    gap(12);
}

void draw_new_records(Rules& rules, const SyncView& view)
{
    if (!rules.settings.creates_in_quickbooks()) return;
    if (rules.object.object == features::SyncObject::products) {
        rules.take(rules.settings.new_items.type,
                   choice(rules.context, "What a new item is",
                          std::array{"A service", "A product, not counted in stock"},
                          rules.settings.new_items.type));
        draw_income_account(rules, view.income_accounts);
        return;
    }
    rules.take(rules.settings.names,
               choice(rules.context, "Name of a new customer",
                      std::array{"First Last", "Company", "Company - First Last"}, rules.settings.names));
}

void draw_two_way_rules(Rules& rules, const SyncView& view)
{
    ObjectSettings& settings = rules.settings;
    constexpr std::array policies = {"Create and update", "Update only", "Create only", "Nothing"};
    if (settings.writes_hubspot())
        rules.take(settings.in_hubspot, choice(rules.context, "In HubSpot", policies, settings.in_hubspot));
    if (!settings.writes_quickbooks()) return;
    rules.take(settings.in_quickbooks,
               choice(rules.context, "In QuickBooks", policies, settings.in_quickbooks));
    if (settings.direction == sync::Direction::both) {
        rules.take(settings.conflicts, choice(rules.context, "When both sides changed the same field",
                                              conflict_rules, settings.conflicts));
        draw_field_rules(rules);
    }
    draw_new_records(rules, view);
}

// The day from which history counts, typed.
void draw_history_date(Rules& rules)
{
    const Context& context = rules.context;
    std::string& text = rules.state.history_dates.at(static_cast<std::size_t>(rules.object.object));
    const Timestamp since = rules.settings.history_since;
    if (text.empty() && since.ms > 0) text = format_timestamp(since, Milliseconds::no).substr(0, 10);
    words(context, TextStyle::secondary, context.colors().muted, "First day, as 2026-01-31");
    gap(4);
    text_field(context, "First day", text, px(160));
    const Result<Date> day = Date::parse(text);
    const Timestamp chosen = day ? Timestamp{std::int64_t{day->days} * 24 * 60 * 60'000} : since;
    gap(4);
    if (!day && !text.empty()) {
        words(context, TextStyle::secondary, context.colors().bad, "This is no day of the form 2026-01-31.");
    } else if (chosen != since && button(context, "Sync from this day", {.kind = ButtonKind::primary})) {
        rules.settings.history_since = chosen;
        rules.changed = true;
    }
    gap(10);
}

void draw_history(Rules& rules)
{
    ObjectSettings& settings = rules.settings;
    const auto chosen =
        choice(rules.context, "Records that take part",
               std::array{"Everything", "From a date", "Only new and changed from now on"}, settings.history);
    if (chosen) {
        settings.history = *chosen;
        settings.history_since = {};  // of "from now on" it is the moment in which this is saved
        rules.changed = true;
    }
    if (settings.history == sync::History::from_date) draw_history_date(rules);
}

void draw_delete(Rules& rules)
{
    const ObjectSyncView& object = rules.object;
    const std::string label = "Delete the sync of " + lower_ascii(object.label);
    if (button(rules.context, label.c_str(), {.kind = ButtonKind::danger, .icon = icons::trash}))
        rules.state.confirm_delete = object.object;
    gap(12);
    if (rules.state.confirm_delete != object.object) return;
    const std::string title = label + "?";
    const std::string sentence = std::format(
        "{}, {}, the reasons of {} and all rules of {} are forgotten. Nothing is deleted in HubSpot or "
        "QuickBooks. When "
        "you switch it on again, records are matched anew.",
        format_counted(object.known.links, "link"), format_counted(object.known.conflicts, "open conflict"),
        format_counted(object.known.excluded + object.known.failures, "record that is left out or failing",
                       "records that are left out or failing"),
        lower_ascii(object.label));
    const Answer answer =
        ask(rules.context,
            {.title = title.c_str(), .sentence = sentence, .yes = "Delete the sync", .dangerous = true});
    if (answer == Answer::yes) rules.commands.send(command::DeleteSync{object.object});
    if (answer != Answer::none) rules.state.confirm_delete.reset();
}

const char* deletion_question(features::SyncObject object)
{
    switch (object) {
    case features::SyncObject::contacts: return "When a customer is made inactive, or a contact archived";
    case features::SyncObject::products: return "When an item is made inactive, or a product archived";
    case features::SyncObject::invoices: return "When an invoice is deleted or voided in QuickBooks";
    }
    return "";
}

const char* removal_words(const ObjectSettings& settings)
{
    return settings.writes_quickbooks() ? "Archive or make inactive the other" : "Archive it in HubSpot";
}

void draw_rules_of(const SyncView& view, Rules rules)
{
    const ObjectSyncView& object = rules.object;
    const MirrorScope group(Role::group, "Rules for " + object.label);
    const IdScope id(static_cast<std::int64_t>(object.object));
    section(rules.context, object.label);
    if (object.two_way_possible) {
        rules.take(rules.settings.direction,
                   choice(rules.context, "Changes travel",
                          std::array{"To HubSpot", "Both ways", "To QuickBooks"}, rules.settings.direction));
    } else {
        words(rules.context, TextStyle::secondary, rules.context.colors().muted,
              "Changes travel from QuickBooks to HubSpot.");
        gap(12);
    }
    draw_two_way_rules(rules, view);
    rules.take(rules.settings.deletions,
               choice(rules.context, deletion_question(object.object),
                      std::array{"Do nothing", "Unlink and keep", removal_words(rules.settings)},
                      rules.settings.deletions));
    draw_history(rules);
    draw_delete(rules);
    if (rules.changed) rules.commands.send(command::SetObjectSettings{object.object, rules.settings});
}

}  // namespace

void draw_object_settings(const SyncView& view, SyncScreenState& state, const Context& context,
                          features::CommandQueue& commands)
{
    words(context, TextStyle::body, context.colors().muted,
          view.progress.running
              ? "A sync is running; rules can be changed when it has ended."
              : "After a change all pairs are decided anew. Preview the plan to see what it would write.",
          std::min(ImGui::GetContentRegionAvail().x, px(rules_width_max)));
    if (view.progress.running) return;
    for (const ObjectSyncView& object : view.objects)
        draw_rules_of(view, {object, state, context, commands, object.settings});
    gap(24);
}

}  // namespace app::ui
