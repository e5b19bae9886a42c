#include "store/migrations.h"

#include <array>

#include "base/assert.h"
#include "store/derived_views.h"
#include "store/schema_v1.h"
#include "store/schema_v2.h"
#include "store/schema_v3.h"
#include "store/schema_v4.h"

namespace app::store {

namespace {

Result<std::int64_t> stored_version(Database& database)
{
    return database.number("PRAGMA user_version");
}

Result<void> apply(Database& database, const Migration& step)
{
    Transaction transaction = TRY(Transaction::begin(database));
    TRY(database.run_script(step.script));
    ASSERT(TRY(stored_version(database)) == step.version);
    return transaction.commit();
}

}  // namespace

std::span<const Migration> migrations()
{
    static const std::array steps{Migration{1, schema_v1()}, Migration{2, schema_v2()},
                                  Migration{3, schema_v3()}, Migration{4, schema_v4()}};
    return steps;
}

std::int64_t schema_version()
{
    return migrations().back().version;
}

Result<bool> needs_migration(Database& database, std::span<const Migration> steps)
{
    return TRY(stored_version(database)) < steps.back().version;
}

Result<MigrationOutcome> migrate(Database& database, std::span<const Migration> steps)
{
    ASSERT(!steps.empty());
    const std::int64_t before = TRY(stored_version(database));
    if (before == 0 && TRY(database.number("SELECT count(*) FROM sqlite_schema")) != 0) {
        return failed(ErrorKind::storage, "What is stored is not a database of this program.");
    }
    for (const Migration& step : steps) {
        if (step.version > before) TRY(apply(database, step));
    }
    TRY(create_derived_views(database));
    if (before > steps.back().version) return MigrationOutcome::newer;
    return before == steps.back().version ? MigrationOutcome::up_to_date : MigrationOutcome::migrated;
}

}  // namespace app::store
