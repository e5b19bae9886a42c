#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "contract/require.h"
#include "store/cipher.h"

// What every body of Ciphers promises. Uses no test library, so that the same suite runs natively and in the
// browser.
namespace app::testing {

struct CipherCheck {
    const char* name;
    Task<> (*run)(store::Ciphers& ciphers);
};

inline store::Bytes bytes_of_text(std::string_view text)
{
    const auto* const begin = reinterpret_cast<const std::byte*>(text.data());
    return {begin, begin + text.size()};
}

inline store::Bytes bytes_of_hex(std::string_view hex)
{
    const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
    store::Bytes bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
        bytes.push_back(static_cast<std::byte>(value(hex[at]) * 16 + value(hex[at + 1])));
    }
    return bytes;
}

inline store::KeyDerivation derivation_with_salt_from(int first)
{
    store::KeyDerivation derivation;
    for (std::byte& byte : derivation.salt) byte = static_cast<std::byte>(first++);
    return derivation;
}

inline Task<std::unique_ptr<store::Cipher>> contract_cipher(store::Ciphers& ciphers)
{
    return ciphers.from_passphrase(Secret("Correct horse, 請注意 ü"), derivation_with_salt_from(0));
}

inline bool cannot_open(const Result<store::Bytes>& opened)
{
    return !opened && opened.error().kind == ErrorKind::storage &&
           opened.error().message == store::cannot_decrypt_sentence;
}

inline Task<> opens_what_it_sealed(store::Ciphers& ciphers)
{
    const auto cipher = co_await contract_cipher(ciphers);
    for (const std::size_t size : {0U, 1U, 64U, 1'000'000U}) {
        const store::Bytes plain(size, std::byte{0x5a});
        const store::Bytes sealed = co_await cipher->seal(plain, "block|1");
        co_await require(sealed.size() == size + store::Cipher::seal_size, "a seal has a fixed size");
        const store::Bytes opened = co_await cipher->open(sealed, "block|1");
        co_await require(opened == plain, "what was sealed comes back: " + std::to_string(size));
    }
}

inline Task<> keeps_the_order_of_parts(store::Ciphers& ciphers)
{
    const auto cipher = co_await contract_cipher(ciphers);
    std::vector<store::CipherPart> parts;
    for (std::size_t at = 0; at < 40; ++at) {
        parts.push_back(
            {store::Bytes(1 + (at * 7919) % 5000, static_cast<std::byte>(at)), std::to_string(at)});
    }
    std::vector<store::Bytes> sealed = co_await cipher->seal_all(parts);
    std::vector<store::CipherPart> back;
    for (std::size_t at = 0; at < sealed.size(); ++at) back.push_back({sealed[at], std::to_string(at)});
    back[7].associated = "8";
    const std::vector<std::optional<store::Bytes>> opened = co_await cipher->open_all(back);
    co_await require(opened.size() == parts.size(), "every part is answered");
    bool same = true;
    for (std::size_t at = 0; at < opened.size(); ++at) {
        same = same && (at == 7 ? !opened[at] : opened[at] == parts[at].bytes);
    }
    co_await require(same, "each in its place, but for the one that does not open");
    const std::vector<store::Bytes> none = co_await cipher->seal_all({});
    co_await require(none.empty(), "no part is no answer");
}

inline Task<> seals_differently_each_time(store::Ciphers& ciphers)
{
    const auto cipher = co_await contract_cipher(ciphers);
    const store::Bytes one = co_await cipher->seal(bytes_of_text("same"), "a");
    const store::Bytes two = co_await cipher->seal(bytes_of_text("same"), "a");
    const auto vector_size = static_cast<std::ptrdiff_t>(store::Cipher::vector_size);
    const bool fresh = !std::equal(one.begin(), one.begin() + vector_size, two.begin());
    co_await require(fresh, "the initialisation vector is never the same");
}

inline Task<> refuses_another_place(store::Ciphers& ciphers)
{
    const auto cipher = co_await contract_cipher(ciphers);
    const store::Bytes sealed = co_await cipher->seal(bytes_of_text("at home"), "block|1");
    for (const char* place : {"block|2", "record|1", ""}) {
        const Result<store::Bytes> opened = co_await outcome(cipher->open(sealed, place));
        co_await require(cannot_open(opened), std::string("does not open as ") + place);
    }
}

inline Task<> refuses_every_altered_byte(store::Ciphers& ciphers)
{
    const auto cipher = co_await contract_cipher(ciphers);
    store::Bytes sealed = co_await cipher->seal(bytes_of_text("untouched"), "a");
    for (std::byte& byte : sealed) {
        byte ^= std::byte{0x01};
        const Result<store::Bytes> opened = co_await outcome(cipher->open(sealed, "a"));
        co_await require(cannot_open(opened), "a flipped bit is noticed");
        byte ^= std::byte{0x01};
    }
    while (!sealed.empty()) {
        sealed.pop_back();
        const Result<store::Bytes> opened = co_await outcome(cipher->open(sealed, "a"));
        co_await require(cannot_open(opened), "a missing end is noticed");
    }
}

inline Task<> refuses_another_key(store::Ciphers& ciphers)
{
    const auto cipher = co_await contract_cipher(ciphers);
    const store::Bytes sealed = co_await cipher->seal(bytes_of_text("mine"), "a");
    const auto other_passphrase =
        co_await ciphers.from_passphrase(Secret("correct horse, 請注意 ü"), derivation_with_salt_from(0));
    const Result<store::Bytes> opened = co_await outcome(other_passphrase->open(sealed, "a"));
    co_await require(cannot_open(opened), "another passphrase does not open it");
    const auto other_salt =
        co_await ciphers.from_passphrase(Secret("Correct horse, 請注意 ü"), derivation_with_salt_from(1));
    const Result<store::Bytes> opened_with_other_salt = co_await outcome(other_salt->open(sealed, "a"));
    co_await require(cannot_open(opened_with_other_salt), "nor does another salt");
}

// Made by the WebCrypto of Node.js and by OpenSSL, so that a body that differs from both is found out.
inline Task<> opens_what_others_sealed(store::Ciphers& ciphers)
{
    const auto cipher = co_await contract_cipher(ciphers);
    const store::Bytes by_webcrypto = co_await cipher->open(
        bytes_of_hex(
            "3a2c7e6e0d155d0d635196b92af26ec827b2af8c050d02c6ec965da94c800f86c242e043598fa20a5e72a6253a"
            "5d86"),
        "record|17");
    co_await require(by_webcrypto == bytes_of_text("sealed by WebCrypto"), "WebCrypto's bytes");
    const store::Bytes by_openssl = co_await cipher->open(
        bytes_of_hex(
            "7c9261befef2e6be6aa1059ef9d71432794e266ee7234b1a5cf1579d6e294b579654f306b0d9ec063d406f3119"),
        "record|17");
    co_await require(by_openssl == bytes_of_text("sealed by OpenSSL"), "OpenSSL's bytes");
}

inline constexpr CipherCheck cipher_contract[] = {
    {"OpensWhatItSealed", opens_what_it_sealed},
    {"KeepsTheOrderOfParts", keeps_the_order_of_parts},
    {"SealsDifferentlyEachTime", seals_differently_each_time},
    {"RefusesAnotherPlace", refuses_another_place},
    {"RefusesEveryAlteredByte", refuses_every_altered_byte},
    {"RefusesAnotherKey", refuses_another_key},
    {"OpensWhatOthersSealed", opens_what_others_sealed},
};

}  // namespace app::testing
