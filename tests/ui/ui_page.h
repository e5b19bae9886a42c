#pragma once

#include "base/date.h"
#include "features/activity/view.h"
#include "ui/app_ui.h"
#include "ui/mirror.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace app::ui {

// Rows that a test made, and which of them the screen asked for.
template <class Row>
class MadeRows final : public features::RowSource<Row> {
public:
    std::size_t size() const override { return rows.size(); }
    const Row& row(std::size_t index) override
    {
        ++asked;
        return rows.at(index);
    }
    std::uint64_t revision() const override { return 1; }

    std::vector<Row> rows;
    int asked = 0;
};

class OneHourAhead final : public TimeZones {
public:
    int utc_offset_minutes(const std::string&, Timestamp) const override { return 60; }
};

// All that the interface can show, as values that a test sets.
struct MadeViews {
    features::FrameView frame;
    features::OverviewView overview;
    features::ConnectionsView connections;
    features::InvoicesView invoices;
    MadeRows<features::InvoiceRowView> invoice_rows;
    features::ContactsView contacts;
    MadeRows<features::ContactRowView> contact_rows;
    features::ProductsView products;
    MadeRows<features::ProductRowView> product_rows;
    features::SyncView sync;
    features::FieldsView fields;
    MadeRows<features::PlanRowView> plan_rows;
    features::ActivityView activity;
    MadeRows<features::ActivityRowView> activity_rows;
    features::StorageView storage;

    Views views();
    void set_states(features::LoadState state);
};

inline constexpr Timestamp test_now{1'795'380'000'000};  // 2026-11-22T20:40:00Z

// Both accounts connected, `count` records of each kind, a plan, a report, something of everything.
MadeViews filled_views(int count);

// The interface in an ImGui context without a GPU and without a browser. Sizes are CSS pixels.
class UiPage {
public:
    explicit UiPage(float width = 1440, float height = 900, float scale = 1);
    ~UiPage();
    UiPage(const UiPage&) = delete;
    UiPage& operator=(const UiPage&) = delete;

    // Draws frames until the layout has settled; returns what the last one asked for.
    std::vector<features::Command> draw(MadeViews& made, int frames = 3);
    std::vector<features::Command> press(MadeViews& made, Role role, const std::string& name);
    std::vector<features::Command> key(MadeViews& made, ImGuiKey key);
    void type(char32_t character);

    // What the mirror holds after the last frame.
    const Node* find(Role role, const std::string& name) const;
    std::vector<const Node*> all(Role role) const;
    int count(Role role, const std::string& name) const;

    AppUiState state;
    Mirror mirror;
    std::optional<double> next_frame;
    bool dark = false;

private:
    std::vector<features::Command> frame(MadeViews& made);

    Fonts m_fonts;
    OneHourAhead m_zones;
    std::string m_zone = "Europe/Warsaw";
    double m_time_ms = 0;
    std::map<NodeId, Node> m_nodes;
};

// The command of this kind, if it was asked for.
template <class Wanted>
std::optional<Wanted> asked(const std::vector<features::Command>& commands)
{
    for (const features::Command& command : commands) {
        if (const Wanted* found = std::get_if<Wanted>(&command)) return *found;
    }
    return std::nullopt;
}

}  // namespace app::ui
