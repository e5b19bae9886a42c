#include "store/restore.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/date.h"
#include "store/activity_repository.h"
#include "store/intent_repository.h"
#include "store/migrations.h"
#include "store/run_repository.h"
#include "store/settings_repository.h"

namespace app::store {

namespace {

constexpr std::string_view restored_at_setting = "restored_at";  // milliseconds

struct SchemaRow {
    std::string type;
    std::string name;
    std::string table;
    std::string sql;

    constexpr auto columns(this auto&& self) { return std::tie(self.type, self.name, self.table, self.sql); }
};

std::unexpected<Error> refused(std::string sentence, std::string detail)
{
    return failed(ErrorKind::rejected, std::move(sentence), std::move(detail));
}

Result<void> check_integrity(Database& database)
{
    constexpr const char* sentence = "The database in this backup is damaged. Take another one.";
    const auto found = database.first<std::string>("PRAGMA integrity_check(1)");
    if (!found) return refused(sentence, found.error().message);
    if (!*found || std::get<0>(**found) != "ok") return refused(sentence, *found ? std::get<0>(**found) : "");
    const Result<std::int64_t> orphans = database.number("SELECT count(*) FROM pragma_foreign_key_check");
    if (!orphans || *orphans != 0) return refused(sentence, "foreign keys");
    return {};
}

Result<void> bring_up_to_date(Database& database)
{
    const Result<MigrationOutcome> outcome = migrate(database);
    if (!outcome) return refused("This backup could not be brought up to date.", outcome.error().message);
    if (*outcome == MigrationOutcome::newer) {
        return refused("A newer version of this program made this backup. Reload the page to get it.",
                       "schema");
    }
    return {};
}

Result<std::vector<SchemaRow>> schema_of(Database& database)
{
    return database.all_rows<SchemaRow>(R"sql(
        SELECT type, name, tbl_name, coalesce(sql, '')
        FROM sqlite_schema
        WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name <> 'backup_info'
        ORDER BY type, name
    )sql");
}

// Views and triggers of others would run with our statements.
Result<void> check_schema(Database& database, Random& random)
{
    const std::unique_ptr<MemoryDatabase> fresh = TRY(MemoryDatabase::create(random));
    TRY(fresh->open());
    TRY(migrate(fresh->database()));
    const std::vector<SchemaRow> expected = TRY(schema_of(fresh->database()));
    const std::vector<SchemaRow> found = TRY(schema_of(database));
    for (std::size_t at = 0; at < std::max(expected.size(), found.size()); ++at) {
        const bool is_same =
            at < expected.size() && at < found.size() && expected[at].columns() == found[at].columns();
        if (is_same) continue;
        return refused("The tables in this backup are not those of this program.",
                       at < found.size() ? found[at].name : expected[at].name);
    }
    return {};
}

// Sent now, as far as anybody knows: what is absent from a service counts as never made only some time after
// that.
Result<std::int64_t> mark_open_intents(Database& database, Timestamp at)
{
    TRY(database.execute(R"sql(
        UPDATE intent SET state = 'unknown', first_sent_at = coalesce(first_sent_at, ?1), last_sent_at = ?1,
                          error = 'a backup was restored; what became of this is not known'
        WHERE state IN ('ready', 'sending', 'unknown')
    )sql",
                         at));
    return database.changes();
}

Result<std::int64_t> begin_again(Database& database, const BackupInfo& info, Timestamp at)
{
    Transaction transaction = TRY(Transaction::begin(database));
    const std::int64_t intents = TRY(mark_open_intents(database, at));
    TRY(database.execute("DELETE FROM cursor"));
    TRY(RunRepository(database).interrupt_running(at));
    TRY(SettingsRepository(database).remove(journal_read_setting));
    TRY(SettingsRepository(database).set(restored_at_setting, std::to_string(at.ms)));
    TRY(ActivityRepository(database).append(
        {.at = at,
         .cause = "person",
         .run = {},
         .kind = ActivityKind::setting,
         .object = {},
         .connection = {},
         .record_id = {},
         .summary = "Restored from the backup of " + format_timestamp(info.made_at, Milliseconds::no),
         .detail = "{}",
         .correlation = {}}));
    TRY(remove_backup_info(database));
    TRY(transaction.commit());
    return intents;
}

}  // namespace

Result<std::optional<Timestamp>> restored_at(Database& database)
{
    const auto row = TRY((database.first<std::int64_t>(
        "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?1", restored_at_setting)));
    if (!row) return std::nullopt;
    return Timestamp{std::get<0>(*row)};
}

Result<RestoreReport> restore_backup(Database& database, OpenBackup backup, Random& random, Timestamp at)
{
    Database& candidate = backup.copy->database();
    TRY(check_integrity(candidate));
    TRY(bring_up_to_date(candidate));
    TRY(check_schema(candidate, random));
    const std::int64_t intents = TRY(begin_again(candidate, backup.info, at));

    DatabaseCopy copy = TRY(DatabaseCopy::begin(candidate, database));
    while (!TRY(copy.step(-1))) {}
    return RestoreReport{.info = std::move(backup.info), .unknown_intents = intents};
}

}  // namespace app::store
