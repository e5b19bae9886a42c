#include "features/activity/activity.h"

#include "features/record_title.h"

namespace app::features {
namespace {

constexpr std::int64_t page_size = 200;

static_assert(static_cast<int>(ActivityKind::setting) == static_cast<int>(store::ActivityKind::setting));

std::string object_words(const std::optional<store::ObjectType>& object)
{
    if (!object) return {};
    switch (*object) {
    case store::ObjectType::contacts: return "Contacts";
    case store::ObjectType::products: return "Products";
    case store::ObjectType::invoices: return "Invoices";
    case store::ObjectType::line_items: return "Lines";
    }
    return {};
}

std::string record_words(sync::Ledger& ledger, const store::ActivityRow& row)
{
    if (!row.object || !row.connection) return row.record_id;
    const store::RecordKey key{.object = *row.object,
                               .connection = *row.connection,
                               .id = QuickBooksId(row.record_id)};
    return record_title(ledger, key).value_or(row.record_id);
}

ActivityRowView row_view(sync::Ledger& ledger, const store::ActivityRow& row)
{
    return {.row_id = row.row_id,
            .at = row.at,
            .kind = static_cast<ActivityKind>(row.kind),
            .object = object_words(row.object),
            .record = record_words(ledger, row),
            .summary = row.summary,
            .cause = row.cause == "person" ? "You" : "Sync",
            .detail = row.detail == "{}" ? std::string() : row.detail,
            .correlation = row.correlation};
}

}  // namespace

void Activity::refresh()
{
    const Result<void> loaded = load();
    m_view.state = loaded ? LoadState::ready : LoadState::failed;
    m_services.platform.request_frame();
}

void Activity::search(std::string text)
{
    m_view.search = std::move(text);
    refresh();
}

void Activity::filter(std::optional<ActivityKind> kind)
{
    m_view.filter = kind;
    refresh();
}

const ActivityRowView& Activity::row(std::size_t index)
{
    static const ActivityRowView none;
    while (index >= m_rows.size()) {
        const Result<bool> more = load_next_page();
        if (!more || !*more) return none;
    }
    return m_rows[index];
}

store::ActivityFilter Activity::asked() const
{
    store::ActivityFilter filter;
    if (m_view.filter) filter.kind = static_cast<store::ActivityKind>(*m_view.filter);
    filter.text = m_view.search;
    return filter;
}

Result<void> Activity::load()
{
    m_rows.clear();
    ++m_revision;
    const std::int64_t count = TRY(m_ledger.activity.count(asked()));
    m_size = static_cast<std::size_t>(count);
    m_view.count_all = TRY(m_ledger.activity.count({}));
    return {};
}

Result<bool> Activity::load_next_page()
{
    std::optional<std::int64_t> before;
    if (!m_rows.empty()) before = m_rows.back().row_id;
    const auto page = TRY(m_ledger.activity.list(asked(), before, page_size));
    for (const store::ActivityRow& row : page) m_rows.push_back(row_view(m_ledger, row));
    return !page.empty();
}

}  // namespace app::features
