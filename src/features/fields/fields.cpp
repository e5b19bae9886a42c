#include "features/fields/fields.h"

#include <utility>

#include "features/fields/field_words.h"
#include "sync/field_json.h"
#include "sync/fields/mapping_store.h"
#include "sync/fields/transform.h"
#include "sync/write.h"

namespace app::features {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

}  // namespace

Fields::Fields(Services& services, sync::Ledger& ledger, SyncRuns& runs)
    : m_services(services),
      m_ledger(ledger),
      m_runs(runs),
      m_tasks([this](const std::string&, const Error& error) {
          m_view.reading = false;
          m_view.problem = "HubSpot's properties could not be read: " + error.message;
          m_services.platform.request_frame();
      })
{
}

void Fields::refresh()
{
    // A run tells of its progress often, and changes nothing of this.
    m_view.can_edit = m_runs.context() && m_runs.can_sync();
    if (m_runs.running() && m_view.state == LoadState::ready) return;
    const Result<void> loaded = load();
    m_view.state = loaded ? LoadState::ready : LoadState::failed;
    if (!loaded) m_services.log.write(LogLevel::error, "fields", loaded.error().message);
    m_services.platform.request_frame();
}

void Fields::handle(const command::FieldsCommand& asked_for)
{
    using namespace command;
    std::visit(Overloaded{
                   [&](const ShowFieldsOf& asked) { show(asked.object); },
                   [&](const EditField& asked) { edit(asked.index); },
                   [&](const ChangeField& asked) { change(asked.mapping); },
                   [&](const SaveField&) { save(); },
                   [&](const DeleteField& asked) { remove(asked.index); },
                   [&](const CloseField&) { m_view.draft.reset(); },
                   [&](const RestoreFields&) {
                       m_view.draft.reset();
                       m_runs.set_mappings(m_view.object, sync::default_mappings(object()));
                   },
                   [&](const NextSample&) { ++m_sample_number; },
                   [&](const ReadProperties&) { ask_for_properties(); },
               },
               asked_for);
    refresh();
}

Result<void> Fields::load()
{
    const sync::RunContext* context = m_runs.context();
    m_mappings = TRY(sync::stored_mappings(m_ledger, object()));
    m_view.is_default = m_mappings == sync::default_mappings(object());
    m_known.clear();
    m_sample.reset();
    const store::ObjectSetting stored = TRY(m_ledger.settings.object_setting(sync::object_type(object())));
    m_settings = TRY(sync::settings_from_json(stored.options));
    if (context) {
        m_known = TRY(sync::known_properties(m_ledger, context->accounts.hubspot, object()));
        m_sample = TRY(find_sample());
    }
    show_choices();
    show_rows();
    if (m_view.draft && m_view.draft->index >= m_mappings.size()) m_view.draft.reset();
    if (m_view.draft) show_draft(std::move(m_view.draft->mapping), m_view.draft->index);
    return {};
}

// A record as QuickBooks holds it, and its twin when it has one.
Result<std::optional<Fields::Sample>> Fields::find_sample()
{
    const sync::Accounts& accounts = m_runs.context()->accounts;
    const std::string_view entity = clients::quickbooks::api_name(quickbooks_entity(object()));
    const std::int64_t count = TRY(m_ledger.mirror.count(accounts.quickbooks, entity));
    if (count == 0) return std::nullopt;
    const auto row = TRY(m_ledger.mirror.at(accounts.quickbooks, entity, m_sample_number % count));
    if (!row) return std::nullopt;
    Sample sample{.title = {}, .quickbooks = TRY(Json::parse(row->payload)), .hubspot = {}};
    for (const char* name : {"DisplayName", "Name", "DocNumber"}) {
        if (sample.title.empty()) sample.title = sample.quickbooks.text(name).value_or("");
    }
    const store::ObjectType type = sync::object_type(object());
    const auto link = TRY(m_ledger.links.by_quickbooks(
        {.object = type, .connection = accounts.quickbooks, .id = QuickBooksId(row->record_id)},
        accounts.hubspot));
    if (!link) return sample;
    const auto twin = TRY(m_ledger.mirror.find(
        accounts.hubspot, clients::hubspot::api_name(sync::hubspot_type(type)), link->hubspot_id.value));
    if (twin) sample.hubspot = TRY(sync::fields_from_json(twin->payload));
    return sample;
}

void Fields::show(SyncObject object)
{
    m_view.object = object;
    m_view.draft.reset();
    m_view.problem.clear();
    m_sample_number = 0;
}

void Fields::edit(std::optional<std::size_t> index)
{
    if (index && *index >= m_mappings.size()) return;
    sync::FieldMapping mapping = index ? m_mappings[*index] : sync::FieldMapping();
    // What cannot be written back is not offered to be.
    if (!index && !m_settings.writes_quickbooks()) mapping.direction = sync::FieldDirection::to_hubspot;
    show_draft(std::move(mapping), index);
    if (m_known.empty()) ask_for_properties();
}

void Fields::change(sync::FieldMapping mapping)
{
    if (!m_view.draft) return;
    const bool is_other_field = mapping.field != m_view.draft->mapping.field;
    const bool is_other_property = mapping.property != m_view.draft->mapping.property;
    if (is_other_field || is_other_property)
        mapping = with_fitting_transform(object(), std::move(mapping), m_known);
    show_draft(std::move(mapping), m_view.draft->index);
}

void Fields::save()
{
    if (!m_view.draft || !m_view.draft->problem.empty()) return;
    sync::FieldMappings mappings = m_mappings;
    if (m_view.draft->index) mappings[*m_view.draft->index] = m_view.draft->mapping;
    else mappings.push_back(m_view.draft->mapping);
    m_view.draft.reset();
    m_runs.set_mappings(m_view.object, mappings);
}

void Fields::remove(std::size_t index)
{
    m_view.draft.reset();
    if (index >= m_mappings.size()) return;
    sync::FieldMappings mappings = m_mappings;
    mappings.erase(mappings.begin() + static_cast<std::ptrdiff_t>(index));
    m_runs.set_mappings(m_view.object, mappings);
}

void Fields::ask_for_properties()
{
    if (m_view.reading || !m_runs.context()) return;
    m_view.reading = true;
    m_view.problem.clear();
    m_tasks.start("properties", read_properties(object()));
}

Task<> Fields::read_properties(sync::Object asked)
{
    co_await sync::read_properties(*m_runs.context(), asked);
    m_view.reading = false;
    refresh();
}

void Fields::show_draft(sync::FieldMapping mapping, std::optional<std::size_t> index)
{
    FieldDraftView draft;
    draft.index = index;
    draft.mapping = std::move(mapping);
    draft.property_label = label_of_property(draft.mapping.property);
    draft.transform_label = transform_words(draft.mapping.transform);
    draft.problem = sync::problem_with(object(), draft.mapping, m_known);
    sync::FieldMappings others = m_mappings;
    if (index) others.erase(others.begin() + static_cast<std::ptrdiff_t>(*index));
    if (draft.problem.empty()) draft.problem = sync::clash_with(object(), draft.mapping, others);
    if (const auto* field = sync::quickbooks_field(object(), draft.mapping.field)) {
        draft.field_label = field->label;
        draft.transform_values = sync::transforms_of(*field);
        for (const sync::Transform transform : draft.transform_values)
            draft.transforms.push_back({.id = {}, .label = transform_words(transform), .note = {}});
    }
    if (m_sample) {
        const FieldRowView row = row_of(draft.mapping);
        draft.sample = row.sample;
        draft.becomes = row.becomes;
        const auto held = m_sample->hubspot.find(draft.mapping.property);
        if (held != m_sample->hubspot.end()) draft.held = held->second;
    }
    m_view.draft = std::move(draft);
}

FieldRowView Fields::row_of(const sync::FieldMapping& mapping) const
{
    FieldRowView row;
    row.property = mapping.property;
    row.property_label = label_of_property(mapping.property);
    row.field_label = mapping.field;
    row.direction = mapping.direction;
    row.transform = transform_words(mapping.transform);
    if (row.direction == sync::FieldDirection::both && !m_settings.writes_quickbooks())
        row.direction = sync::FieldDirection::to_hubspot;
    row.reason = inactive_reason(mapping);
    row.active = row.reason.empty();
    const sync::QuickBooksField* field = sync::quickbooks_field(object(), mapping.field);
    if (!field) return row;
    row.field_label = field->label;
    if (!m_sample) return row;
    row.sample = sync::value_in(m_sample->quickbooks, *field);
    const Result<std::string> turned = sync::value_for_hubspot(mapping, row.sample);
    row.becomes = turned ? *turned : turned.error().message;
    return row;
}

std::string Fields::inactive_reason(const sync::FieldMapping& mapping) const
{
    if (!mapping.enabled) return "Switched off";
    if (std::string problem = sync::problem_with(object(), mapping, m_known); !problem.empty())
        return problem;
    if (mapping.direction == sync::FieldDirection::to_quickbooks && !m_settings.writes_quickbooks())
        return std::string(sync::label_of(object())) + " travel to HubSpot only, as their rules say.";
    return {};
}

std::string Fields::label_of_property(const std::string& property) const
{
    for (const auto& known : m_known) {
        if (known.name == property && !known.label.empty()) return known.label;
    }
    return own_property_label(property);
}

void Fields::show_rows()
{
    m_view.rows.clear();
    m_view.sample_title = m_sample ? m_sample->title : std::string();
    for (const FixedField& fixed : fixed_fields(object())) {
        FieldRowView row;
        row.property = fixed.property;
        row.property_label = label_of_property(fixed.property);
        row.field_label = fixed.field_label;
        row.direction = sync::FieldDirection::to_hubspot;
        row.transform = "Fixed";
        m_view.rows.push_back(std::move(row));
    }
    for (std::size_t at = 0; at < m_mappings.size(); ++at) {
        FieldRowView row = row_of(m_mappings[at]);
        row.index = at;
        m_view.rows.push_back(std::move(row));
    }
}

void Fields::show_choices()
{
    m_view.properties.clear();
    for (const auto& known : m_known) {
        if (known.archived || !sync::reserved_because(object(), known.name).empty()) continue;
        m_view.properties.push_back({.id = known.name,
                                     .label = known.label.empty() ? known.name : known.label,
                                     .note = property_note(known)});
    }
    m_view.fields.clear();
    for (const sync::QuickBooksField& field : sync::quickbooks_fields(object())) {
        const bool is_only_read = !field.read_only.empty() && object() != sync::Object::invoices;
        m_view.fields.push_back({.id = std::string(field.id),
                                 .label = std::string(field.label),
                                 .note = is_only_read ? "to HubSpot only" : ""});
    }
}

}  // namespace app::features
