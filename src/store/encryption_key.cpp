#include "store/encryption_key.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "base/assert.h"
#include "store/byte_codec.h"

namespace app::store {

namespace {

constexpr std::string_view magic("LBSEAL\0\1", 8);
constexpr std::size_t family_size = 6;  // of the magic; a version follows
constexpr std::string_view this_version = magic.substr(family_size);
constexpr std::string_view key_check_place = "key check";

constexpr std::string_view damaged_sentence = "The head of the encrypted data is damaged.";
constexpr std::string_view newer_sentence =
    "A newer version of this program encrypted these data. Reload the page to get it.";
constexpr std::string_view wrong_passphrase_sentence = "This is not the passphrase of these data.";

std::string_view text_of(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

bool is_encrypted(std::span<const std::byte> bytes)
{
    return text_of(bytes).starts_with(magic.substr(0, family_size));
}

Bytes bytes_of(const EncryptionHeader& header)
{
    ASSERT(header.key_check.size() == Cipher::seal_size);
    Bytes bytes;
    for (const char letter : magic) bytes.push_back(static_cast<std::byte>(letter));
    put_number(bytes, header.derivation.iterations);
    bytes.insert(bytes.end(), header.derivation.salt.begin(), header.derivation.salt.end());
    bytes.insert(bytes.end(), header.key_check.begin(), header.key_check.end());
    ASSERT(bytes.size() == EncryptionHeader::size);
    return bytes;
}

Result<EncryptionHeader> encryption_header(std::span<const std::byte> bytes)
{
    if (!is_encrypted(bytes) || bytes.size() < EncryptionHeader::size) {
        return failed(ErrorKind::storage, std::string(damaged_sentence));
    }
    ByteReader reader(bytes);
    if (text_of(reader.bytes(magic.size())).substr(family_size) != this_version) {
        return failed(ErrorKind::storage, std::string(newer_sentence));
    }
    EncryptionHeader header;
    header.derivation.iterations = reader.number<std::uint32_t>();
    std::ranges::copy(reader.bytes(header.derivation.salt.size()), header.derivation.salt.begin());
    const std::span<const std::byte> check = reader.bytes(Cipher::seal_size);
    header.key_check.assign(check.begin(), check.end());
    if (header.derivation.iterations < KeyDerivation::iterations_min ||
        header.derivation.iterations > KeyDerivation::iterations_max) {
        return failed(ErrorKind::storage, std::string(damaged_sentence), "iterations");
    }
    return header;
}

Task<EncryptionKey> new_encryption_key(Ciphers& ciphers, Random& random, Secret passphrase)
{
    ASSERT(!passphrase.empty());
    EncryptionKey key;
    for (std::size_t at = 0; at < key.header.derivation.salt.size(); at += sizeof(std::uint64_t)) {
        set_number(key.header.derivation.salt, at, random.next());
    }
    key.cipher = co_await ciphers.from_passphrase(std::move(passphrase), key.header.derivation);
    key.header.key_check = co_await key.cipher->seal({}, std::string(key_check_place));
    co_return key;
}

Task<EncryptionKey> unlock(Ciphers& ciphers, EncryptionHeader header, Secret passphrase)
{
    EncryptionKey key{.header = std::move(header), .cipher = nullptr};
    key.cipher = co_await ciphers.from_passphrase(std::move(passphrase), key.header.derivation);
    const Result<Bytes> opened =
        co_await outcome(key.cipher->open(key.header.key_check, std::string(key_check_place)));
    if (!opened) {
        co_await Result<void>(
            failed(ErrorKind::rejected, std::string(wrong_passphrase_sentence), opened.error().message));
    }
    co_return key;
}

}  // namespace app::store
