#include "ui/screens/screens.h"

#include "ui/icons.h"
#include "ui/screens/pair_list.h"

#include <array>

namespace app::ui {

namespace {

using features::ProductDetailView;
using features::ProductRowView;
using features::ProductSort;

constexpr int key_of(ProductSort sort)
{
    return static_cast<int>(sort);
}

struct ProductList {
    using Sort = ProductSort;
    using Select = features::command::SelectProduct;
    using SortBy = features::command::SortProducts;
    using Filter = features::command::FilterProducts;
    using Search = features::command::SearchProducts;

    static constexpr const char* name = "Products";
    static constexpr const char* singular = "product";
    static constexpr const char* title_singular = "Product";
    static constexpr const char* icon = icons::package;
    static constexpr std::array columns = {
        TableColumn{.title = "Name", .width = 220, .share = 1, .sort_key = key_of(ProductSort::name)},
        TableColumn{
            .title = "SKU", .width = 140, .share = 0.3f, .sort_key = key_of(ProductSort::sku), .rank = 1},
        TableColumn{.title = "Type", .width = 140, .sort_key = key_of(ProductSort::type), .rank = 3},
        TableColumn{.title = "Price",
                    .width = 120,
                    .align = Align::end,
                    .sort_key = key_of(ProductSort::price),
                    .first_descending = true,
                    .rank = 2},
        TableColumn{.title = "State", .width = 144, .sort_key = key_of(ProductSort::state)},
    };

    static std::string label(const ProductRowView& product) { return product.name + " " + product.sku; }

    static void draw_row(TableRow& line, const ProductRowView& product)
    {
        line.text(product.sku);
        line.muted(product.type);
        line.text(product.price);
    }

    static PairDetail side_panel(const ProductDetailView& product)
    {
        return {.row_id = product.row.row_id,
                .title = product.row.name,
                .subtitle = product.row.sku,
                .state = product.row.state,
                .facts = {{"Linked", product.sides.matched_how},
                          {"Type", product.row.type},
                          {"Price", product.row.price},
                          {"Description", product.description}},
                .sides = &product.sides};
    }
};

}  // namespace

void draw_products(const features::ProductsView& view, features::RowSource<ProductRowView>& rows,
                   PairScreenState& state, const Context& context, features::CommandQueue& commands)
{
    PairListScreen<ProductList, features::ProductsView, ProductRowView>(view, rows, state, context, commands)
        .draw();
}

}  // namespace app::ui
