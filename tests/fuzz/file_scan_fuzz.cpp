#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/assert.h"
#include "store/file_index.h"
#include "store/file_scan.h"

using namespace app::store;

namespace {

FileScan scan(std::span<const std::byte> file)
{
    FileScan scan(file.size());
    std::size_t portions = 0;
    while (const auto wanted = scan.wanted()) {
        ASSERT(wanted->size > 0 && wanted->offset + wanted->size <= file.size());
        ASSERT(++portions <= file.size() + 1);
        scan.take(file.subspan(static_cast<std::size_t>(wanted->offset), wanted->size));
    }
    return scan;
}

// Frames stand one after the other, in whole steps.
void check(const FileScan& scan, std::size_t size)
{
    std::uint64_t at = 0;
    std::uint64_t step = 0;
    FileIndex index;
    for (const Frame& frame : scan.frames()) {
        ASSERT(frame.offset == at && frame.step == step && frame.end() <= size);
        at = frame.end();
        if (frame.ends_step) step = at;
        index.apply(frame);
    }
    ASSERT(at == step && at == scan.end() && index.live_bytes() <= at);
    ASSERT(!scan.damage() || (scan.damage()->offset >= at && scan.damage()->offset < size));
}

// The input as a recipe: a valid file of small steps that is damaged afterwards.
app::store::Bytes made_file(std::span<const std::uint8_t> recipe)
{
    app::store::Bytes file;
    const std::uint32_t generation = 1 + recipe[0] % 3;
    for (std::size_t at = 1; at + 2 < recipe.size(); at += 3) {
        FrameStep step(generation, file.size());
        for (int frames = recipe[at] % 3; frames >= 0; --frames) {
            const app::store::Bytes bytes(recipe[at + 1], std::byte{recipe[at + 2]});
            switch (recipe[at + 2] % 4) {
            case 0: step.add(FrameKind::record, recipe[at + 1], bytes); break;
            case 1: step.add(FrameKind::block, recipe[at + 1], bytes); break;
            case 2: step.add(FrameKind::manifest, 0, bytes); break;
            default: step.add_trim(recipe[at], recipe[at + 1]); break;
            }
        }
        step.finish();
        const app::store::Bytes bytes = step.take_bytes();
        file.insert(file.end(), bytes.begin(), bytes.end());
    }
    return file;
}

}  // namespace

// Any bytes are scanned to an end. A valid file gives all its frames; cut anywhere it is not damaged; with a byte
// changed it gives a part of what it gave before.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const std::span input(bytes, size);
    check(scan(std::as_bytes(input)), size);
    if (size < 8) return 0;
    app::store::Bytes file = made_file(input.subspan(4).first(std::min<std::size_t>(size - 4, 200)));
    const FileScan whole = scan(file);
    ASSERT(!whole.damage() && whole.end() == file.size());
    check(whole, file.size());
    if (file.empty()) return 0;
    const std::size_t place = (input[0] | static_cast<std::size_t>(input[1]) << 8) % file.size();
    const FileScan cut = scan(std::span(file).first(place));
    check(cut, place);
    ASSERT(!cut.damage());
    file[place] ^= std::byte{static_cast<unsigned char>(input[2] | 1)};
    const FileScan changed = scan(file);
    check(changed, file.size());
    ASSERT(changed.frames().size() <= whole.frames().size());
    ASSERT(std::equal(changed.frames().begin(), changed.frames().end(), whole.frames().begin()));
    return 0;
}
