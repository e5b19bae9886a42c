#include "sync/failure_table.h"

#include <array>

namespace app::sync {
namespace {

using enum RefusedBy;

constexpr std::string_view correct_in_quickbooks =
    "Correct the record in QuickBooks; the next sync tries again.";
constexpr std::string_view correct_in_hubspot = "Correct the record in HubSpot; the next sync tries again.";
constexpr std::string_view wait_and_retry = "Nothing has to be done: wait a little, then retry.";
constexpr std::string_view tell_us = "Retry; if it comes back, copy the details and report them.";
constexpr std::string_view connect_hubspot =
    "Connect HubSpot again under Connections and grant all permissions.";
constexpr std::string_view connect_quickbooks = "Connect QuickBooks again under Connections.";

constexpr std::array hubspot_entries = {
    FailureEntry{hubspot, "CONFLICTING_UNIQUE_VALUE", "duplicate",
                 "Another HubSpot record already carries the same unique value.",
                 "Open Details for the other record's id, merge or correct the two, then retry."},
    FailureEntry{hubspot, "CONFLICT", "duplicate",
                 "Another HubSpot record already carries the same unique value.",
                 "Open Details for the other record's id, merge or correct the two, then retry."},
    FailureEntry{hubspot, "INVALID_EMAIL", "invalid_email", "HubSpot does not accept the e-mail address.",
                 "Correct the address in QuickBooks; the next sync tries again."},
    FailureEntry{
        hubspot, "PROPERTY_DOESNT_EXIST", "missing_property", "HubSpot does not know one of the properties:",
        "It may have been deleted in HubSpot. Restore it there, or change its mapping under Sync, Fields; "
        "then retry.",
        true},
    FailureEntry{hubspot, "INVALID_OPTION", "invalid_option", "HubSpot does not have one of the values:",
                 "Add the value or the currency in HubSpot's settings, then retry.", true},
    FailureEntry{hubspot, "INVALID_INTEGER", "invalid_number",
                 "HubSpot wanted a number and got something else:",
                 "Correct the value, or change its mapping under Sync, Fields; then retry.", true},
    FailureEntry{hubspot, "INVALID_DATE", "invalid_date", "HubSpot wanted a date and got something else:",
                 "Correct the value, or change its mapping under Sync, Fields; then retry.", true},
    FailureEntry{hubspot, "READ_ONLY_VALUE", "read_only_property",
                 "HubSpot lets nobody write one of the properties:",
                 "Let its mapping travel to QuickBooks only, under Sync, Fields; then retry.", true},
    FailureEntry{hubspot, "REQUIRED_FIELD", "required_property", "HubSpot wants a property that is empty:",
                 "Fill it in QuickBooks, or map it with a value instead of a blank; then retry.", true},
    FailureEntry{hubspot, "VALIDATION_ERROR", "refused_by_rule",
                 "A rule of the HubSpot account refused the record:",
                 "Correct the record, or ask HubSpot's administrator about the rule; then retry.", true},
    FailureEntry{hubspot, "MISSING_SCOPES", "missing_scopes",
                 "The connection to HubSpot may not write this kind of record.", connect_hubspot},
    FailureEntry{hubspot, "INVALID_AUTHENTICATION", "hubspot_sign_in",
                 "HubSpot no longer accepts the connection.", "Connect HubSpot again under Connections."},
    FailureEntry{hubspot, "EXPIRED_AUTHENTICATION", "hubspot_sign_in",
                 "HubSpot no longer accepts the connection.", "Connect HubSpot again under Connections."},
    FailureEntry{hubspot, "OBJECT_NOT_FOUND", "gone_in_hubspot", "The record no longer exists in HubSpot.",
                 "Restore it from HubSpot's recycle bin, then retry."},
    FailureEntry{hubspot, "RATE_LIMITS", "hubspot_busy",
                 "HubSpot takes no more calls from this account for now.", wait_and_retry},
    FailureEntry{hubspot, "LOCKED", "hubspot_busy",
                 "HubSpot was still busy with an earlier change of the record.", wait_and_retry},
    FailureEntry{hubspot, "MIGRATION_IN_PROGRESS", "hubspot_moving",
                 "HubSpot is moving the account to another data centre.", "Wait up to a day, then retry."},
    FailureEntry{hubspot, "INTERNAL_ERROR", "hubspot_down", "HubSpot failed on its side.", wait_and_retry},
    FailureEntry{hubspot, "UNANSWERED", "unanswered", "HubSpot's answer did not mention the record.",
                 "Sync again: it is written again, which is harmless if it was carried out."},
};

constexpr std::array quickbooks_entries = {
    FailureEntry{quickbooks, "120", "quickbooks_access",
                 "The person who connected QuickBooks no longer has access to the company.",
                 connect_quickbooks},
    FailureEntry{quickbooks, "500", "not_supported",
                 "QuickBooks does not support what was asked for:", tell_us, true},
    FailureEntry{quickbooks, "600", "repeated_request", "QuickBooks has seen this request already.",
                 "Sync again: what it did is read first."},
    FailureEntry{quickbooks, "610", "gone_in_quickbooks",
                 "The record, or one that it names, was deleted or made inactive in QuickBooks.",
                 "Make it active again in QuickBooks, then retry."},
    FailureEntry{quickbooks, "620", "cannot_be_linked",
                 "QuickBooks does not let these transactions be linked.", correct_in_quickbooks},
    FailureEntry{quickbooks, "700", "wrong_parent", "The parent of the record is not valid in QuickBooks.",
                 correct_in_quickbooks},
    FailureEntry{quickbooks, "800", "has_dependents",
                 "QuickBooks does not remove a record that others depend on.",
                 "Remove or change what depends on it in QuickBooks first."},
    FailureEntry{quickbooks, "900", "wrong_parent", "The parent of the record is not valid in QuickBooks.",
                 correct_in_quickbooks},
    FailureEntry{quickbooks, "1040", "batch_too_large", "QuickBooks takes fewer records in one call.",
                 tell_us},
    FailureEntry{quickbooks, "1050", "wrong_content_type",
                 "QuickBooks did not understand the form of the call.", tell_us},
    FailureEntry{quickbooks, "2010", "invalid_property", "QuickBooks does not know one of the fields:",
                 "Change its mapping under Sync, Fields; then retry.", true},
    FailureEntry{quickbooks, "2020", "required_field",
                 "QuickBooks wants a field that is empty:", "Fill it in HubSpot, then retry.", true},
    FailureEntry{quickbooks, "2030", "invalid_id", "QuickBooks does not know the record's id.", tell_us},
    FailureEntry{quickbooks, "2050", "too_long", "QuickBooks says that a value is too long:",
                 "Shorten it in HubSpot; the next sync tries again.", true},
    FailureEntry{quickbooks, "2080", "invalid_number", "QuickBooks wanted a number and got something else:",
                 "Correct the value, or change its mapping under Sync, Fields; then retry.", true},
    FailureEntry{quickbooks, "2170", "invalid_choice", "QuickBooks does not have one of the values:",
                 "Correct the value in HubSpot, or the pairs of its mapping under Sync, Fields; then retry.",
                 true},
    FailureEntry{quickbooks, "2500", "missing_reference",
                 "The record names another that is not in QuickBooks or inactive there:",
                 "Make that one active again in QuickBooks, then retry.", true},
    FailureEntry{quickbooks, "3001", "quickbooks_busy",
                 "QuickBooks takes no more calls for this company for now.", wait_and_retry},
    FailureEntry{quickbooks, "3100", "not_permitted",
                 "The person who connected QuickBooks may not change this kind of record.",
                 "Connect QuickBooks again as somebody who may."},
    FailureEntry{quickbooks, "3200", "quickbooks_sign_in", "QuickBooks no longer accepts the connection.",
                 connect_quickbooks},
    FailureEntry{quickbooks, "4000", "query_refused", "QuickBooks did not understand a question.", tell_us},
    FailureEntry{quickbooks, "4001", "query_refused", "QuickBooks did not understand a question.", tell_us},
    FailureEntry{quickbooks, "5010", "changed_meanwhile",
                 "Somebody changed the record in QuickBooks at the same moment.",
                 "Sync again: the newest version is read first."},
    FailureEntry{quickbooks, "5020", "not_permitted",
                 "The person who connected QuickBooks may not change this kind of record.",
                 "Connect QuickBooks again as somebody who may."},
    FailureEntry{quickbooks, "5030", "missing_feature",
                 "The QuickBooks company lacks a feature that the record needs.",
                 "Switch the feature on in QuickBooks, or leave the record out."},
    FailureEntry{quickbooks, "6000", "business_rule", "A rule of QuickBooks refused the record:",
                 "Correct what the rule names, then retry.", true},
    FailureEntry{quickbooks, "6030", "file_too_large", "QuickBooks takes no file of more than 100 MB.",
                 "Attach a smaller file."},
    FailureEntry{quickbooks, "6070", "wrong_amount",
                 "An amount is not its price times its quantity, so QuickBooks refused the record:",
                 correct_in_hubspot, true},
    FailureEntry{quickbooks, "6080", "no_name", "QuickBooks wants a name, and the record has none.",
                 "Give the contact a name or a company in HubSpot, then retry."},
    FailureEntry{quickbooks, "6090", "no_discount_account", "QuickBooks has no account for discounts.",
                 "Switch discounts on in QuickBooks' settings, then retry."},
    FailureEntry{quickbooks, "6100", "invalid_tax_code", "QuickBooks does not accept the tax code of a line:",
                 "Choose one of the company's tax codes, then retry.", true},
    FailureEntry{quickbooks, "6140", "number_taken",
                 "Another transaction in QuickBooks has this number already:",
                 "Give it another number, then retry.", true},
    FailureEntry{quickbooks, "6190", "subscription_ended",
                 "The QuickBooks subscription has ended, so nothing can be written.",
                 "Renew the subscription in QuickBooks, then retry."},
    FailureEntry{quickbooks, "6210", "closed_period", "The date is in a period that is closed in QuickBooks.",
                 "Choose a later date, or let the accountant open the period; then retry."},
    FailureEntry{quickbooks, "6240", "name_taken",
                 "Another customer, vendor, employee or item in QuickBooks has this name already.",
                 "Rename one of the two, then retry."},
    FailureEntry{quickbooks, "6540", "deposited", "The transaction was deposited and cannot be changed.",
                 "Remove it from the deposit in QuickBooks first."},
    FailureEntry{quickbooks, "10000", "quickbooks_down", "QuickBooks failed on its side.", wait_and_retry},
    FailureEntry{quickbooks, "007001", "not_subscribed",
                 "QuickBooks does not know where to send its messages.", tell_us},
};

constexpr auto all_entries = [] {
    std::array<FailureEntry, hubspot_entries.size() + quickbooks_entries.size()> all{};
    std::size_t at = 0;
    for (const FailureEntry& entry : hubspot_entries) all[at++] = entry;
    for (const FailureEntry& entry : quickbooks_entries) all[at++] = entry;
    return all;
}();

}  // namespace

std::span<const FailureEntry> failure_entries()
{
    return all_entries;
}

const FailureEntry* failure_entry(RefusedBy service, std::string_view code)
{
    // Gateways write codes with zeros in front: "003001" (QBO: Errors).
    const bool is_padded =
        service == quickbooks && code.size() == 6 && code.starts_with("00") && code != "007001";
    if (is_padded) code.remove_prefix(2);
    for (const FailureEntry& entry : all_entries) {
        if (entry.service == service && entry.code == code) return &entry;
    }
    return nullptr;
}

}  // namespace app::sync
