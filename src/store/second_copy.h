#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "base/loop.h"
#include "base/task.h"
#include "store/checkpointer.h"
#include "store/image_copy.h"
#include "store/signal.h"

namespace app::store {

class SecondCopyListener {
public:
    // All called from within the loop.
    // It takes what has been added now: add more, if there is any.
    virtual void second_copy_takes_records() = 0;
    // More is durable in the second copy, or it has stopped taking anything.
    virtual void second_copy_moved() = 0;
    virtual bool first_copy_has(std::uint64_t generation) const = 0;

protected:
    ~SecondCopyListener() = default;
};

// Takes the records to a second copy, in another failure domain: those of some time together, with one sync of the disk,
// unless somebody waits for them. When it fails or does not answer, it is left behind and later begun anew; nothing
// else stops for it.
class SecondCopy {
public:
    static constexpr double gathering_ms = 25;  // how far it may be behind what was added while nobody waits
    static constexpr double answer_limit_ms = 5000;
    static constexpr double retry_delay_ms = 60'000;

    SecondCopy(Loop& loop, ImageCopy& copy, const PageImage& image, SecondCopyListener& listener);
    SecondCopy(const SecondCopy&) = delete;
    SecondCopy& operator=(const SecondCopy&) = delete;

    // `head` is the last record taken from the image, which was in this generation. A copy that does not hold exactly up to it is begun anew.
    void start(const std::string& database_id, const RecordHead& head, std::uint32_t checksum,
               std::uint64_t generation);
    // A record was taken from the image, which was in this generation.
    void add(std::shared_ptr<const LogAppend> record, const RecordHead& head, std::uint32_t checksum,
             std::uint64_t generation);

    // Somebody waits: what was added goes now.
    void hurry() { m_due.set(); }

    // Returns when nothing is being written to the base, and nothing will be until a record is added.
    Task<> pause() { return m_checkpointer.pause(); }
    // Takes nothing more, for good.
    void stop();
    // As ImageCopy::verify(), with the base left alone meanwhile.
    Task<> verify();

    bool is_working() const { return m_is_working; }
    bool is_whole() const { return m_is_working && m_copy.is_whole(); }
    bool has(std::uint64_t generation) const { return m_generation >= generation; }

private:
    struct Item {
        std::shared_ptr<const LogAppend> record;
        std::uint64_t generation;
    };

    Task<> run();
    Task<> run_gathering();
    Task<> run_limit();
    Task<> take_queue();
    Task<> begin_anew();
    void stop_working();

    Loop& m_loop;
    ImageCopy& m_copy;
    const PageImage& m_image;
    SecondCopyListener& m_listener;
    std::string m_database_id;
    RecordHead m_head;  // of the last record that was taken
    std::uint32_t m_checksum = 0;
    std::uint64_t m_head_generation = 0;
    std::deque<Item> m_queue;
    std::uint64_t m_generation = 0;           // what is durable here
    std::uint64_t m_promised_generation = 0;  // somebody may have been told that it is durable here
    bool m_is_working = false;
    bool m_must_begin_anew = false;
    std::uint64_t m_appends = 0;  // begun
    bool m_appending = false;
    Checkpointer m_checkpointer;
    Signal m_added;
    Signal m_due;
    Signal m_append_begun;
    Task<> m_task;
    Task<> m_gathering;
    Task<> m_limit;
};

}  // namespace app::store
