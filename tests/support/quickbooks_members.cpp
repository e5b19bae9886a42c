#include "support/quickbooks_members.h"

#include "base/json.h"

namespace app::testing {
namespace {

std::string reference(const std::string& id, const std::string& name)
{
    return JsonObject().text("value", id).text("name", name).str();
}

std::string line_json(const Line& line)
{
    JsonObject detail;
    detail.raw("ItemRef", reference(line.item, "Item " + line.item))
        .raw("Qty", line.quantity)
        .raw("UnitPrice", line.price);
    JsonObject json;
    json.text("Id", line.id).text("DetailType", "SalesItemLineDetail").raw("Amount", line.amount);
    if (!line.description.empty()) json.text("Description", line.description);
    return json.raw("SalesItemLineDetail", detail.str()).str();
}

std::string without_braces(const std::string& json)
{
    return json.substr(1, json.size() - 2);
}

}  // namespace

std::string customer_members(const std::string& name, const std::string& email, const std::string& phone)
{
    JsonObject json;
    json.text("DisplayName", name).boolean("Active", true).raw("Balance", "0");
    if (!email.empty()) json.raw("PrimaryEmailAddr", JsonObject().text("Address", email).str());
    if (!phone.empty()) json.raw("PrimaryPhone", JsonObject().text("FreeFormNumber", phone).str());
    return without_braces(json.str());
}

std::string item_members(const std::string& name, const std::string& sku, const std::string& price,
                         const std::string& type)
{
    JsonObject json;
    json.text("Name", name).boolean("Active", true).text("Type", type).raw("UnitPrice", price);
    if (!sku.empty()) json.text("Sku", sku);
    return without_braces(json.str());
}

std::string invoice_members(const InvoiceSpec& spec)
{
    JsonArray lines;
    for (const Line& line : spec.lines) lines.raw(line_json(line));
    lines.raw(R"({"DetailType":"SubTotalLineDetail","Amount":)" + spec.total +
              R"(,"SubTotalLineDetail":{}})");
    JsonObject json;
    json.text("DocNumber", spec.number)
        .text("TxnDate", "2026-10-01")
        .text("DueDate", spec.due)
        .raw("CustomerRef", reference(spec.customer, "Customer " + spec.customer))
        .raw("Line", lines.str())
        .raw("TotalAmt", spec.total)
        .raw("Balance", spec.balance);
    if (!spec.note.empty()) json.text("PrivateNote", spec.note);
    return without_braces(json.str());
}

std::string payment_members(const std::string& customer, const std::string& invoice,
                            const std::string& amount)
{
    const std::string linked = JsonObject().text("TxnId", invoice).text("TxnType", "Invoice").str();
    const std::string line = JsonObject().raw("Amount", amount).raw("LinkedTxn", "[" + linked + "]").str();
    JsonObject json;
    json.text("TxnDate", "2026-11-01")
        .raw("CustomerRef", reference(customer, "Customer " + customer))
        .raw("TotalAmt", amount)
        .raw("Line", "[" + line + "]");
    return without_braces(json.str());
}

}  // namespace app::testing
