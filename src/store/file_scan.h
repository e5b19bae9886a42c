#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/file_frame.h"

namespace app::store {

// Finds the frames of a file by their headers, hopping over their bytes. Knows no files: it says which portion it
// wants and is fed with it, until it wants none.
//
// A write that was cut short leaves a torn last step, which is left out. Anything else that is no frame is damage:
// where intact headers of a later step follow, what stands before them was durable once.
class FileScan {
public:
    explicit FileScan(std::uint64_t file_size);
    std::uint64_t file_size() const { return m_size; }

    struct Portion {
        std::uint64_t offset = 0;
        std::size_t size = 0;
    };
    std::optional<Portion> wanted() const;
    // The bytes of wanted(), all of them.
    void take(std::span<const std::byte> bytes);

    struct Damage {
        std::uint64_t offset = 0;
        std::string what;
    };
    const std::optional<Damage>& damage() const { return m_damage; }
    // Of whole steps, in the order of the file; those before the damage if there is one.
    const std::vector<Frame>& frames() const { return m_frames; }
    std::uint64_t end() const { return m_frames.empty() ? 0 : m_frames.back().end(); }
    // 0 when no header told.
    std::uint32_t generation() const { return m_generation; }

    // The last step turned out to be torn: its headers are intact, its bytes are not.
    void drop_last_step();

private:
    enum class Phase { reading, searching, finished };

    void read_headers(std::span<const std::byte> bytes);
    void search_headers(std::span<const std::byte> bytes);
    bool belongs_here(const Frame& frame) const;
    void accept(const Frame& frame);
    void damaged(std::uint64_t offset, std::string what);
    void finish();

    std::uint64_t m_size;
    std::uint64_t m_at = 0;          // where the next header is expected, or is searched for
    std::uint64_t m_step = 0;        // where the step begins that a frame at m_at belongs to
    std::uint64_t m_unreadable = 0;  // what is searched behind
    std::size_t m_portion;
    std::uint32_t m_generation = 0;
    Phase m_phase = Phase::reading;
    std::vector<Frame> m_frames;
    std::optional<Damage> m_damage;
};

}  // namespace app::store
