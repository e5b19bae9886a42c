#pragma once

#include <cstdint>
#include <optional>

#include "base/loop.h"
#include "base/task.h"
#include "store/image_copy.h"
#include "store/page_image.h"
#include "store/signal.h"

namespace app::store {

// Renews the base of one copy in the background, a slice at a time, so that its log stays short: when nobody has
// committed for a while, and without waiting for that when the log has grown too long or the copy is not whole yet. It
// never delays a commit: a slice is copied when a record has just been taken from the image, or when nothing has changed
// since.
class Checkpointer {
public:
    static constexpr std::size_t log_bytes_at_rest = 4 * 1024 * 1024;
    static constexpr std::size_t log_bytes_when_done = 1024 * 1024;
    static constexpr std::size_t log_bytes_max = 64 * 1024 * 1024;  // or twice the database
    static constexpr double rest_before_ms = 1000;
    static constexpr double retry_delay_ms = 5000;

    // What is passed outlives it.
    Checkpointer(Loop& loop, ImageCopy& copy, const PageImage& image);
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    // Begins, or goes on after pause(). `head` is the last record that was taken from the image.
    void start(const RecordHead& head);
    // Returns when nothing is being written to the base, and nothing will be before the next start().
    Task<> pause();
    // For good. What is being written may still arrive.
    void stop();
    // A record has just been taken from the image; its lines were noted in the copy. If the image has changed since, no
    // slice is copied now.
    void record_taken(const RecordHead& head);
    // The copy has one more record, or was begun anew.
    void copy_moved();

private:
    Task<> run();
    bool is_urgent() const;
    bool is_due() const;
    Task<> renew_some();
    Task<> next_slice();

    Loop& m_loop;
    ImageCopy& m_copy;
    const PageImage& m_image;
    RecordHead m_head;
    std::int64_t m_records_taken = 0;  // tells whether anybody has committed meanwhile
    bool m_is_paused = true;
    bool m_is_writing = false;
    bool m_wants_slice = false;
    std::optional<BaseSlice> m_slice;
    std::int64_t m_slice_sequence = 0;
    Signal m_moved;
    Signal m_may_go_on;
    Signal m_written;
    Task<> m_task;
};

}  // namespace app::store
