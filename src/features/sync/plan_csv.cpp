#include "features/sync/plan_csv.h"

#include <span>

#include "features/csv.h"
#include "features/sync/plan_rows.h"

namespace app::features {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

store::Bytes bytes_of(const std::string& text)
{
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::string lines_of(const PlanRowView& row)
{
    const std::string object(sync::label_of(sync_object(row.object)));
    const std::string action(plan_action_words(row.action));
    if (row.changes.empty()) return csv_line({object, row.title, action, row.reason, "", "", ""});
    std::string lines;
    for (const PlanRowView::FieldChange& change : row.changes)
        lines +=
            csv_line({object, row.title, action, row.reason, change.property, change.before, change.after});
    return lines;
}

}  // namespace

Task<> write_plan_csv(sync::RunContext& context, std::shared_ptr<const sync::RunPlan> plan,
                      store::ByteSink& file)
{
    // The mark tells spreadsheets that it is UTF-8.
    std::string text =
        "\xEF\xBB\xBF" + csv_line({"Object", "Record", "Change", "Why", "Field", "Before", "After"});
    for (const sync::PlanEntry& entry : plan->entries) {
        text += lines_of(plan_row(context, entry));
        if (text.size() >= piece_bytes) {
            store::Bytes piece = bytes_of(text);
            text.clear();
            co_await file.write(std::move(piece));
        }
        co_await context.loop.pause_if_due();
    }
    store::Bytes rest = bytes_of(text);
    co_await file.write(std::move(rest));
}

}  // namespace app::features
