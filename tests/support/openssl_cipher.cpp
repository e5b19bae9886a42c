#include "support/openssl_cipher.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/assert.h"

namespace app::testing {

namespace {

using store::Bytes;
using store::Cipher;
using store::CipherPart;
using Key = std::array<std::byte, 32>;

unsigned char* raw(std::byte* bytes)
{
    return reinterpret_cast<unsigned char*>(bytes);
}

const unsigned char* raw(const std::byte* bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes);
}

class Context {
public:
    Context() : m_context(EVP_CIPHER_CTX_new()) { ASSERT(m_context); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { EVP_CIPHER_CTX_free(m_context); }
    operator EVP_CIPHER_CTX*() const { return m_context; }

private:
    EVP_CIPHER_CTX* m_context;
};

Bytes sealed(const Key& key, const CipherPart& part)
{
    Bytes result(Cipher::seal_size + part.bytes.size());
    std::byte* const encrypted = result.data() + Cipher::vector_size;
    const int size = static_cast<int>(part.bytes.size());
    const int associated_size = static_cast<int>(part.associated.size());
    const auto* const associated = reinterpret_cast<const unsigned char*>(part.associated.data());
    int written = 0;
    const Context context;
    bool done = RAND_bytes(raw(result.data()), Cipher::vector_size) == 1;
    done =
        done && EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nullptr, raw(key.data()), raw(result.data()));
    done = done && EVP_EncryptUpdate(context, nullptr, &written, associated, associated_size);
    done = done && EVP_EncryptUpdate(context, raw(encrypted), &written, raw(part.bytes.data()), size);
    done = done && EVP_EncryptFinal_ex(context, raw(encrypted) + size, &written);
    done = done && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, Cipher::tag_size, encrypted + size);
    ASSERT(done);
    return result;
}

std::optional<Bytes> opened(const Key& key, const CipherPart& part)
{
    if (part.bytes.size() < Cipher::seal_size) return std::nullopt;
    Bytes result(part.bytes.size() - Cipher::seal_size);
    const std::byte* const encrypted = part.bytes.data() + Cipher::vector_size;
    const int size = static_cast<int>(result.size());
    const int associated_size = static_cast<int>(part.associated.size());
    const auto* const associated = reinterpret_cast<const unsigned char*>(part.associated.data());
    Bytes tag(encrypted + size, encrypted + size + Cipher::tag_size);
    unsigned char none = 0;
    int written = 0;
    const Context context;
    bool done =
        EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nullptr, raw(key.data()), raw(part.bytes.data())) == 1;
    done = done && EVP_DecryptUpdate(context, nullptr, &written, associated, associated_size);
    done = done &&
           EVP_DecryptUpdate(context, size > 0 ? raw(result.data()) : &none, &written, raw(encrypted), size);
    done = done && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, Cipher::tag_size, tag.data());
    done = done && EVP_DecryptFinal_ex(context, &none, &written) == 1;
    if (!done) return std::nullopt;
    return result;
}

class OpensslCipher final : public Cipher {
public:
    explicit OpensslCipher(const Key& key) : m_key(key) {}

    Task<std::vector<Bytes>> seal_all(std::vector<CipherPart> parts) override
    {
        std::vector<Bytes> results;
        for (const CipherPart& part : parts) results.push_back(sealed(m_key, part));
        co_return results;
    }
    Task<std::vector<std::optional<Bytes>>> open_all(std::vector<CipherPart> parts) override
    {
        std::vector<std::optional<Bytes>> results;
        for (const CipherPart& part : parts) results.push_back(opened(m_key, part));
        co_return results;
    }

private:
    const Key m_key;
};

}  // namespace

Task<std::unique_ptr<Cipher>> OpensslCiphers::from_passphrase(Secret passphrase,
                                                              store::KeyDerivation derivation)
{
    ++derivations;
    Key key;
    const std::string& text = passphrase.reveal();
    const int done =
        PKCS5_PBKDF2_HMAC(text.data(), static_cast<int>(text.size()), raw(derivation.salt.data()),
                          static_cast<int>(derivation.salt.size()), static_cast<int>(derivation.iterations),
                          EVP_sha256(), static_cast<int>(key.size()), raw(key.data()));
    ASSERT(done == 1);
    co_return std::make_unique<OpensslCipher>(key);
}

}  // namespace app::testing
