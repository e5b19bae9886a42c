#include "net/fetch_transport.h"

#include <emscripten.h>
#include <emscripten/fetch.h>

#include <algorithm>
#include <utility>

EM_JS(int, app_browser_is_online, (), { return navigator.onLine ? 1 : 0; })

namespace app::net {
namespace {

// One HTTP exchange. Destroying it before it has ended aborts it.
class Exchange {
public:
    Exchange(Loop& loop, Request request)
        : m_loop(loop), m_request(std::move(request)), m_target(target_of(m_request))
    {
    }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    // Closing an unfinished fetch calls `ended` at once, and an answer may be queued: forget first.
    ~Exchange()
    {
        m_loop.forget(std::exchange(m_waiting, {}));
        if (m_fetch) emscripten_fetch_close(m_fetch);
    }

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> coroutine)
    {
        m_waiting = coroutine;
        m_was_online = app_browser_is_online() != 0;
        emscripten_fetch_attr_t attributes;
        emscripten_fetch_attr_init(&attributes);
        fill(attributes);
        m_fetch = emscripten_fetch(&attributes, m_target.c_str());
    }
    Result<Response> await_resume()
    {
        m_waiting = {};
        if (m_too_large) return failed(ErrorKind::malformed, "the answer is larger than allowed");
        if (!m_fetch || m_fetch->status == 0) return unanswered();
        if (m_fetch->numBytes > m_request.response_bytes_max) {
            return failed(ErrorKind::malformed, "the answer is larger than allowed");
        }
        return Response{.status = m_fetch->status, .headers = headers(), .body = body()};
    }

private:
    void fill(emscripten_fetch_attr_t& attributes)
    {
        const std::string_view method = name_of(m_request.method);
        std::copy(method.begin(), method.end(), attributes.requestMethod);
        attributes.requestMethod[method.size()] = '\0';
        attributes.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY;
        attributes.timeoutMSecs = static_cast<unsigned>(m_request.timeout_ms);
        attributes.requestHeaders = header_texts();
        attributes.requestData = m_request.body.data();
        attributes.requestDataSize = m_request.body.size();
        attributes.userData = this;
        attributes.onsuccess = &Exchange::ended;
        attributes.onerror = &Exchange::ended;
        attributes.onprogress = &Exchange::progressed;
    }

    // Name, value, name, value, …, null, as emscripten reads them while the request starts.
    const char* const* header_texts()
    {
        m_request.headers.emplace_back("X-App", "1");
        for (const auto& [name, value] : m_request.headers) {
            m_header_texts.push_back(name.c_str());
            m_header_texts.push_back(value.c_str());
        }
        m_header_texts.push_back(nullptr);
        return m_header_texts.data();
    }

    static void ended(emscripten_fetch_t* fetch) { static_cast<Exchange*>(fetch->userData)->wake(); }
    static void progressed(emscripten_fetch_t* fetch)
    {
        Exchange& exchange = *static_cast<Exchange*>(fetch->userData);
        if (fetch->dataOffset + fetch->numBytes <= exchange.m_request.response_bytes_max) return;
        exchange.m_too_large = true;
        exchange.wake();
    }
    void wake()
    {
        if (m_waiting && !std::exchange(m_posted, true)) m_loop.post(m_waiting);
    }

    std::unexpected<Error> unanswered() const
    {
        const bool is_read = m_request.method == Method::get;
        if (is_read || !m_was_online)
            return failed(ErrorKind::offline, "the application's server was not reached");
        return failed(ErrorKind::timed_out, "the exchange with the application's server broke");
    }
    std::vector<std::pair<std::string, std::string>> headers() const
    {
        std::string lines(emscripten_fetch_get_response_headers_length(m_fetch) + 1, '\0');
        const std::size_t length = emscripten_fetch_get_response_headers(m_fetch, lines.data(), lines.size());
        lines.resize(std::min(length, lines.size()));
        return parse_header_lines(lines);
    }
    std::string body() const
    {
        if (!m_fetch->data) return {};
        return std::string(m_fetch->data, static_cast<std::size_t>(m_fetch->numBytes));
    }

    Loop& m_loop;
    Request m_request;
    std::string m_target;
    std::vector<const char*> m_header_texts;
    emscripten_fetch_t* m_fetch = nullptr;
    std::coroutine_handle<> m_waiting = {};
    bool m_was_online = true;
    bool m_too_large = false;
    bool m_posted = false;
};

}  // namespace

Task<Response> FetchTransport::send(Request request)
{
    Exchange exchange(m_loop, std::move(request));
    Result<Response> answer = co_await exchange;
    co_return std::move(answer);
}

}  // namespace app::net
