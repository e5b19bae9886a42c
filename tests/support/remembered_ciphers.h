#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "support/openssl_cipher.h"

namespace app::testing {

// As OpensslCiphers, but each passphrase and salt is derived once: that is slow on purpose.
class RememberedCiphers final : public store::Ciphers {
public:
    Task<std::unique_ptr<store::Cipher>> from_passphrase(Secret passphrase,
                                                         store::KeyDerivation derivation) override
    {
        std::string name = passphrase.reveal() + '|';
        for (const std::byte byte : derivation.salt) name += static_cast<char>(byte);
        std::shared_ptr<store::Cipher>& kept = m_kept[name];
        if (!kept) kept = co_await m_ciphers.from_passphrase(std::move(passphrase), derivation);
        co_return std::make_unique<Shared>(kept);
    }

private:
    class Shared final : public store::Cipher {
    public:
        explicit Shared(std::shared_ptr<store::Cipher> cipher) : m_cipher(std::move(cipher)) {}
        Task<std::vector<store::Bytes>> seal_all(std::vector<store::CipherPart> parts) override
        {
            return m_cipher->seal_all(std::move(parts));
        }
        Task<std::vector<std::optional<store::Bytes>>> open_all(std::vector<store::CipherPart> parts) override
        {
            return m_cipher->open_all(std::move(parts));
        }

    private:
        std::shared_ptr<store::Cipher> m_cipher;
    };

    OpensslCiphers m_ciphers;
    std::map<std::string, std::shared_ptr<store::Cipher>> m_kept;
};

}  // namespace app::testing
