#pragma once

#include <map>
#include <vector>

#include "features/activity/view.h"
#include "features/commands.h"
#include "features/services.h"
#include "sync/ledger.h"

namespace app::features {

// Everything that was read, decided and written, newest first. Pages are read as a person scrolls.
class Activity final : public RowSource<ActivityRowView> {
public:
    Activity(Services& services, sync::Ledger& ledger) : m_services(services), m_ledger(ledger) {}

    void refresh();
    void search(std::string text);
    void filter(std::optional<ActivityKind> kind);
    void select(std::optional<std::int64_t> row_id) { m_view.selected = row_id; }

    const ActivityView& view() const { return m_view; }

    std::size_t size() const override { return m_size; }
    const ActivityRowView& row(std::size_t index) override;
    std::uint64_t revision() const override { return m_revision; }

private:
    Result<void> load();
    Result<bool> load_next_page();
    store::ActivityFilter asked() const;

    Services& m_services;
    sync::Ledger& m_ledger;
    ActivityView m_view;
    std::vector<ActivityRowView> m_rows;  // from the newest on, as far as was scrolled
    std::size_t m_size = 0;
    std::uint64_t m_revision = 0;
};

}  // namespace app::features
