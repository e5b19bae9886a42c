#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/loop.h"
#include "store/file_directory.h"

namespace app::store {

// What survives: shared by the directories that are opened on it one after the other, as restarts would.
struct MemoryFiles {
    std::map<std::string, Bytes> files;
    std::map<std::string, const void*> holders;  // by file; a directory that is gone holds nothing
};

// A fault for one of the next requests, counted from 1 for the first after it was set.
struct DirectoryFault {
    enum class Kind {
        fails_once,       // nothing happens
        fails_from_then,  // nor for any later request
        answer_lost,      // it happens, and fails
        never_answers,    // it does not happen and never returns
        torn,             // the machine crashes: of an append only a first part arrives
        scattered,        // the machine crashes: of an append some sectors arrive, the others are zeros
    };
    Kind kind = Kind::fails_once;
    int request = 1;
    std::uint64_t seed = 0;  // which part
};

// Files in memory, for tests. After a crash nothing works until another directory is opened on the same files.
class MemoryDirectory final : public FileDirectory {
public:
    // A request takes `delay_ms` of the loop's time before it happens, as a disk would.
    MemoryDirectory(Loop& loop, std::shared_ptr<MemoryFiles> disk, double delay_ms = 0);
    MemoryDirectory(const MemoryDirectory&) = delete;
    MemoryDirectory& operator=(const MemoryDirectory&) = delete;
    ~MemoryDirectory() override;

    Task<std::uint64_t> open(std::string name) override;
    Task<Bytes> read(std::string name, std::uint64_t offset, std::size_t size) override;
    Task<> append(std::string name, std::uint64_t end, Bytes bytes) override;

    void set_fault(std::optional<DirectoryFault> fault);
    int requests_seen() const { return m_requests_seen; }
    std::uint64_t bytes_read() const { return m_bytes_read; }

private:
    enum class Course { happens, fails, answer_lost, never_answers, torn, scattered };

    Course course_of(int request) const;
    Task<Course> begin();
    Result<void> require_held(const std::string& name) const;
    void append_partly(Bytes& file, const Bytes& bytes, Course course) const;

    Loop& m_loop;
    std::shared_ptr<MemoryFiles> m_disk;
    double m_delay_ms;
    std::optional<DirectoryFault> m_fault;
    int m_requests_seen = 0;
    std::uint64_t m_bytes_read = 0;
};

}  // namespace app::store
