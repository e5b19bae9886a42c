#include "store/memory_directory.h"

#include <algorithm>
#include <coroutine>

#include "base/text.h"

namespace app::store {

namespace {

constexpr std::size_t sector_size = 512;

std::unexpected<Error> injected()
{
    return failed(ErrorKind::storage, "The storage refused (a fault of this test).");
}

std::size_t mixed(std::uint64_t seed, std::uint64_t number)
{
    const std::string text = std::to_string(seed) + "/" + std::to_string(number);
    return static_cast<std::size_t>(hash64(text) >> 7);
}

}  // namespace

MemoryDirectory::MemoryDirectory(Loop& loop, std::shared_ptr<MemoryFiles> disk, double delay_ms)
    : m_loop(loop), m_disk(std::move(disk)), m_delay_ms(delay_ms)
{
}

MemoryDirectory::~MemoryDirectory()
{
    std::erase_if(m_disk->holders, [&](const auto& held) { return held.second == this; });
}

Task<std::uint64_t> MemoryDirectory::open(std::string name)
{
    const Course course = co_await begin();
    const auto [held, taken] = m_disk->holders.try_emplace(name, this);
    if (!taken && held->second != this) {
        co_await Result<void>(failed(ErrorKind::storage, "Another tab holds the stored data."));
    }
    const std::uint64_t size = m_disk->files[name].size();
    if (course != Course::happens) co_await Result<void>(injected());
    co_return size;
}

Task<Bytes> MemoryDirectory::read(std::string name, std::uint64_t offset, std::size_t size)
{
    const Course course = co_await begin();
    co_await require_held(name);
    if (course != Course::happens) co_await Result<void>(injected());
    const Bytes& file = m_disk->files[name];
    const auto begin = static_cast<std::size_t>(std::min<std::uint64_t>(offset, file.size()));
    const auto first = file.begin() + static_cast<std::ptrdiff_t>(begin);
    const std::size_t found = std::min(size, file.size() - begin);
    m_bytes_read += found;
    co_return Bytes(first, first + static_cast<std::ptrdiff_t>(found));
}

Task<> MemoryDirectory::append(std::string name, std::uint64_t end, Bytes bytes)
{
    const Course course = co_await begin();
    co_await require_held(name);
    Bytes& file = m_disk->files[name];
    if (end > file.size()) {
        co_await Result<void>(failed(ErrorKind::storage, "The file ends before the place to append to."));
    }
    file.resize(static_cast<std::size_t>(end));
    if (course == Course::torn || course == Course::scattered) append_partly(file, bytes, course);
    else file.insert(file.end(), bytes.begin(), bytes.end());
    if (course != Course::happens) co_await Result<void>(injected());
}

void MemoryDirectory::append_partly(Bytes& file, const Bytes& bytes, Course course) const
{
    const std::size_t begin = file.size();
    const std::size_t part = mixed(m_fault->seed, 0) % (bytes.size() + 1);
    const std::size_t arrived = course == Course::torn ? part : bytes.size();
    file.insert(file.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(arrived));
    if (course == Course::torn || bytes.empty()) return;
    // What was durable before lies in sectors that are not lost.
    const std::size_t sectors = (file.size() - 1) / sector_size + 1;
    const std::size_t lost = begin / sector_size + mixed(m_fault->seed, 1) % (sectors - begin / sector_size);
    for (std::size_t at = begin; at < file.size(); ++at) {
        const std::size_t sector = at / sector_size;
        if (sector == lost || mixed(m_fault->seed, sector + 2) % 2 == 0) file[at] = std::byte{0};
    }
}

void MemoryDirectory::set_fault(std::optional<DirectoryFault> fault)
{
    m_fault = fault;
    m_requests_seen = 0;
}

MemoryDirectory::Course MemoryDirectory::course_of(int request) const
{
    using Kind = DirectoryFault::Kind;
    if (!m_fault || request < m_fault->request) return Course::happens;
    const bool hit = request == m_fault->request;
    switch (m_fault->kind) {
    case Kind::fails_once: return hit ? Course::fails : Course::happens;
    case Kind::fails_from_then: return Course::fails;
    case Kind::answer_lost: return hit ? Course::answer_lost : Course::happens;
    case Kind::never_answers: return hit ? Course::never_answers : Course::happens;
    case Kind::torn: return hit ? Course::torn : Course::fails;
    case Kind::scattered: return hit ? Course::scattered : Course::fails;
    }
    return Course::happens;
}

// What happens with the request that begins; those that do nothing end here.
Task<MemoryDirectory::Course> MemoryDirectory::begin()
{
    const Course course = course_of(++m_requests_seen);
    if (m_delay_ms > 0) co_await m_loop.sleep(m_delay_ms);
    if (course == Course::never_answers) co_await std::suspend_always{};
    if (course == Course::fails) co_await Result<void>(injected());
    co_return course;
}

Result<void> MemoryDirectory::require_held(const std::string& name) const
{
    const auto held = m_disk->holders.find(name);
    if (held != m_disk->holders.end() && held->second == this) return {};
    return failed(ErrorKind::storage, "The file was not opened.");
}

}  // namespace app::store
