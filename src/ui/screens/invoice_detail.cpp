#include "ui/screens/invoice_detail.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/states.h"
#include "ui/widgets/tooltip.h"

#include <array>
#include <format>

namespace app::ui {

namespace {

namespace command = features::command;
using features::InvoiceDetailView;

constexpr int memo_lines_max = 6;

float available()
{
    return ImGui::GetContentRegionAvail().x;
}

std::string with_code(const Money& money)
{
    return format_money(money, ShowCurrency::code);
}

// Words at the left, a figure at the right.
void amount_row(const Context& context, std::string_view name, const Money& amount, TextStyle style)
{
    const Colors& colors = context.colors();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 to = {from.x + available(), from.y + px(26)};
    const ImVec2 middle = {to.x - px(150), from.y};
    draw_record_text(context,
                     {.from = from,
                      .to = {middle.x, to.y},
                      .style = style,
                      .color = style == TextStyle::strong ? colors.text : colors.muted},
                     name);
    draw_record_text(context,
                     {.from = middle, .to = to, .style = style, .color = colors.text, .align = Align::end},
                     with_code(amount));
    ImGui::Dummy({to.x - from.x, to.y - from.y - ImGui::GetStyle().ItemSpacing.y});
    describe_at({from.x, from.y, to.x - from.x, to.y - from.y}, Role::text, shown_text(name),
                {.value = with_code(amount)});
}

std::string line_title(const InvoiceDetailView::Line& line)
{
    if (!line.item.empty()) return line.item;
    if (line.kind == "subtotal") return "Subtotal";
    if (line.kind == "discount") return "Discount";
    if (line.kind == "group") return "Bundle";
    return line.description.empty() ? "Without item" : line.description;
}

// In the US the codes say only whether tax is due (QBO: Line.TaxCodeRef); elsewhere they are the company's own.
std::string tax_words(std::string_view code)
{
    if (code == "TAX") return "Taxable";
    if (code == "NON") return "Not taxable";
    return code.empty() ? std::string() : "Tax " + std::string(code);
}

std::string second_words(const InvoiceDetailView::Line& line)
{
    std::string words;
    if (!line.quantity.empty() && !line.unit_price.empty())
        words = std::format("{} × {}", line.quantity, line.unit_price);
    else if (!line.quantity.empty()) words = line.quantity;
    const auto add = [&words](std::string_view more) {
        if (more.empty()) return;
        if (!words.empty()) words += "  ·  ";
        words += more;
    };
    if (line_title(line) != line.description) add(line.description);
    if (line.service_date) add(format_date(line.service_date));
    add(tax_words(line.tax_code));
    return words;
}

void draw_line(const Context& context, const InvoiceDetailView::Line& line)
{
    const Colors& colors = context.colors();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float right = from.x + available();
    const std::string second = second_words(line);
    const float height = px(second.empty() ? 34 : 52);
    const float amount_left = right - px(130);
    const std::string title = line_title(line);
    draw_record_text(context,
                     {.from = {from.x, from.y + px(6)},
                      .to = {amount_left, from.y + px(28)},
                      .style = TextStyle::body,
                      .color = colors.text},
                     title);
    if (line.kind != "description") {
        draw_record_text(context,
                         {.from = {amount_left, from.y + px(6)},
                          .to = {right, from.y + px(28)},
                          .style = TextStyle::body,
                          .color = colors.text,
                          .align = Align::end},
                         format_money(line.amount, ShowCurrency::no));
    }
    const TextBox below{.from = {from.x, from.y + px(27)},
                        .to = {right, from.y + px(47)},
                        .style = TextStyle::secondary,
                        .color = colors.muted};
    if (draw_record_text(context, below, second)) tooltip_over(context, below.from, below.to, second);
    ImGui::GetWindowDrawList()->AddRectFilled({from.x, from.y + height - px(1)}, {right, from.y + height},
                                              colors.line);
    ImGui::Dummy({right - from.x, height - ImGui::GetStyle().ItemSpacing.y});
    describe_at({from.x, from.y, right - from.x, height}, Role::listitem, shown_text(title),
                {.value = format_money(line.amount, ShowCurrency::no), .description = second});
}

void draw_lines(const Context& context, const InvoiceDetailView& invoice)
{
    heading(context, TextStyle::strong, 3, "Lines");
    {
        const MirrorScope list(Role::list, "Lines");
        for (const InvoiceDetailView::Line& line : invoice.lines) draw_line(context, line);
    }
    gap(8);
    if (invoice.tax.amount_e4 != 0) amount_row(context, "Tax", invoice.tax, TextStyle::secondary);
    amount_row(context, "Total", invoice.row.total, TextStyle::strong);
    for (const InvoiceDetailView::Payment& payment : invoice.payments) {
        const std::string name =
            std::format("{}  {}  {}", payment.kind, format_date(payment.date), payment.reference);
        const Money paid{-payment.amount.amount_e4, payment.amount.currency};
        amount_row(context, name, paid, TextStyle::secondary);
    }
    amount_row(context, "Balance", invoice.row.balance, TextStyle::strong);
}

void draw_note(const Context& context, const char* title, const std::string& text)
{
    if (text.empty()) return;
    gap(20);
    heading(context, TextStyle::strong, 3, title);
    record_paragraph(context, TextStyle::body, context.colors().muted, text, available(), memo_lines_max);
}

void draw_problem(const Context& context, const std::string& problem)
{
    if (problem.empty()) return;
    const MirrorScope alert(Role::alert, "Problem");
    words(context, TextStyle::secondary_strong, context.colors().bad,
          std::string(icons::circle_alert) + "  Not in HubSpot");
    record_paragraph(context, TextStyle::body, context.colors().text, problem, available(), memo_lines_max);
    gap(16);
}

void draw_links(const Context& context, const InvoiceDetailView& invoice, features::CommandQueue& commands)
{
    const bool quickbooks = !invoice.quickbooks_url.empty();
    const bool hubspot = !invoice.hubspot_url.empty();
    if (quickbooks && link_button(context, "Open in QuickBooks", icons::external_link))
        commands.send(command::OpenUrl{invoice.quickbooks_url});
    if (quickbooks && hubspot) ImGui::SameLine(0, px(16));
    if (hubspot && link_button(context, "Open in HubSpot", icons::external_link))
        commands.send(command::OpenUrl{invoice.hubspot_url});
    if (quickbooks || hubspot) gap(16);
}

void draw_summary(const Context& context, const InvoiceDetailView& invoice, features::CommandQueue& commands)
{
    draw_problem(context, invoice.problem);
    key_value(context, "Customer", invoice.row.customer);
    key_value(context, "Date", format_date(invoice.row.txn_date));
    key_value(context, "Due", format_date(invoice.row.due_date));
    key_value(context, "HubSpot", mirror_mark(invoice.row.mirror).word);
    gap(12);
    draw_links(context, invoice, commands);
    draw_lines(context, invoice);
    draw_note(context, "Message to the customer", invoice.memo);
    draw_note(context, "Internal note", invoice.private_note);
}

void draw_fields(const Context& context, const char* title,
                 const std::vector<InvoiceDetailView::Field>& fields)
{
    heading(context, TextStyle::strong, 3, title);
    gap(8);
    const MirrorScope list(Role::list, title);
    if (fields.empty()) words(context, TextStyle::secondary, context.colors().muted, "Nothing yet.");
    for (const InvoiceDetailView::Field& field : fields) raw_field(context, field.name, field.value);
    gap(20);
}

void draw_timeline(const Context& context, const InvoiceDetailView& invoice)
{
    std::vector<TimelineEntry> entries;
    for (const InvoiceDetailView::Event& event : invoice.timeline) {
        entries.push_back(
            {event.at, event.text, event.cause, entries.empty() ? Tone::accent : Tone::neutral});
    }
    if (entries.empty())
        words(context, TextStyle::body, context.colors().muted, "Nothing has happened to it here yet.");
    timeline(context, entries);
}

void draw_body(const Context& context, const InvoiceDetailView& invoice, int page,
               features::CommandQueue& commands)
{
    if (page == 0) draw_summary(context, invoice, commands);
    if (page == 1) draw_timeline(context, invoice);
    if (page != 2) return;
    draw_fields(context, "QuickBooks fields", invoice.quickbooks_fields);
    draw_fields(context, "HubSpot properties", invoice.hubspot_fields);
}

}  // namespace

void draw_invoice_detail(const features::InvoicesView& view, InvoicesScreenState& state,
                         const Context& context, const Split& split, features::CommandQueue& commands)
{
    const bool loaded = view.detail.has_value();
    const std::string title = loaded ? "Invoice " + view.detail->row.number : "Invoice";
    DetailPanel panel(context, split, title, loaded ? view.detail->row.customer : "");
    if (panel.closed()) commands.send(command::SelectInvoice{});
    if (!loaded) {
        panel.begin_body();
        skeleton_rows(context, split.detail_from, split.detail_to);
        return;
    }
    const InvoiceDetailView& invoice = *view.detail;
    pill(context, stage_mark(invoice.row.stage));
    ImGui::SameLine(0, px(12));
    const float line_top = ImGui::GetCursorScreenPos().y;
    ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x, line_top + px(3)});
    words(context, TextStyle::strong, context.colors().text, with_code(invoice.row.balance) + " open");
    const std::array pages = {
        Tab{"Invoice"}, Tab{"Timeline", static_cast<std::int64_t>(invoice.timeline.size())}, Tab{"Fields"}};
    tabs(context, "Details", pages, state.detail_tab);
    panel.begin_body();
    const IdScope id(invoice.row.row_id);
    draw_body(context, invoice, state.detail_tab, commands);
}

}  // namespace app::ui
