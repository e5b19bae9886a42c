#pragma once

#include <functional>

#include "base/task_group.h"
#include "features/commands.h"
#include "features/fields/view.h"
#include "features/services.h"
#include "features/sync/sync_runs.h"
#include "sync/fields/mapping_problem.h"

namespace app::features {

// The mappings of fields, as a person sees and edits them. What is saved goes to the runs, which decide all pairs anew
// and show a plan before anything is written.
class Fields {
public:
    Fields(Services& services, sync::Ledger& ledger, SyncRuns& runs);

    void refresh();
    void handle(const command::FieldsCommand& asked_for);
    // The accounts are about to change: nothing of the old ones is asked any more.
    void stop_asking() { m_tasks.cancel("properties"); }

    const FieldsView& view() const { return m_view; }

private:
    struct Sample {
        std::string title;
        Json quickbooks;
        sync::Fields hubspot;
    };

    Result<void> load();
    Result<std::optional<Sample>> find_sample();
    void show(SyncObject object);
    void edit(std::optional<std::size_t> index);
    void change(sync::FieldMapping mapping);
    void save();
    void remove(std::size_t index);
    void ask_for_properties();
    Task<> read_properties(sync::Object object);
    void show_draft(sync::FieldMapping mapping, std::optional<std::size_t> index);
    void show_rows();
    void show_choices();
    FieldRowView row_of(const sync::FieldMapping& mapping) const;
    std::string label_of_property(const std::string& property) const;
    std::string inactive_reason(const sync::FieldMapping& mapping) const;
    sync::Object object() const { return sync_object(m_view.object); }

    Services& m_services;
    sync::Ledger& m_ledger;
    SyncRuns& m_runs;
    sync::FieldMappings m_mappings;
    sync::PropertyDefinitions m_known;
    sync::ObjectSettings m_settings;
    std::optional<Sample> m_sample;
    std::int64_t m_sample_number = 0;
    FieldsView m_view;
    TaskGroup m_tasks;
};

}  // namespace app::features
