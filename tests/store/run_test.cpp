#include "sample_rows.h"
#include "store/exclusion_repository.h"
#include "store/failure_repository.h"
#include "store/run_repository.h"

namespace app::store {
namespace {

RunRow run(std::string id, RunKind kind)
{
    RunRow row;
    row.id = RunId(std::move(id));
    row.kind = kind;
    row.started_at = noon;
    return row;
}

FailureRow failure(const RecordKey& key, std::string code, Timestamp at)
{
    FailureRow row;
    row.key = key;
    row.at = at;
    row.sentence = "What is wrong: " + code;
    row.code = std::move(code);
    return row;
}

class Runs : public ::testing::Test {
protected:
    std::unique_ptr<Database> database = migrated_database();
    RunRepository runs{*database};
    FailureRepository failures{*database};
};

TEST_F(Runs, TheLatestIsTheOneThatStartedLast)
{
    must(runs.start(run("b", RunKind::first)));
    must(runs.start(run("a", RunKind::incremental)));
    must(runs.start(run("c", RunKind::preview)));

    EXPECT_EQ(must(runs.latest())->id.value, "c");
    EXPECT_EQ(must(runs.latest_of(RunKind::first))->id.value, "b");
    const std::vector<RunRow> newest = must(runs.list(2));
    ASSERT_EQ(newest.size(), 2U);
    EXPECT_EQ(newest[1].id.value, "a");
}

TEST_F(Runs, AnEndedRunStaysAsItEnded)
{
    must(runs.start(run("a", RunKind::first)));
    must(runs.set_state(RunId("a"), RunState::paused));
    must(runs.update_counts(RunId("a"), R"({"contacts":3})", R"({"hubspot":2})", "{}"));
    must(runs.finish(RunId("a"), RunState::failed, Timestamp{7}, "Offline."));
    must(runs.set_state(RunId("a"), RunState::running));
    must(runs.finish(RunId("a"), RunState::completed, Timestamp{8}, ""));

    const RunRow row = *must(runs.find(RunId("a")));
    EXPECT_EQ(row.state, RunState::failed);
    EXPECT_EQ(row.problem, "Offline.");
    EXPECT_EQ(row.finished_at, Timestamp{7});
    EXPECT_EQ(row.counts, R"({"contacts":3})");
}

TEST_F(Runs, WhatRanWhenThePageWentAwayIsInterrupted)
{
    must(runs.start(run("a", RunKind::first)));
    must(runs.start(run("b", RunKind::incremental)));
    must(runs.set_state(RunId("b"), RunState::paused));
    must(runs.start(run("c", RunKind::incremental)));
    must(runs.finish(RunId("c"), RunState::completed, noon, ""));

    EXPECT_EQ(must(runs.interrupt_running(noon)), 2);

    EXPECT_EQ(must(runs.find(RunId("a")))->state, RunState::interrupted);
    EXPECT_EQ(must(runs.find(RunId("c")))->state, RunState::completed);
    EXPECT_EQ(must(runs.interrupt_running(noon)), 0);
}

TEST_F(Runs, ARecordHasAtMostOneOpenFailure)
{
    const RecordKey key = key_of(ObjectType::contacts, "17");
    const std::int64_t first = must(failures.raise(failure(key, "bad_email", Timestamp{1})));
    const std::int64_t second = must(failures.raise(failure(key, "too_long", Timestamp{2})));

    EXPECT_EQ(first, second);
    EXPECT_EQ(must(failures.count_open()), 1);
    EXPECT_EQ(must(failures.open_for(key))->code, "too_long");
    EXPECT_TRUE(must(failures.resolve(key, noon)));
    EXPECT_FALSE(must(failures.resolve(key, noon)));
    EXPECT_FALSE(must(failures.open_for(key)));
    EXPECT_NE(must(failures.raise(failure(key, "bad_email", Timestamp{3}))), first);
}

TEST_F(Runs, FailuresAreCountedByCodeWithTheNewestSentence)
{
    must(failures.raise(failure(key_of(ObjectType::contacts, "1"), "bad_email", Timestamp{1})));
    FailureRow newest = failure(key_of(ObjectType::contacts, "2"), "bad_email", Timestamp{9});
    newest.sentence = "newest";
    must(failures.raise(newest));
    must(failures.raise(failure(key_of(ObjectType::invoices, "1"), "too_long", Timestamp{5})));

    const std::vector<FailureCount> counts = must(failures.counts_by_code());

    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts[0].code, "bad_email");
    EXPECT_EQ(counts[0].count, 2);
    EXPECT_EQ(counts[0].sentence, "newest");
    EXPECT_EQ(must(failures.open(1))[0].key.id.value, "2");
}

TEST_F(Runs, ExclusionsHaveAReasonAndCanBeTakenBack)
{
    ExclusionRepository exclusions(*database);
    const RecordKey key = key_of(ObjectType::contacts, "17");
    must(exclusions.exclude(key, "no e-mail", noon));
    must(exclusions.exclude(key, "by a person", noon));

    EXPECT_EQ(must(exclusions.reason_for(key)), "by a person");
    EXPECT_EQ(must(exclusions.count(ObjectType::contacts)), 1);
    must(exclusions.include(key));
    EXPECT_FALSE(must(exclusions.reason_for(key)));
}

}  // namespace
}  // namespace app::store
