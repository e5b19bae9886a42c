#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

// Countries, and the states of the United States and provinces of Canada, in their several spellings.
namespace app::sync {

struct Country {
    std::string_view alpha2;
    std::string_view alpha3;
    std::string_view name;
};

[[nodiscard]] std::span<const Country> countries();
// By code, name or a common other name ("USA", "England"), in any case; nothing when it is none of them.
[[nodiscard]] const Country* country_named(std::string_view text);

struct Region {
    std::string_view code;  // as in postal addresses: "CA", "ON"
    std::string_view name;
};
// By code or name, in any case.
[[nodiscard]] const Region* region_named(std::string_view text);

}  // namespace app::sync
