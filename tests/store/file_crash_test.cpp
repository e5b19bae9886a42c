#include <algorithm>
#include <map>
#include <set>

#include "file_fixture.h"
#include "support/seeded_random.h"

// Lives of random steps, ended by a fault at every single request: what was acknowledged is there afterwards, blocks
// fit their manifest, and the life can go on.
namespace app::store {
namespace {

using testing::made_bytes;

using Base = std::map<std::uint32_t, int>;  // block -> fill

Bytes small_block(std::uint32_t number, int fill)
{
    return made_bytes(100 + (number * 977) % 1'500, fill * 50 + static_cast<int>(number));
}

// What an owner was told, and what it had asked for when it was told nothing.
struct Known {
    std::set<std::int64_t> records;
    std::optional<std::int64_t> asked_record;
    std::vector<std::int64_t> floors = {0};  // lowest record: the durable one, and those of later trims
    int base_version = 0;
    Base base;
    std::optional<Base> asked_base;
};

class Life {
public:
    Life(FileWorld& world, std::uint64_t seed) : m_world(world), m_random(seed) {}

    // Ends at the first failure. With `patience`, tries the same again once, as the store does.
    bool live(int steps, bool patience)
    {
        m_pages = m_world.open(1);
        m_world.directory->set_fault(m_fault);
        for (int step = 0; step < steps; ++step) {
            const std::uint64_t seed = m_random.next();
            if (attempt(seed)) continue;
            if (!patience || !attempt(seed)) return false;
        }
        return true;
    }
    void set_fault(const DirectoryFault& fault) { m_fault = fault; }
    int requests() const { return m_world.directory->requests_seen(); }

    // After a crash, on the same files; what is found is what is known from here on.
    void expect_nothing_lost()
    {
        m_pages.reset();
        m_fault.reset();
        m_pages = m_world.open();
        expect_records();
        expect_base();
        m_pages.reset();
    }

private:
    bool attempt(std::uint64_t seed)
    {
        testing::SeededRandom random(seed);
        switch (random_below(random, 8)) {
        case 0:
        case 1:
        case 2: return write_base(random);
        case 3:
        case 4: return trim(random);
        case 5: return look(random);
        default: return append(random);
        }
    }

    bool append(Random& random)
    {
        const std::int64_t number = 1 + (known.records.empty() ? 0 : *known.records.rbegin());
        known.asked_record = number;
        const std::size_t size = random_below(random, 10) == 0 ? 9'000 : random_below(random, 600);
        if (!m_world.run(m_pages->append({testing::shared_record(number, size)}))) return false;
        known.records.insert(number);
        m_sizes[number] = size;
        known.asked_record.reset();
        known.floors = {known.floors.back()};
        return true;
    }

    bool write_base(Random& random)
    {
        auto write = std::make_shared<BaseWrite>();
        write->expected = manifest_of(known.base_version);
        write->next = manifest_of(known.base_version + 1);
        Base next = known.base;
        const std::uint64_t count = random_below(random, 5);
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto number = static_cast<std::uint32_t>(random_below(random, 12));
            next[number] = known.base_version + 1;
            write->blocks.push_back({number, small_block(number, known.base_version + 1)});
        }
        known.asked_base = next;
        if (!m_world.run(m_pages->write_base(write))) return false;
        known.base = next;
        ++known.base_version;
        known.asked_base.reset();
        known.floors = {known.floors.back()};
        return true;
    }

    bool trim(Random& random)
    {
        if (known.records.size() < 4) return true;
        const std::int64_t last =
            *known.records.rbegin() - 1 - static_cast<std::int64_t>(random_below(random, 3));
        if (!m_world.run(m_pages->trim(0, last))) return false;
        known.floors.push_back(std::max(known.floors.back(), last + 1));
        return true;
    }

    bool look(Random& random)
    {
        if (random_below(random, 2) == 0) m_world.idle();
        else if (!m_world.run(m_pages->read_blocks({0, 1, 2, 3}))) return false;
        return true;
    }

    static Bytes manifest_of(int version)
    {
        return version == 0 ? Bytes() : testing::manifest("version " + std::to_string(version));
    }

    void expect_records()
    {
        const Result<StoredLog> log = m_world.run(m_pages->load());
        ASSERT_TRUE(log) << reason(log);
        std::set<std::int64_t> found;
        for (const LogAppend& record : log->records) {
            found.insert(record.number);
            if (known.asked_record == record.number) continue;
            EXPECT_EQ(record, testing::made_record(record.number, m_sizes[record.number]));
        }
        bool explained = false;
        for (const std::int64_t floor : known.floors) {
            std::set<std::int64_t> expected(known.records.lower_bound(floor), known.records.end());
            explained = explained || found == expected;
            if (known.asked_record) expected.insert(*known.asked_record);
            explained = explained || found == expected;
        }
        EXPECT_TRUE(explained) << found.size() << " records of " << known.records.size() << " from "
                               << known.floors.back();
        if (known.asked_record && found.contains(*known.asked_record)) {
            known.records.insert(*known.asked_record);
            m_sizes[*known.asked_record] = log->records.back().bytes.size();
        }
        known.asked_record.reset();
        known.floors = {found.empty() ? known.floors.back() : *found.begin()};
    }

    void expect_base()
    {
        const Result<StoredLog> log = m_world.run(m_pages->load());
        ASSERT_TRUE(log) << reason(log);
        const bool newer = known.asked_base && log->manifest == manifest_of(known.base_version + 1);
        if (!newer) {
            ASSERT_EQ(log->manifest, manifest_of(known.base_version));
        }
        const Base& base = newer ? *known.asked_base : known.base;
        for (std::uint32_t number = 0; number < 12; ++number) {
            const auto blocks = m_world.run(m_pages->read_blocks({number}));
            ASSERT_TRUE(blocks) << reason(blocks);
            const auto written = base.find(number);
            const Bytes expected = written == base.end() ? Bytes() : small_block(number, written->second);
            EXPECT_EQ(blocks->front(), expected) << "block " << number;
        }
        known.base_version += newer ? 1 : 0;
        known.base = Base(base);
        known.asked_base.reset();
    }

    FileWorld& m_world;
    testing::SeededRandom m_random;
    std::unique_ptr<FilePages> m_pages;
    std::optional<DirectoryFault> m_fault;
    std::map<std::int64_t, std::size_t> m_sizes;
    Known known;
};

constexpr int steps_of_a_life = 80;

constexpr FilePagesLimits small_files = {.slack_bytes = 1'000, .slice_bytes = 1'500};

// The number of requests of a life without faults, in which files are rewritten several times.
int requests_of_a_whole_life(std::uint64_t seed)
{
    FileWorld world;
    world.limits = small_files;
    Life life(world, seed);
    EXPECT_TRUE(life.live(steps_of_a_life, false));
    const int requests = life.requests();
    life.expect_nothing_lost();
    const Bytes& file = world.file("pages.a").empty() ? world.file("pages.b") : world.file("pages.a");
    const std::optional<Frame> first = frame_at(0, file);
    EXPECT_GE(first ? first->generation : 0, 3U) << "seed " << seed;
    return requests;
}

class CrashAtEveryRequest : public ::testing::TestWithParam<DirectoryFault::Kind> {};

TEST_P(CrashAtEveryRequest, LosesNothingThatWasAcknowledged)
{
    using Kind = DirectoryFault::Kind;
    const bool passes = GetParam() == Kind::fails_once || GetParam() == Kind::answer_lost;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const int requests = requests_of_a_whole_life(seed);
        for (int request = 1; request <= requests; ++request) {
            SCOPED_TRACE(::testing::Message() << "seed " << seed << ", fault at request " << request);
            FileWorld world;
            world.limits = small_files;
            Life life(world, seed);
            life.set_fault({.kind = GetParam(),
                            .request = request,
                            .seed = seed * 10'000 + static_cast<std::uint64_t>(request)});
            EXPECT_TRUE(life.live(steps_of_a_life, passes) || !passes);
            life.expect_nothing_lost();
            EXPECT_TRUE(life.live(10, false));
            life.expect_nothing_lost();
            if (HasFailure()) return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(FilePages, CrashAtEveryRequest,
                         ::testing::Values(DirectoryFault::Kind::fails_once,
                                           DirectoryFault::Kind::fails_from_then,
                                           DirectoryFault::Kind::answer_lost,
                                           DirectoryFault::Kind::never_answers, DirectoryFault::Kind::torn,
                                           DirectoryFault::Kind::scattered));

}  // namespace
}  // namespace app::store
