#include "features/sync/room.h"

#include <algorithm>
#include <format>

#include "base/assert.h"

namespace app::features {
namespace {

constexpr std::int64_t megabyte = 1'000'000;

std::int64_t megabytes(std::int64_t bytes)
{
    return std::max<std::int64_t>(bytes, 0) / megabyte;
}

}  // namespace

std::int64_t bytes_needed(std::int64_t records)
{
    return records * bytes_per_record * times_stored;
}

Room room_for(std::int64_t records, std::int64_t free_bytes)
{
    const std::int64_t needed = bytes_needed(records);
    if (free_bytes < needed) return Room::too_little;
    return free_bytes < 2 * needed ? Room::tight : Room::enough;
}

std::string room_sentence(Room room, std::int64_t records, std::int64_t free_bytes)
{
    ASSERT(room != Room::enough);
    const std::string facts =
        std::format("{} records need about {} MB in this browser, and it allows {} MB more.", records,
                    megabytes(bytes_needed(records)) + 1, megabytes(free_bytes));
    if (room == Room::too_little) {
        return facts +
               " Nothing was read. Free room on the disk, or use an ordinary window of a browser that allows "
               "more, then sync again.";
    }
    return facts + " That is enough now, not for long: free room on the disk soon.";
}

}  // namespace app::features
