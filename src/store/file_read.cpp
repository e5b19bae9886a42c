#include "store/file_read.h"

#include <algorithm>
#include <format>
#include <numeric>

namespace app::store {

namespace {

constexpr std::uint64_t read_bytes_max = std::uint64_t{1024} * 1024;  // unless one frame is larger
constexpr std::uint64_t gap_max = 4096;                               // read along rather than asked around

// The number of frames from `first` on, by ascending place, that are read at once.
std::size_t frames_of_one_read(const std::vector<Frame>& frames, const std::vector<std::size_t>& by_place,
                               std::size_t first)
{
    const std::uint64_t begin = frames[by_place[first]].bytes_begin();
    std::size_t last = first;
    while (last + 1 < by_place.size()) {
        const Frame& next = frames[by_place[last + 1]];
        const bool near = next.bytes_begin() <= frames[by_place[last]].end() + gap_max;
        if (!near || next.end() - begin > read_bytes_max) break;
        ++last;
    }
    return last - first + 1;
}

// As read_frames(), but does not look at what it reads. Bytes beyond the end of the file are missing.
Task<std::vector<Bytes>> read_unchecked(FileDirectory& directory, std::string name, std::vector<Frame> frames)
{
    std::vector<std::size_t> by_place(frames.size());
    std::iota(by_place.begin(), by_place.end(), std::size_t{0});
    std::ranges::sort(by_place, {}, [&](std::size_t i) { return frames[i].offset; });
    std::vector<Bytes> found(frames.size());
    for (std::size_t first = 0; first < by_place.size();) {
        const std::size_t count = frames_of_one_read(frames, by_place, first);
        const std::uint64_t begin = frames[by_place[first]].bytes_begin();
        const std::uint64_t end = frames[by_place[first + count - 1]].end();
        const Bytes portion = co_await directory.read(name, begin, static_cast<std::size_t>(end - begin));
        for (std::size_t i = first; i < first + count; ++i) {
            const Frame& frame = frames[by_place[i]];
            const auto at = std::min(static_cast<std::size_t>(frame.bytes_begin() - begin), portion.size());
            const auto size = std::min<std::size_t>(frame.size, portion.size() - at);
            const auto from = portion.begin() + static_cast<std::ptrdiff_t>(at);
            found[by_place[i]].assign(from, from + static_cast<std::ptrdiff_t>(size));
        }
        first += count;
    }
    co_return found;
}

std::vector<Frame> last_step(const FileScan& scan)
{
    std::vector<Frame> frames;
    for (const Frame& frame : scan.frames()) {
        if (frame.step == scan.frames().back().step) frames.push_back(frame);
    }
    return frames;
}

}  // namespace

std::unexpected<Error> damaged_file(std::string_view name, std::uint64_t offset, std::string_view what)
{
    return failed(ErrorKind::storage,
                  "Stored data is damaged and was left as it is. Restore it from its other copy or a backup.",
                  std::format("{}, byte {}: {}", name, offset, what));
}

Task<FileScan> scan_file(FileDirectory& directory, std::string name)
{
    FileScan scan(co_await directory.open(name));
    while (const auto wanted = scan.wanted()) {
        const Bytes bytes = co_await directory.read(name, wanted->offset, wanted->size);
        if (bytes.size() != wanted->size) {
            co_await Result<void>(
                damaged_file(name, wanted->offset + bytes.size(), "the file became shorter"));
        }
        scan.take(bytes);
    }
    if (scan.damage() || scan.frames().empty()) co_return scan;
    const std::vector<Frame> frames = last_step(scan);
    const std::vector<Bytes> bytes = co_await read_unchecked(directory, name, frames);
    bool intact = true;
    for (std::size_t i = 0; i < frames.size(); ++i) intact = intact && is_intact(frames[i], bytes[i]);
    if (!intact) scan.drop_last_step();
    co_return scan;
}

Task<std::vector<Bytes>> read_frames(FileDirectory& directory, std::string name, std::vector<Frame> frames)
{
    std::vector<Bytes> found = co_await read_unchecked(directory, name, frames);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (is_intact(frames[i], found[i])) continue;
        co_await Result<void>(damaged_file(name, frames[i].offset, "bytes that do not fit their checksum"));
    }
    co_return found;
}

}  // namespace app::store
