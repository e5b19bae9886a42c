#include "shell/palette_screen.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/text_shaper.h"

#include "imgui.h"

#include <span>

namespace app::shell {

namespace {

using ui::describe_item;
using ui::MirrorScope;
using ui::Role;

struct Customer {
    const char* number;
    const char* name;
    const char* city;
    const char* amount;
};

constexpr std::array customers = std::to_array<Customer>({
    {"1041", "Brightwater Supply Co.", "Portland", "1,240.00"},
    {"1042", "Zażółć gęślą jaźń sp. z o.o.", "Łódź", "11,873.50"},
    {"1043", "請注意 有限公司", "臺北", "98.00"},
    {"1044", "こんにちは株式会社", "東京", "120,000"},
    {"1045", "شركة مرحبا للتجارة", "القاهرة", "3,310.25"},
    {"1046", "חברת שלום בע״מ", "תל אביב", "415.00"},
    {"1047", "नमस्ते ट्रेडर्स", "मुंबई", "7,001.99"},
    {"1048", "ООО «Привет»", "Рига", "640.10"},
    {"1049", "Smile 😀 & Family 👩‍👩‍👧 🇵🇱", "Kraków", "55.55"},
    {"1050", "<img onerror=alert(1)> '; DROP TABLE", "Test", "0.00"},
});

int resize_string(ImGuiInputTextCallbackData* data)
{
    auto& text = *static_cast<std::string*>(data->UserData);
    text.resize(static_cast<std::size_t>(data->BufTextLen));
    data->Buf = text.data();
    return 0;
}

void heading(const ui::Fonts& fonts, const char* text, float size, int level)
{
    ImGui::PushFont(fonts.semibold, size);
    ImGui::TextUnformatted(text);
    describe_item(Role::heading, text, {.level = level});
    ImGui::PopFont();
}

void apply_colors(bool dark)
{
    if (dark) ImGui::StyleColorsDark();
    else ImGui::StyleColorsLight();
    ImGuiStyle& style = ImGui::GetStyle();
    const float em = ImGui::GetFontSize();
    style.WindowPadding = {em * 1.6f, em * 1.2f};
    style.FramePadding = {em * 0.8f, em * 0.5f};
    style.ItemSpacing = {em * 0.8f, em * 0.6f};
    style.CellPadding = {em * 0.6f, em * 0.55f};
    style.FrameRounding = em * 0.4f;
}

void cell(const char* text)
{
    ImGui::TableNextColumn();
    const ImVec2 position = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    ImGui::Dummy({room, ImGui::GetFontSize()});
    ui::draw_text(*ImGui::GetWindowDrawList(), position, ImGui::GetColorU32(ImGuiCol_Text), text, room);
    describe_item(Role::cell, text);
}

}  // namespace

void PaletteScreen::draw(Backend& backend)
{
    apply_colors(backend.preferred_theme() == PreferredTheme::dark);
    backend.mirror().set_title("Platform · Ledgerbridge");
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({backend.width(), backend.height()});
    ImGui::Begin("###page", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground);
    ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, {backend.width(), backend.height()},
                                                  ImGui::GetColorU32(ImGuiCol_WindowBg));
    draw_navigation(backend);
    {
        const MirrorScope main(Role::main, "Platform");
        heading(backend.fonts(), "Platform", 20, 1);
        draw_controls(backend);
        draw_table(backend);
    }
    ImGui::End();
}

void PaletteScreen::draw_navigation(Backend&)
{
    const MirrorScope navigation(Role::navigation, "Screens");
    const auto link = [](const char* icon, const char* name) {
        ImGui::PushID(name);
        const std::string label = std::string(icon) + "  " + name;
        ImGui::Button(label.c_str());
        describe_item(Role::link, name, {.current = std::string_view(name) == "Overview"});
        ImGui::PopID();
        ImGui::SameLine();
    };
    link(ui::icons::home, "Overview");
    link(ui::icons::invoice, "Invoices");
    link(ui::icons::users, "Contacts");
    link(ui::icons::refresh, "Sync");
    link(ui::icons::settings, "Settings");
    ImGui::NewLine();
}

void PaletteScreen::draw_controls(Backend& backend)
{
    if (ImGui::Button("Sync now###sync")) ++m_presses;
    describe_item(Role::button, "Sync now");
    ImGui::SameLine();
    const std::string status = "Pressed " + std::to_string(m_presses) + " times";
    ImGui::TextUnformatted(status.c_str());
    describe_item(Role::status, "Sync status", {.value = status, .live = ui::Live::polite});
    ImGui::SameLine();
    const std::array names = {"Sync contacts", "Allow writing"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        ImGui::Checkbox(names[i], &m_switches[i]);
        describe_item(Role::switch_control, names[i],
                      {.checked = m_switches[i] ? ui::Checked::on : ui::Checked::off});
        ImGui::SameLine();
    }
    ImGui::SetNextItemWidth(ImGui::GetFontSize() * 16);
    const bool edited = ui::take_text(ImGui::GetID("###search"), m_search);
    ImGui::InputTextWithHint("###search", "Search", m_search.data(), m_search.capacity() + 1,
                             ImGuiInputTextFlags_CallbackResize, resize_string, &m_search);
    ui::describe_textbox("Search invoices", m_search);
    if (edited) backend.mirror().set_title("Search · Ledgerbridge");
    ImGui::ProgressBar(0.42f, {ImGui::GetFontSize() * 16, 0}, "42 %");
    describe_item(Role::progressbar, "Sync progress", {.value = "42 %", .progress = 0.42f});
}

void PaletteScreen::draw_table(Backend& backend)
{
    const MirrorScope table(Role::table, "Invoices",
                            {.row_count = static_cast<int>(customers.size()), .column_count = 4});
    if (!ImGui::BeginTable("invoices", 4, ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerH)) return;
    ImGui::PushFont(backend.fonts().semibold, 13);
    {
        const MirrorScope row(Role::row, "", {.row_index = 1});
        ImGui::TableNextRow();
        for (const char* name : {"Number", "Customer", "City", "Amount"}) {
            ImGui::TableNextColumn();
            ImGui::TextUnformatted(name);
            describe_item(Role::columnheader, name);
        }
    }
    ImGui::PopFont();
    for (std::size_t i = 0; i < customers.size(); ++i) {
        const Customer& customer = customers[i];
        const std::string name = std::string(customer.number) + " " + customer.name;
        const MirrorScope row(Role::row, name, {.row_index = static_cast<int>(i) + 2});
        ImGui::TableNextRow();
        for (const char* text : {customer.number, customer.name, customer.city, customer.amount}) cell(text);
    }
    ImGui::EndTable();
}

}  // namespace app::shell
