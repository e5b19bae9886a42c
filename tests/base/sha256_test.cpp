#include "base/sha256.h"

#include <gtest/gtest.h>

#include <string_view>

namespace app {
namespace {

std::string digest_of(std::string_view text)
{
    Sha256 sha;
    sha.add(std::as_bytes(std::span(text)));
    return sha.hex_digest();
}

// FIPS 180-4 examples, and what `sha256sum` says.
TEST(Sha256, GivesTheDigestsOfTheStandard)
{
    EXPECT_EQ(digest_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(digest_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(digest_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(digest_of(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotDependOnHowBytesAreCut)
{
    const std::string text(1000, 'x');
    for (const std::size_t piece : {1U, 7U, 55U, 56U, 63U, 64U, 65U, 128U}) {
        Sha256 sha;
        for (std::size_t at = 0; at < text.size(); at += piece) {
            sha.add(std::as_bytes(std::span(text)).subspan(at, std::min(piece, text.size() - at)));
        }
        EXPECT_EQ(sha.hex_digest(), digest_of(text)) << piece;
    }
}

}  // namespace
}  // namespace app
