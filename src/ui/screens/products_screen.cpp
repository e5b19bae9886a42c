#include "ui/screens/screens.h"

#include "ui/icons.h"
#include "ui/screens/list_parts.h"
#include "ui/screens/pair_detail.h"
#include "ui/screens/pair_filters.h"
#include "ui/widgets/badge.h"

#include <array>

namespace app::ui {

namespace {

namespace command = features::command;
using features::ProductDetailView;
using features::ProductRowView;
using features::ProductSort;
using features::ProductsView;

constexpr int key_of(ProductSort sort)
{
    return static_cast<int>(sort);
}

constexpr std::array columns = {
    TableColumn{.title = "Name", .width = 220, .share = 1, .sort_key = key_of(ProductSort::name)},
    TableColumn{.title = "SKU", .width = 140, .share = 0.3f, .sort_key = key_of(ProductSort::sku), .rank = 1},
    TableColumn{.title = "Type", .width = 140, .sort_key = key_of(ProductSort::type), .rank = 3},
    TableColumn{.title = "Price",
                .width = 120,
                .align = Align::end,
                .sort_key = key_of(ProductSort::price),
                .first_descending = true,
                .rank = 2},
    TableColumn{.title = "State", .width = 144, .sort_key = key_of(ProductSort::state)},
};

void draw_row(TableRow& line, const ProductRowView& product, const Context& context)
{
    if (product.active) line.strong(product.name);
    else line.muted(product.name + " (inactive)");
    line.text(product.sku);
    line.muted(product.type);
    line.text(product.price);
    const Mark mark = pair_mark(product.state);
    if (const TableRow::Cell cell = line.cell(mark.word); cell.shown)
        draw_mark(context, cell.from, cell.to, mark);
}

void draw_table(const ProductsView& view, features::RowSource<ProductRowView>& rows,
                ProductsScreenState& state, const Context& context, features::CommandQueue& commands,
                const Area& area)
{
    const TableSpec spec{.name = "Products",
                         .columns = columns,
                         .row_count = rows.size(),
                         .sort = TableSort{key_of(view.sort), view.ascending}};
    const auto draw = [&](DataTable& table, std::size_t index) {
        const ProductRowView& product = rows.row(index);
        TableRow line = table.row(index, product.row_id, product.name + " " + product.sku,
                                  view.selected == product.row_id);
        draw_row(line, product, context);
    };
    const TableEvents events = data_table(context, spec, state.table, area.from, area.to, draw);
    const std::optional<std::size_t> index =
        events.opened ? events.opened : (view.selected ? events.moved : std::nullopt);
    if (index && *index < rows.size()) commands.send(command::SelectProduct{rows.row(*index).row_id});
    if (events.sorted)
        commands.send(
            command::SortProducts{static_cast<ProductSort>(events.sorted->key), events.sorted->ascending});
    copy_row(events, commands);
}

PairDetail pair_detail_from(const ProductDetailView& product)
{
    PairDetail detail{.row_id = product.row.row_id,
                      .title = product.row.name,
                      .subtitle = product.row.sku,
                      .state = product.row.state};
    detail.fields = &product.fields;
    detail.quickbooks_fields = &product.quickbooks_fields;
    detail.hubspot_fields = &product.hubspot_fields;
    detail.facts = {{"Linked", product.matched_how},
                    {"Type", product.row.type},
                    {"Price", product.row.price},
                    {"Description", product.description}};
    detail.problem = product.problem;
    detail.quickbooks_url = product.quickbooks_url;
    detail.hubspot_url = product.hubspot_url;
    return detail;
}

void draw_detail(const ProductsView& view, ProductsScreenState& state, const Context& context,
                 const Split& split, features::CommandQueue& commands)
{
    const bool closed = view.detail ? draw_pair_detail(context, pair_detail_from(*view.detail),
                                                       state.detail_tab, split, commands)
                                    : draw_detail_loading(context, split, "Product");
    if (closed) commands.send(command::SelectProduct{});
}

}  // namespace

void draw_products(const ProductsView& view, features::RowSource<ProductRowView>& rows,
                   ProductsScreenState& state, const Context& context, features::CommandQueue& commands)
{
    const PairFilters filters =
        draw_pair_filters(context, view.count_all, view.count_by_state, view.filter, window_area());
    if (filters.pressed) commands.send(command::FilterProducts{filters.filter});
    const Split split = split_for_detail(filters.rest.from, filters.rest.to, view.selected.has_value());
    const Area list{split.list_from, split.list_to};
    const ListState list_state{.state = view.state,
                               .problem = view.problem,
                               .count_all = view.count_all,
                               .count_shown = rows.size(),
                               .icon = icons::package,
                               .plural = "products",
                               .filtered = view.filter || !view.search.empty()};
    const ListAction action = draw_list_state(context, list_state, list, commands);
    if (action == ListAction::none) {
        draw_table(view, rows, state, context, commands, list.without_bottom(px(list_foot_height)));
        const Area foot{{list.from.x, list.to.y - px(list_foot_height)}, list.to};
        draw_list_foot(context, format_counted(static_cast<std::int64_t>(rows.size()), "product"), "", foot);
    }
    if (action == ListAction::clear_filter) {
        commands.send(command::FilterProducts{});
        commands.send(command::SearchProducts{});
    }
    if (view.selected) draw_detail(view, state, context, split, commands);
}

}  // namespace app::ui
