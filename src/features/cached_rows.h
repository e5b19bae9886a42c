#pragma once

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "features/row_source.h"

namespace app::features {

// The rows of a list as ids in order, each row fetched when it is first looked at. The cache is
// bounded: a person sees a screenful at a time.
template <class Row>
class CachedRows final : public RowSource<Row> {
public:
    static constexpr std::size_t cached_max = 512;
    // Nothing when the row is gone meanwhile.
    using Fetch = std::function<Result<std::optional<Row>>(std::int64_t id)>;

    explicit CachedRows(Fetch fetch) : m_fetch(std::move(fetch)) {}

    void set_ids(std::vector<std::int64_t> ids)
    {
        m_ids = std::move(ids);
        m_cache.clear();
        ++m_revision;
    }
    std::int64_t id_at(std::size_t index) const { return m_ids[index]; }

    std::size_t size() const override { return m_ids.size(); }
    std::uint64_t revision() const override { return m_revision; }
    const Row& row(std::size_t index) override
    {
        const std::int64_t id = m_ids[index];
        if (const auto found = m_cache.find(id); found != m_cache.end()) return found->second;
        if (m_cache.size() >= cached_max) m_cache.clear();
        Result<std::optional<Row>> row = m_fetch(id);
        return m_cache.emplace(id, row && *row ? **std::move(row) : Row{}).first->second;
    }

private:
    Fetch m_fetch;
    std::vector<std::int64_t> m_ids;
    std::unordered_map<std::int64_t, Row> m_cache;
    std::uint64_t m_revision = 0;
};

}  // namespace app::features
