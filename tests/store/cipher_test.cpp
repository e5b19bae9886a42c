#include "contract/cipher_contract.h"

#include <gtest/gtest.h>

#include "base/loop.h"
#include "store/byte_codec.h"
#include "store/encryption_key.h"
#include "support/fake_clock.h"
#include "support/openssl_cipher.h"
#include "support/run_task.h"
#include "support/seeded_random.h"

namespace app::store {
namespace {

class OpensslContract : public ::testing::TestWithParam<testing::CipherCheck> {};

TEST_P(OpensslContract, Holds)
{
    testing::FakeClock clock;
    Loop loop(clock);
    testing::OpensslCiphers ciphers;

    const Result<void> result = testing::run_task(loop, clock, GetParam().run(ciphers));

    EXPECT_TRUE(result) << result.error().message;
}

INSTANTIATE_TEST_SUITE_P(Cipher, OpensslContract, ::testing::ValuesIn(testing::cipher_contract),
                         [](const ::testing::TestParamInfo<testing::CipherCheck>& check) {
                             return check.param.name;
                         });

class EncryptionKeyTest : public ::testing::Test {
protected:
    Result<EncryptionKey> make(std::string passphrase)
    {
        return testing::run_task(loop, clock,
                                 new_encryption_key(ciphers, random, Secret(std::move(passphrase))));
    }
    Result<EncryptionKey> try_unlock(EncryptionHeader header, std::string passphrase)
    {
        return testing::run_task(loop, clock,
                                 unlock(ciphers, std::move(header), Secret(std::move(passphrase))));
    }

    testing::FakeClock clock;
    Loop loop{clock};
    testing::SeededRandom random{1};
    testing::OpensslCiphers ciphers;
};

TEST_F(EncryptionKeyTest, UnlocksWithThePassphraseOnly)
{
    const Result<EncryptionKey> key = make("open sesame");
    ASSERT_TRUE(key);

    const Result<EncryptionKey> again = try_unlock(key->header, "open sesame");
    const Result<EncryptionKey> wrong = try_unlock(key->header, "open barley");

    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->header, key->header);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind, ErrorKind::rejected);
    EXPECT_EQ(wrong.error().message, "This is not the passphrase of these data.");
}

TEST_F(EncryptionKeyTest, HasASaltOfItsOwn)
{
    const Result<EncryptionKey> one = make("open sesame");
    const Result<EncryptionKey> two = make("open sesame");
    ASSERT_TRUE(one && two);

    EXPECT_NE(one->header.derivation.salt, two->header.derivation.salt);
    EXPECT_EQ(one->header.derivation.iterations, 600'000U);
}

TEST_F(EncryptionKeyTest, HeaderComesBackFromItsBytes)
{
    const Result<EncryptionKey> key = make("open sesame");
    ASSERT_TRUE(key);
    Bytes bytes = bytes_of(key->header);
    EXPECT_EQ(bytes.size(), EncryptionHeader::size);
    bytes.push_back(std::byte{1});  // what follows is not its concern

    const Result<EncryptionHeader> header = encryption_header(bytes);

    EXPECT_TRUE(is_encrypted(bytes));
    ASSERT_TRUE(header);
    EXPECT_EQ(*header, key->header);
}

TEST_F(EncryptionKeyTest, RefusesADamagedHeader)
{
    const Result<EncryptionKey> key = make("open sesame");
    ASSERT_TRUE(key);
    const Bytes whole = bytes_of(key->header);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(encryption_header(std::span(whole).first(size))) << size;
    }
    for (const std::uint32_t iterations : {0U, 1000U, 599'999U, 10'000'001U, 0xffffffffU}) {
        Bytes bytes = whole;
        set_number(bytes, 8, iterations);
        EXPECT_FALSE(encryption_header(bytes)) << iterations;
    }
    EXPECT_FALSE(is_encrypted(testing::bytes_of_text("SQLite format 3")));
    EXPECT_FALSE(is_encrypted({}));
}

TEST_F(EncryptionKeyTest, TellsThatAHeaderIsNewer)
{
    const Result<EncryptionKey> key = make("open sesame");
    ASSERT_TRUE(key);
    Bytes bytes = bytes_of(key->header);
    bytes[6] = std::byte{9};

    const Result<EncryptionHeader> header = encryption_header(bytes);

    EXPECT_TRUE(is_encrypted(bytes));
    ASSERT_FALSE(header);
    EXPECT_TRUE(header.error().message.contains("newer version")) << header.error().message;
}

}  // namespace
}  // namespace app::store
