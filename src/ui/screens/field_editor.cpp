#include "ui/screens/sync_fields.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/picker.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text_field.h"

#include <array>
#include <optional>
#include <vector>

namespace app::ui {

namespace {

namespace command = features::command;
using features::FieldChoiceView;
using features::FieldDraftView;
using features::FieldsView;
using sync::FieldDirection;
using sync::FieldMapping;
using sync::Transform;

constexpr int sentence_lines_max = 4;

void label(const Context& context, const char* text)
{
    gap(10);
    words(context, TextStyle::secondary, context.colors().muted, text);
    gap(4);
}

std::vector<PickerOption> options_of(const std::vector<FieldChoiceView>& choices)
{
    std::vector<PickerOption> options;
    for (const FieldChoiceView& choice : choices) options.push_back({choice.label, choice.note});
    return options;
}

// Draws the parts of the editor; what a person changes goes into the copy of the mapping.
class Editor {
public:
    Editor(const FieldsView& view, FieldsScreenState& state, const Context& context)
        : m_view(view),
          m_draft(*view.draft),
          m_state(state),
          m_context(context),
          m_width(ImGui::GetContentRegionAvail().x),
          mapping(m_draft.mapping)
    {
    }

    void draw_sides()
    {
        label(m_context, "HubSpot property");
        if (m_view.properties.empty()) draw_no_properties();
        if (const auto chosen = pick("HubSpot property", m_draft.property_label, m_view.properties))
            mapping.property = m_view.properties[*chosen].id;
        label(m_context, "QuickBooks field");
        if (const auto chosen = pick("QuickBooks field", m_draft.field_label, m_view.fields))
            mapping.field = m_view.fields[*chosen].id;
    }

    void draw_direction()
    {
        label(m_context, "Travels");
        constexpr std::array names = {"Both ways", "To HubSpot", "To QuickBooks"};
        if (const auto chosen = segments("Travels", names, static_cast<std::size_t>(mapping.direction)))
            mapping.direction = static_cast<FieldDirection>(*chosen);
    }

    void draw_values()
    {
        if (m_draft.transforms.empty()) return;
        label(m_context, "Values are");
        if (const auto chosen = pick("Values are", m_draft.transform_label, m_draft.transforms))
            mapping.transform = m_draft.transform_values[*chosen];
        draw_option();
        if (mapping.transform == Transform::choices) draw_choices();
        label(m_context, "Instead of a blank");
        text_field(m_context, "Instead of a blank", mapping.when_blank, m_width);
        gap(12);
        draw_switch("A removed value is removed on the other side too", mapping.blank_overwrites);
        draw_switch("Active", mapping.enabled);
    }

    void draw_example() const
    {
        if (m_view.sample_title.empty() || m_draft.field_label.empty()) return;
        section(m_context, "For example");
        record_text(m_context, TextStyle::secondary, m_context.colors().muted, m_view.sample_title, m_width);
        gap(6);
        key_value(m_context, "QuickBooks has", shown(m_draft.sample), 120);
        key_value(m_context, "HubSpot gets", shown(m_draft.becomes), 120);
        key_value(m_context, "HubSpot has", shown(m_draft.held), 120);
    }

private:
    static std::string shown(const std::string& value) { return value.empty() ? "—" : shown_text(value); }

    std::optional<std::size_t> pick(const char* name, std::string_view chosen,
                                    const std::vector<FieldChoiceView>& choices)
    {
        const std::vector<PickerOption> options = options_of(choices);
        return picker(m_context, name, chosen, options, m_state.picker, m_width);
    }

    template <std::size_t Count>
    std::optional<std::size_t> segments(const char* name, const std::array<const char*, Count>& names,
                                        std::size_t selected)
    {
        std::array<Segment, Count> all;
        for (std::size_t at = 0; at < Count; ++at) all[at] = {.label = names[at], .selected = at == selected};
        return segmented(m_context, name, all);
    }

    void draw_no_properties()
    {
        const std::string text = m_view.reading            ? "Reading HubSpot's properties …"
                                 : !m_view.problem.empty() ? m_view.problem
                                                           : "HubSpot was not asked for its properties yet.";
        record_paragraph(m_context, TextStyle::secondary, m_context.colors().muted, text, m_width,
                         sentence_lines_max);
        gap(4);
    }

    void draw_option()
    {
        if (mapping.transform == Transform::phone) {
            label(m_context, "Country of numbers without one (two letters)");
            text_field(m_context, "Country of numbers", mapping.option, m_width);
        }
        if (mapping.transform == Transform::country) {
            label(m_context, "HubSpot has");
            constexpr std::array forms = {"name", "alpha2", "alpha3"};
            take_form("HubSpot has", std::array{"Names", "Two letters", "Three letters"}, forms);
        }
        if (mapping.transform == Transform::region) {
            label(m_context, "HubSpot has");
            constexpr std::array forms = {"name", "code"};
            take_form("HubSpot has", std::array{"Names", "Codes"}, forms);
        }
    }

    template <std::size_t Count>
    void take_form(const char* name, const std::array<const char*, Count>& names,
                   const std::array<const char*, Count>& forms)
    {
        std::size_t selected = 0;
        for (std::size_t at = 0; at < Count; ++at) {
            if (mapping.option == forms[at]) selected = at;
        }
        if (const auto chosen = segments(name, names, selected)) mapping.option = forms[*chosen];
    }

    void draw_choices()
    {
        label(m_context, "QuickBooks has  ·  HubSpot has");
        std::optional<std::size_t> removed;
        const float half = (m_width - px(48)) / 2;
        for (std::size_t at = 0; at < mapping.choices.size(); ++at) {
            const IdScope id(static_cast<std::int64_t>(at));
            text_field(m_context, "QuickBooks value", mapping.choices[at].quickbooks, half);
            ImGui::SameLine(0, px(8));
            text_field(m_context, "HubSpot value", mapping.choices[at].hubspot, half);
            ImGui::SameLine(0, px(8));
            if (icon_button(m_context, icons::x, "Remove pair")) removed = at;
        }
        if (removed) mapping.choices.erase(mapping.choices.begin() + static_cast<std::ptrdiff_t>(*removed));
        if (button(m_context, "Add pair", {.icon = icons::plus})) mapping.choices.emplace_back();
    }

    void draw_switch(const char* name, bool& on)
    {
        if (switch_control(m_context, name, on)) on = !on;
        ImGui::SameLine(0, px(10));
        words(m_context, TextStyle::secondary, m_context.colors().text, name);
        gap(4);
    }

    const FieldsView& m_view;
    const FieldDraftView& m_draft;
    FieldsScreenState& m_state;
    const Context& m_context;
    float m_width;

public:
    FieldMapping mapping;
};

void draw_buttons(const FieldDraftView& draft, const Context& context, features::CommandQueue& commands)
{
    gap(16);
    if (!draft.problem.empty()) {
        const MirrorScope alert(Role::alert, "Problem");
        record_paragraph(context, TextStyle::body, context.colors().bad, draft.problem,
                         ImGui::GetContentRegionAvail().x, sentence_lines_max);
        gap(8);
    }
    if (button(context, "Save field",
               {.kind = ButtonKind::primary, .icon = icons::check, .enabled = draft.problem.empty()}))
        commands.send(command::FieldsCommand{command::SaveField{}});
    ImGui::SameLine(0, px(8));
    if (button(context, "Cancel")) commands.send(command::FieldsCommand{command::CloseField{}});
    if (!draft.index) return;
    ImGui::SameLine(0, px(8));
    if (button(context, "Delete field", {.kind = ButtonKind::danger, .icon = icons::trash}))
        commands.send(command::FieldsCommand{command::DeleteField{*draft.index}});
}

}  // namespace

void draw_field_editor(const FieldsView& view, FieldsScreenState& state, const Context& context,
                       features::CommandQueue& commands, const Split& split)
{
    const FieldDraftView& draft = *view.draft;
    const char* title = draft.index ? "Change field" : "New field";
    DetailPanel panel(context, split, title, "Saving makes a plan; nothing is written before you see it.");
    if (panel.closed()) commands.send(command::FieldsCommand{command::CloseField{}});
    panel.begin_body();
    Editor editor(view, state, context);
    editor.draw_sides();
    editor.draw_direction();
    editor.draw_values();
    draw_buttons(draft, context, commands);
    editor.draw_example();
    gap(20);
    if (editor.mapping != draft.mapping)
        commands.send(command::FieldsCommand{command::ChangeField{std::move(editor.mapping)}});
}

}  // namespace app::ui
