#pragma once

#include <string>
#include <vector>

namespace app::testing {

struct Line {
    std::string id;
    std::string item;
    std::string quantity = "1";
    std::string price = "10";
    std::string amount = "10";
    std::string description = {};
};

struct InvoiceSpec {
    std::string customer;
    std::string number = "1001";
    std::vector<Line> lines = {};
    std::string total = "10";
    std::string balance = "10";
    std::string due = "2027-06-30";
    std::string note = {};
};

// JSON members of QuickBooks records.
[[nodiscard]] std::string customer_members(const std::string& name, const std::string& email = "",
                                           const std::string& phone = "");
[[nodiscard]] std::string item_members(const std::string& name, const std::string& sku = "",
                                       const std::string& price = "10", const std::string& type = "Service");
[[nodiscard]] std::string invoice_members(const InvoiceSpec& spec);
[[nodiscard]] std::string payment_members(const std::string& customer, const std::string& invoice,
                                          const std::string& amount);

}  // namespace app::testing
