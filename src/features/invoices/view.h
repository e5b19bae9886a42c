#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/date.h"
#include "base/money.h"
#include "features/row_source.h"

namespace app::features {

enum class InvoiceStage { awaiting_send, sent, partially_paid, paid, overdue, voided, deleted };
inline constexpr std::size_t invoice_stage_count = 7;

enum class InvoiceSort { number, customer, txn_date, due_date, total, balance, stage };

struct InvoiceRowView {
    std::int64_t row_id = 0;
    std::string number;  // "(no number)" when QuickBooks has none
    std::string customer;
    std::optional<Date> txn_date;
    std::optional<Date> due_date;
    Money total;
    Money balance;
    InvoiceStage stage = InvoiceStage::awaiting_send;
    enum class Mirror { in_hubspot, waiting, failing, excluded } mirror = Mirror::waiting;
};

struct InvoiceDetailView {
    struct Line {
        std::string kind;  // "item", "discount", "description", "group", "subtotal"
        std::string item;
        std::string description;
        std::string quantity;  // exact text, empty when none
        std::string unit_price;
        Money amount;
        std::optional<Date> service_date;
        std::string tax_code;
    };
    struct Payment {
        std::optional<Date> date;
        std::string kind;  // "Payment" or "Credit"
        std::string reference;
        Money amount;
    };
    struct Event {
        Timestamp at;
        std::string text;
        std::string cause;
    };
    struct Field {
        std::string name;
        std::string value;
    };

    InvoiceRowView row;
    std::string memo;
    std::string private_note;
    Money tax;
    std::vector<Line> lines;
    std::vector<Payment> payments;
    std::vector<Event> timeline;
    std::vector<Field> quickbooks_fields;  // raw, as QuickBooks sent them
    std::vector<Field> hubspot_fields;     // as last written to or read from HubSpot
    std::string quickbooks_url;            // empty when there is none
    std::string hubspot_url;
    std::string problem;  // why it is not in HubSpot, with the next step
};

struct InvoicesView {
    struct CurrencyTotal {
        std::int64_t count = 0;
        Money total;
        Money balance;
    };

    LoadState state = LoadState::loading;
    std::string problem;
    std::int64_t count_all = 0;
    std::array<std::int64_t, invoice_stage_count> count_by_stage = {};
    std::optional<InvoiceStage> stage_filter;
    std::string search;
    InvoiceSort sort = InvoiceSort::txn_date;
    bool ascending = false;
    std::vector<CurrencyTotal> totals;        // of what the filter lets through
    std::optional<std::int64_t> selected;     // row_id
    std::optional<InvoiceDetailView> detail;  // of the selected one
    bool several_currencies = false;
};

}  // namespace app::features
