#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/task.h"
#include "store/page_file.h"

namespace app::store {

// How a passphrase becomes a key: PBKDF2 with HMAC-SHA-256 gives a key for AES-256-GCM. Kept in clear beside
// what is encrypted.
struct KeyDerivation {
    static constexpr std::uint32_t iterations_min = 600'000;
    static constexpr std::uint32_t iterations_max = 10'000'000;  // more is damage, or meant to hang the page

    std::uint32_t iterations = iterations_min;
    std::array<std::byte, 16> salt = {};
    bool operator==(const KeyDerivation&) const = default;
};

// Bytes, and what they are and where they belong: sealed bytes open only under the same `associated`.
struct CipherPart {
    Bytes bytes;
    std::string associated;
};

// AES-256-GCM under one key. Sealed bytes are a fresh random initialisation vector (12 bytes), the encrypted
// bytes, and the tag (16 bytes); a key serves for 2^32 seals. All failures are ErrorKind::storage with a
// sentence for the person.
class Cipher {
public:
    static constexpr std::size_t vector_size = 12;
    static constexpr std::size_t tag_size = 16;
    static constexpr std::size_t seal_size = vector_size + tag_size;  // by which sealed bytes are longer

    virtual ~Cipher() = default;

    // All at once, in order, because one wait costs more than the work on a small part.
    virtual Task<std::vector<Bytes>> seal_all(std::vector<CipherPart> parts) = 0;
    // Nothing for a part whose key is another one, or of which one byte or `associated` differs.
    virtual Task<std::vector<std::optional<Bytes>>> open_all(std::vector<CipherPart> parts) = 0;

    Task<Bytes> seal(Bytes plain, std::string associated);
    // Fails when it does not open.
    Task<Bytes> open(Bytes sealed, std::string associated);
};

// Makes ciphers; outlives them.
class Ciphers {
public:
    virtual ~Ciphers() = default;

    // Slow on purpose: some tenths of a second. The key is derived from the passphrase's UTF-8 bytes as they
    // are.
    virtual Task<std::unique_ptr<Cipher>> from_passphrase(Secret passphrase, KeyDerivation derivation) = 0;
};

// The sentence of Cipher::open.
inline constexpr std::string_view cannot_decrypt_sentence =
    "These data cannot be decrypted: the passphrase is another one, or they were altered.";

}  // namespace app::store
