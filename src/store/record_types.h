#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "base/clock.h"
#include "base/ids.h"

// Words that several tables share. Every enumeration is stored as text; `Words` holds the text of
// each enumerator, in order, so that a stored word and an enumerator cannot drift apart.
namespace app::store {

template <class Enumeration>
struct Words;

// The stored text of an enumerator.
template <class Enumeration>
[[nodiscard]] constexpr std::string_view word_of(Enumeration value)
{
    return Words<Enumeration>::words[static_cast<std::size_t>(value)];
}

enum class Provider { hubspot, quickbooks };
template <>
struct Words<Provider> {
    static constexpr std::array<std::string_view, 2> words{"hubspot", "quickbooks"};
};

// What is kept in step, by HubSpot's own names. The QuickBooks side is Customer, Item, Invoice, Line.
enum class ObjectType { contacts, products, invoices, line_items };
template <>
struct Words<ObjectType> {
    static constexpr std::array<std::string_view, 4> words{"contacts", "products", "invoices", "line_items"};
};

// Names one QuickBooks record in its role: which object it becomes, which company it is in, its id.
// For line items the id is line_key(invoice, line). Ids of two companies may be equal, so the
// connection is always part of the key.
struct RecordKey {
    ObjectType object = ObjectType::contacts;
    ConnectionId connection;
    QuickBooksId id;

    auto operator<=>(const RecordKey&) const = default;
    constexpr auto columns(this auto&& self) { return std::tie(self.object, self.connection, self.id); }
};

[[nodiscard]] inline QuickBooksId line_key(const QuickBooksId& invoice, std::string_view line)
{
    return QuickBooksId(invoice.value + ":" + std::string(line));
}

// How a QuickBooks record stands with its HubSpot twin; the one definition is in derived_views.cpp.
// Every record is in exactly one state, so the counts add up to the total.
enum class SyncState {
    in_sync,     // linked, and nothing changed since
    waiting,     // not linked yet, changed since, or a write is under way
    failing,     // has an open failure
    excluded,    // left out on purpose: excluded, or an invoice deleted before it was ever linked
    not_linked,  // a HubSpot record without a QuickBooks twin; only in lists
};
template <>
struct Words<SyncState> {
    static constexpr std::array<std::string_view, 5> words{"in_sync", "waiting", "failing", "excluded",
                                                           "not_linked"};
};

enum class SortOrder { ascending, descending };
template <>
struct Words<SortOrder> {
    static constexpr std::array<std::string_view, 2> words{"ascending", "descending"};
};

}  // namespace app::store
