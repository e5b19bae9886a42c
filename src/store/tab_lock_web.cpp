#include "store/tab_lock_web.h"

#include <coroutine>
#include <utility>

#include "base/assert.h"

// Implemented in tab_lock.js. Calls back at most once, never after the release.
extern "C" {
int tab_lock_request(const char* name, int wait, void* context, void (*callback)(void*, int status));
void tab_lock_release(int request);
}

namespace app::store {

namespace {

enum class Wait { no, yes };

// One request for the lock. Keeps the lock, when it got it, until it is destroyed.
class LockRequest {
public:
    LockRequest(Loop& loop, const std::string& name, Wait wait) : m_loop(loop)
    {
        m_request = tab_lock_request(name.c_str(), wait == Wait::yes ? 1 : 0, this, &answered);
    }
    LockRequest(const LockRequest&) = delete;
    LockRequest& operator=(const LockRequest&) = delete;
    ~LockRequest() { tab_lock_release(m_request); }

    class Answer {
    public:
        explicit Answer(LockRequest& request) : m_request(request) {}
        Answer(const Answer&) = delete;
        Answer& operator=(const Answer&) = delete;
        ~Answer()
        {
            m_request.m_loop.forget(std::exchange(m_waiting, {}));
            m_request.m_waiting = {};
        }
        bool await_ready() const { return m_request.m_status >= 0; }
        void await_suspend(std::coroutine_handle<> coroutine) { m_waiting = m_request.m_waiting = coroutine; }
        Result<TabLockState> await_resume()
        {
            m_waiting = {};
            if (m_request.m_status == 0) return TabLockState::held;
            if (m_request.m_status == 1) return TabLockState::held_by_another_tab;
            return failed(ErrorKind::storage,
                          "This browser cannot tell whether another tab works with the same data (no "
                          "Web Locks). Use a newer browser, and open the page over localhost or https.");
        }

    private:
        LockRequest& m_request;
        std::coroutine_handle<> m_waiting = {};
    };
    Answer answer() { return Answer(*this); }

private:
    static void answered(void* context, int status)
    {
        auto& self = *static_cast<LockRequest*>(context);
        self.m_status = status;
        if (self.m_waiting) self.m_loop.post(self.m_waiting);
    }

    Loop& m_loop;
    int m_request = 0;
    int m_status = -1;
    std::coroutine_handle<> m_waiting = {};
};

class WebTabLock final : public TabLock {
public:
    WebTabLock(Loop& loop, std::string name) : m_loop(loop), m_name(std::move(name)) {}

    Task<TabLockState> try_acquire() override
    {
        m_request = std::make_unique<LockRequest>(m_loop, m_name, Wait::no);
        const Result<TabLockState> state = co_await m_request->answer();
        co_return co_await state;
    }

    Task<> wait_until_held() override
    {
        m_request = std::make_unique<LockRequest>(m_loop, m_name, Wait::yes);
        const Result<TabLockState> state = co_await m_request->answer();
        co_await state;
    }

private:
    Loop& m_loop;
    std::string m_name;
    std::unique_ptr<LockRequest> m_request;
};

}  // namespace

std::unique_ptr<TabLock> make_web_tab_lock(Loop& loop, std::string name)
{
    return std::make_unique<WebTabLock>(loop, std::move(name));
}

}  // namespace app::store
