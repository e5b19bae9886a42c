#pragma once

#include <compare>
#include <functional>
#include <string>

namespace app {

// An identifier that cannot be mixed up with another kind. Both APIs hand out opaque text, so no
// id is ever parsed as a number.
template <class Tag>
struct Id {
    std::string value;

    Id() = default;
    explicit Id(std::string text) : value(std::move(text)) {}
    bool empty() const { return value.empty(); }
    auto operator<=>(const Id&) const = default;
};

using ConnectionId = Id<struct ConnectionTag>;
using OperationId = Id<struct OperationTag>;
using RunId = Id<struct RunTag>;
using HubSpotId = Id<struct HubSpotTag>;
using QuickBooksId = Id<struct QuickBooksTag>;

}  // namespace app

template <class Tag>
struct std::hash<app::Id<Tag>> {
    std::size_t operator()(const app::Id<Tag>& id) const noexcept
    {
        return std::hash<std::string>{}(id.value);
    }
};
