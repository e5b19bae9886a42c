#include "ui/screens/screens.h"

#include "base/money.h"
#include "ui/icons.h"
#include "ui/screens/invoice_detail.h"
#include "ui/screens/list_parts.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/detail_panel.h"
#include "ui/widgets/record_text.h"

#include <array>
#include <format>
#include <utility>

namespace app::ui {

namespace {

namespace command = features::command;
using features::InvoiceRowView;
using features::InvoiceSort;
using features::InvoiceStage;
using features::InvoicesView;

constexpr int key_of(InvoiceSort sort)
{
    return static_cast<int>(sort);
}

constexpr std::array columns = {
    TableColumn{.title = "Number", .width = 96, .sort_key = key_of(InvoiceSort::number)},
    TableColumn{.title = "Customer", .width = 170, .share = 1, .sort_key = key_of(InvoiceSort::customer)},
    TableColumn{.title = "Date",
                .width = 112,
                .sort_key = key_of(InvoiceSort::txn_date),
                .first_descending = true,
                .rank = 4},
    TableColumn{.title = "Due",
                .width = 112,
                .sort_key = key_of(InvoiceSort::due_date),
                .first_descending = true,
                .rank = 2},
    TableColumn{.title = "Stage", .width = 176, .sort_key = key_of(InvoiceSort::stage)},
    TableColumn{.title = "Total",
                .width = 124,
                .align = Align::end,
                .sort_key = key_of(InvoiceSort::total),
                .first_descending = true,
                .rank = 1},
    TableColumn{.title = "Balance",
                .width = 124,
                .align = Align::end,
                .sort_key = key_of(InvoiceSort::balance),
                .first_descending = true},
    TableColumn{.title = "HubSpot", .width = 104, .rank = 3},
};

// In the order of what needs somebody first.
constexpr std::array filter_stages = {
    InvoiceStage::overdue, InvoiceStage::awaiting_send, InvoiceStage::sent,    InvoiceStage::partially_paid,
    InvoiceStage::paid,    InvoiceStage::voided,        InvoiceStage::deleted,
};

const char* filter_word(InvoiceStage stage)
{
    switch (stage) {
    case InvoiceStage::awaiting_send: return "To be sent";
    case InvoiceStage::sent: return "Sent";
    case InvoiceStage::partially_paid: return "Partially paid";
    case InvoiceStage::paid: return "Paid";
    case InvoiceStage::overdue: return "Overdue";
    case InvoiceStage::voided: return "Voided";
    case InvoiceStage::deleted: return "Deleted";
    }
    return "";
}

Area draw_filters(const InvoicesView& view, const Context& context, features::CommandQueue& commands,
                  const Area& area)
{
    std::vector<FilterTab> tabs = {{"All", view.count_all, !view.stage_filter}};
    for (const InvoiceStage stage : filter_stages) {
        tabs.push_back({filter_word(stage), view.count_by_stage.at(static_cast<std::size_t>(stage)),
                        view.stage_filter == stage});
    }
    const FilterBar bar = draw_filter_bar(context, "Stage", tabs, area);
    if (bar.chosen == 0U) commands.send(command::FilterInvoices{});
    else if (bar.chosen) commands.send(command::FilterInvoices{filter_stages.at(*bar.chosen - 1)});
    return bar.rest;
}

void draw_row(TableRow& line, const InvoiceRowView& invoice, const Context& context, ShowCurrency show)
{
    line.strong(invoice.number);
    line.text(invoice.customer);
    line.muted(format_date(invoice.txn_date));
    line.muted(format_date(invoice.due_date));
    const Mark stage = stage_mark(invoice.stage);
    if (const TableRow::Cell cell = line.cell(stage.word); cell.shown)
        draw_pill(context, cell.from, cell.to, stage);
    line.money(invoice.total, show);
    line.money(invoice.balance, show);
    const Mark mirror = mirror_mark(invoice.mirror);
    if (const TableRow::Cell cell = line.cell(mirror.word); cell.shown)
        draw_mark(context, cell.from, cell.to, mirror);
}

std::string totals_line(const InvoicesView& view)
{
    std::string line;
    for (const InvoicesView::CurrencyTotal& total : view.totals) {
        if (!line.empty()) line += "     ";
        line += std::format("Total {}  ·  Open {}", format_money(total.total, ShowCurrency::code),
                            format_money(total.balance, ShowCurrency::code));
    }
    return line;
}

void select(const InvoicesView& view, features::RowSource<InvoiceRowView>& rows, const TableEvents& events,
            features::CommandQueue& commands)
{
    // The arrows take the open detail along; without one they only walk.
    const std::optional<std::size_t> index =
        events.opened ? events.opened : (view.selected ? events.moved : std::nullopt);
    if (!index || *index >= rows.size()) return;
    commands.send(command::SelectInvoice{rows.row(*index).row_id});
}

void draw_table(const InvoicesView& view, features::RowSource<InvoiceRowView>& rows,
                InvoicesScreenState& state, const Context& context, features::CommandQueue& commands,
                const Area& area)
{
    const TableSpec spec{.name = "Invoices",
                         .columns = columns,
                         .row_count = rows.size(),
                         .sort = TableSort{key_of(view.sort), view.ascending}};
    const ShowCurrency show = view.several_currencies ? ShowCurrency::code : ShowCurrency::no;
    const auto draw = [&](DataTable& table, std::size_t index) {
        const InvoiceRowView& invoice = rows.row(index);
        TableRow line = table.row(index, invoice.row_id, invoice.number + " " + invoice.customer,
                                  view.selected == invoice.row_id);
        draw_row(line, invoice, context, show);
    };
    const TableEvents events = data_table(context, spec, state.table, area.from, area.to, draw);
    select(view, rows, events, commands);
    if (events.sorted)
        commands.send(
            command::SortInvoices{static_cast<InvoiceSort>(events.sorted->key), events.sorted->ascending});
    copy_row(events, commands);
}

}  // namespace

void draw_invoices(const InvoicesView& view, features::RowSource<InvoiceRowView>& rows,
                   InvoicesScreenState& state, const Context& context, features::CommandQueue& commands)
{
    const Area below_filters = draw_filters(view, context, commands, window_area());
    const Split split = split_for_detail(below_filters.from, below_filters.to, view.selected.has_value());
    const Area list{split.list_from, split.list_to};
    const ListState list_state{.state = view.state,
                               .problem = view.problem,
                               .count_all = view.count_all,
                               .count_shown = rows.size(),
                               .icon = icons::invoice,
                               .plural = "invoices",
                               .filtered = view.stage_filter || !view.search.empty()};
    const ListAction action = draw_list_state(context, list_state, list, commands);
    if (action == ListAction::none) {
        draw_table(view, rows, state, context, commands, list.without_bottom(px(list_foot_height)));
        const Area foot{{list.from.x, list.to.y - px(list_foot_height)}, list.to};
        draw_list_foot(context, format_counted(static_cast<std::int64_t>(rows.size()), "invoice"),
                       totals_line(view), foot);
    }
    if (action == ListAction::clear_filter) {
        commands.send(command::FilterInvoices{});
        commands.send(command::SearchInvoices{});
    }
    if (view.selected) draw_invoice_detail(view, state, context, split, commands);
}

}  // namespace app::ui
