#include "store/web_cipher.h"

#include <coroutine>
#include <optional>
#include <string_view>
#include <utility>

#include "base/assert.h"

// Implemented in web_cipher.js. Text and bytes are read before a call returns. A request calls back once per
// job, later, until it is forgotten. on_bytes gives where to put a result of `size` bytes; status 0 is done.
extern "C" {
using CipherDone = void (*)(void* context, std::uint32_t job, int status, int key, const char* text);
using CipherBytes = std::byte* (*)(void* context, std::uint32_t job, std::uint32_t size);
int web_cipher_begin(void* context, CipherBytes on_bytes, CipherDone on_done);
void web_cipher_derive(int request, const char* passphrase, const std::byte* salt, std::size_t salt_size,
                       std::uint32_t iterations);
void web_cipher_seal(int request, std::uint32_t job, int key, const std::byte* bytes, std::size_t size,
                     const char* associated);
void web_cipher_open(int request, std::uint32_t job, int key, const std::byte* bytes, std::size_t size,
                     const char* associated);
void web_cipher_forget(int request);
void web_cipher_drop_key(int key);
}

namespace app::store {

namespace {

constexpr int status_failed = 2;

std::unexpected<Error> failure(std::string text)
{
    const std::string_view name = std::string_view(text).substr(0, text.find(':'));
    if (name == "NoWebCrypto") {
        return failed(ErrorKind::storage,
                      "This browser encrypts nothing on this page. Open it by https, or on the same machine.",
                      std::move(text));
    }
    return failed(ErrorKind::storage, "The browser's encryption failed.", std::move(text));
}

// Some jobs of the JavaScript half as one awaitable. Destroying it forgets them.
class CipherRequest {
public:
    CipherRequest(Loop& loop, std::size_t jobs) : results(jobs), m_loop(loop), m_waiting_for(jobs)
    {
        m_request = web_cipher_begin(this, &CipherRequest::give_place, &CipherRequest::job_done);
    }
    CipherRequest(const CipherRequest&) = delete;
    CipherRequest& operator=(const CipherRequest&) = delete;
    ~CipherRequest()
    {
        web_cipher_forget(m_request);
        m_loop.forget(m_waiting);
    }

    int number() const { return m_request; }
    int key() const { return m_key; }

    std::vector<std::optional<Bytes>> results;  // by job

    bool await_ready() const { return m_waiting_for == 0; }
    void await_suspend(std::coroutine_handle<> coroutine) { m_waiting = coroutine; }
    Result<void> await_resume()
    {
        m_waiting = {};
        if (m_failure.empty()) return {};
        return failure(std::move(m_failure));
    }

private:
    static std::byte* give_place(void* context, std::uint32_t job, std::uint32_t size)
    {
        return static_cast<CipherRequest*>(context)->results[job].emplace(size).data();
    }
    static void job_done(void* context, std::uint32_t, int status, int key, const char* text)
    {
        auto& self = *static_cast<CipherRequest*>(context);
        ASSERT(self.m_waiting_for > 0);
        self.m_key = key;
        if (status == status_failed) self.m_failure = text;
        --self.m_waiting_for;
        if (self.m_waiting_for == 0 && self.m_waiting) self.m_loop.post(self.m_waiting);
    }

    Loop& m_loop;
    std::size_t m_waiting_for;
    int m_request = 0;
    int m_key = 0;
    std::string m_failure;
    std::coroutine_handle<> m_waiting = {};
};

class WebCipher final : public Cipher {
public:
    WebCipher(Loop& loop, int key) : m_loop(loop), m_key(key) {}
    WebCipher(const WebCipher&) = delete;
    WebCipher& operator=(const WebCipher&) = delete;
    ~WebCipher() override { web_cipher_drop_key(m_key); }

    Task<std::vector<Bytes>> seal_all(std::vector<CipherPart> parts) override
    {
        std::vector<std::optional<Bytes>> results = co_await run(web_cipher_seal, std::move(parts));
        std::vector<Bytes> sealed;
        for (std::optional<Bytes>& result : results) {
            ASSERT(result);
            sealed.push_back(*std::move(result));
        }
        co_return sealed;
    }
    Task<std::vector<std::optional<Bytes>>> open_all(std::vector<CipherPart> parts) override
    {
        return run(web_cipher_open, std::move(parts));
    }

private:
    Task<std::vector<std::optional<Bytes>>> run(decltype(&web_cipher_seal) job, std::vector<CipherPart> parts)
    {
        CipherRequest request(m_loop, parts.size());
        for (std::uint32_t at = 0; at < parts.size(); ++at) {
            const CipherPart& part = parts[at];
            job(request.number(), at, m_key, part.bytes.data(), part.bytes.size(), part.associated.c_str());
        }
        parts.clear();  // all bytes have been copied
        const Result<void> done = co_await request;
        co_await done;
        co_return std::move(request.results);
    }

    Loop& m_loop;
    const int m_key;
};

class WebCiphers final : public Ciphers {
public:
    explicit WebCiphers(Loop& loop) : m_loop(loop) {}

    Task<std::unique_ptr<Cipher>> from_passphrase(Secret passphrase, KeyDerivation derivation) override
    {
        CipherRequest request(m_loop, 1);
        web_cipher_derive(request.number(), passphrase.reveal().c_str(), derivation.salt.data(),
                          derivation.salt.size(), derivation.iterations);
        const Result<void> derived = co_await request;
        co_await derived;
        co_return std::make_unique<WebCipher>(m_loop, request.key());
    }

private:
    Loop& m_loop;
};

}  // namespace

std::unique_ptr<Ciphers> open_web_ciphers(Loop& loop)
{
    return std::make_unique<WebCiphers>(loop);
}

}  // namespace app::store
