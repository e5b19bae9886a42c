#pragma once

#include <cstdint>
#include <string>

namespace app::features {

// Whether a first load fits into what the browser allows this page.
enum class Room { enough, tight, too_little };

// What a record of QuickBooks comes to in this browser: its raw answer, rows and search index, and its twin in HubSpot.
inline constexpr std::int64_t bytes_per_record = 8'000;
// Two copies, and what a copy's renewal needs beside it.
inline constexpr std::int64_t times_stored = 3;

[[nodiscard]] std::int64_t bytes_needed(std::int64_t records);

// `tight` when less than twice of what is needed is free: the books grow.
[[nodiscard]] Room room_for(std::int64_t records, std::int64_t free_bytes);

// What to tell, with the next step; not for `enough`.
[[nodiscard]] std::string room_sentence(Room room, std::int64_t records, std::int64_t free_bytes);

}  // namespace app::features
