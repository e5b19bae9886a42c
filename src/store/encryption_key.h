#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "base/random.h"
#include "store/cipher.h"

// What stands in clear in front of encrypted data, so that a passphrase leads to their key, and a wrong one
// is found out before anything else is read.
namespace app::store {

struct EncryptionHeader {
    static constexpr std::size_t size = 8 + 4 + 16 + Cipher::seal_size;

    KeyDerivation derivation;
    Bytes key_check;  // nothing, sealed
    bool operator==(const EncryptionHeader&) const = default;
};

// Whether the bytes begin with such a header, of this or of another version.
[[nodiscard]] bool is_encrypted(std::span<const std::byte> bytes);

[[nodiscard]] Bytes bytes_of(const EncryptionHeader& header);

// The header that the bytes begin with. Fails with ErrorKind::storage when there is none, or it is damaged or
// of a newer version.
[[nodiscard]] Result<EncryptionHeader> encryption_header(std::span<const std::byte> bytes);

struct EncryptionKey {
    EncryptionHeader header;
    std::shared_ptr<Cipher> cipher;
};

// A new key for what is not encrypted yet. The passphrase must not be empty.
[[nodiscard]] Task<EncryptionKey> new_encryption_key(Ciphers& ciphers, Random& random, Secret passphrase);

// The key of what begins with `header`. ErrorKind::rejected when the passphrase is another one.
[[nodiscard]] Task<EncryptionKey> unlock(Ciphers& ciphers, EncryptionHeader header, Secret passphrase);

}  // namespace app::store
