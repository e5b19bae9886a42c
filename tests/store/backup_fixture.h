#pragma once

#include "sample_rows.h"
#include "store/activity_repository.h"
#include "store/backup_file.h"
#include "support/memory_file.h"
#include "support/openssl_cipher.h"

namespace app::store {

// A database, and files that it is backed up to.
class BackupTest : public ::testing::Test {
protected:
    static inline const BackupInfo info{
        .database_id = "0d9c5a1e", .sequence = 4711, .made_at = noon, .schema = schema_version()};
    static constexpr const char* passphrase = "open sesame";

    template <class T>
    Result<T> run(Task<T> task)
    {
        return testing::run_task(loop, clock, std::move(task));
    }
    EncryptionKey make_key() { return must(run(new_encryption_key(ciphers, random, Secret(passphrase)))); }
    testing::MemoryFile backup_of(Database& source, std::optional<EncryptionKey> key = std::nullopt)
    {
        testing::MemoryFile file(loop);
        must(run(write_backup(
            {.loop = loop, .random = random, .database = source, .info = info, .key = std::move(key)},
            file)));
        return file;
    }
    Result<OpenBackup> open(testing::MemoryFile& file, std::string with = passphrase)
    {
        return run(open_backup({.loop = loop,
                                .random = random,
                                .file = file,
                                .ciphers = ciphers,
                                .passphrase = Secret(std::move(with))}));
    }
    static void fill(Database& into, int customers)
    {
        Transaction transaction = must(Transaction::begin(into));
        CustomerRepository repository(into);
        for (int number = 0; number < customers; ++number) {
            must(repository.put(customer(std::to_string(number), "Customer " + std::to_string(number))));
        }
        must(transaction.commit());
    }
    static std::int64_t customers_in(Database& in)
    {
        return must(in.number("SELECT count(*) FROM customer"));
    }

    testing::FakeClock clock;
    Loop loop{clock};
    testing::SeededRandom random{1};
    testing::OpensslCiphers ciphers;
};

inline void expect_refused(const Result<OpenBackup>& opened, std::string_view words)
{
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::rejected);
    EXPECT_TRUE(opened.error().message.contains(words)) << opened.error().message;
}

}  // namespace app::store
