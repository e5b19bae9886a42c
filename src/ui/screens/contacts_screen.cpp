#include "ui/screens/screens.h"

#include "base/money.h"
#include "ui/icons.h"
#include "ui/screens/list_parts.h"
#include "ui/screens/pair_detail.h"
#include "ui/screens/pair_filters.h"
#include "ui/widgets/badge.h"

#include <array>

namespace app::ui {

namespace {

namespace command = features::command;
using features::ContactDetailView;
using features::ContactRowView;
using features::ContactSort;
using features::ContactsView;

constexpr int key_of(ContactSort sort)
{
    return static_cast<int>(sort);
}

constexpr std::array columns = {
    TableColumn{.title = "Name", .width = 190, .share = 1.2f, .sort_key = key_of(ContactSort::name)},
    TableColumn{
        .title = "E-mail", .width = 190, .share = 1, .sort_key = key_of(ContactSort::email), .rank = 1},
    TableColumn{
        .title = "Company", .width = 150, .share = 0.8f, .sort_key = key_of(ContactSort::company), .rank = 3},
    TableColumn{.title = "Phone", .width = 140, .rank = 4},
    TableColumn{.title = "Open balance",
                .width = 128,
                .align = Align::end,
                .sort_key = key_of(ContactSort::balance),
                .first_descending = true,
                .rank = 2},
    TableColumn{.title = "State", .width = 144, .sort_key = key_of(ContactSort::state)},
};

void draw_row(TableRow& line, const ContactRowView& contact, const Context& context)
{
    if (contact.active) line.strong(contact.name);
    else line.muted(contact.name + " (inactive)");
    line.text(contact.email);
    line.muted(contact.company);
    line.muted(contact.phone);
    line.money(contact.balance, ShowCurrency::no);
    const Mark mark = pair_mark(contact.state);
    if (const TableRow::Cell cell = line.cell(mark.word); cell.shown)
        draw_mark(context, cell.from, cell.to, mark);
}

void draw_table(const ContactsView& view, features::RowSource<ContactRowView>& rows,
                ContactsScreenState& state, const Context& context, features::CommandQueue& commands,
                const Area& area)
{
    const TableSpec spec{.name = "Contacts",
                         .columns = columns,
                         .row_count = rows.size(),
                         .sort = TableSort{key_of(view.sort), view.ascending}};
    const auto draw = [&](DataTable& table, std::size_t index) {
        const ContactRowView& contact = rows.row(index);
        TableRow line = table.row(index, contact.row_id, contact.name + " " + contact.email,
                                  view.selected == contact.row_id);
        draw_row(line, contact, context);
    };
    const TableEvents events = data_table(context, spec, state.table, area.from, area.to, draw);
    const std::optional<std::size_t> index =
        events.opened ? events.opened : (view.selected ? events.moved : std::nullopt);
    if (index && *index < rows.size()) commands.send(command::SelectContact{rows.row(*index).row_id});
    if (events.sorted)
        commands.send(
            command::SortContacts{static_cast<ContactSort>(events.sorted->key), events.sorted->ascending});
    copy_row(events, commands);
}

PairDetail pair_detail_from(const ContactDetailView& contact)
{
    PairDetail detail{.row_id = contact.row.row_id,
                      .title = contact.row.name,
                      .subtitle = contact.row.email,
                      .state = contact.row.state};
    detail.fields = &contact.fields;
    detail.quickbooks_fields = &contact.quickbooks_fields;
    detail.hubspot_fields = &contact.hubspot_fields;
    detail.facts = {{"Linked", contact.matched_how},
                    {"Invoices", contact.invoice_count > 0 ? format_count(contact.invoice_count) : ""},
                    {"Open balance", contact.row.balance.amount_e4 != 0
                                         ? format_money(contact.row.balance, ShowCurrency::code)
                                         : ""}};
    detail.problem = contact.problem;
    detail.quickbooks_url = contact.quickbooks_url;
    detail.hubspot_url = contact.hubspot_url;
    return detail;
}

void draw_detail(const ContactsView& view, ContactsScreenState& state, const Context& context,
                 const Split& split, features::CommandQueue& commands)
{
    const bool closed = view.detail ? draw_pair_detail(context, pair_detail_from(*view.detail),
                                                       state.detail_tab, split, commands)
                                    : draw_detail_loading(context, split, "Contact");
    if (closed) commands.send(command::SelectContact{});
}

}  // namespace

void draw_contacts(const ContactsView& view, features::RowSource<ContactRowView>& rows,
                   ContactsScreenState& state, const Context& context, features::CommandQueue& commands)
{
    const PairFilters filters =
        draw_pair_filters(context, view.count_all, view.count_by_state, view.filter, window_area());
    if (filters.pressed) commands.send(command::FilterContacts{filters.filter});
    const Split split = split_for_detail(filters.rest.from, filters.rest.to, view.selected.has_value());
    const Area list{split.list_from, split.list_to};
    const ListState list_state{.state = view.state,
                               .problem = view.problem,
                               .count_all = view.count_all,
                               .count_shown = rows.size(),
                               .icon = icons::users,
                               .plural = "contacts",
                               .filtered = view.filter || !view.search.empty()};
    const ListAction action = draw_list_state(context, list_state, list, commands);
    if (action == ListAction::none) {
        draw_table(view, rows, state, context, commands, list.without_bottom(px(list_foot_height)));
        const Area foot{{list.from.x, list.to.y - px(list_foot_height)}, list.to};
        draw_list_foot(context, format_counted(static_cast<std::int64_t>(rows.size()), "contact"), "", foot);
    }
    if (action == ListAction::clear_filter) {
        commands.send(command::FilterContacts{});
        commands.send(command::SearchContacts{});
    }
    if (view.selected) draw_detail(view, state, context, split, commands);
}

}  // namespace app::ui
