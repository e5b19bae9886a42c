#include "shell/passphrase_prompt.h"

#include <coroutine>
#include <utility>

// Implemented in passphrase_library.js. Calls back once, later, until it is forgotten; without a passphrase: given up.
extern "C" {
using PassphraseDone = void (*)(void* context, const char* passphrase);
void passphrase_ask(void* context, PassphraseDone done, const char* problem);
void passphrase_forget(void* context);
}

namespace app::shell {

namespace {

class Asking {
public:
    Asking(Loop& loop, const std::string& problem) : m_loop(loop)
    {
        passphrase_ask(this, &Asking::done, problem.c_str());
    }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;
    ~Asking()
    {
        passphrase_forget(this);
        m_loop.forget(m_waiting);
    }

    bool await_ready() const { return m_is_done; }
    void await_suspend(std::coroutine_handle<> coroutine) { m_waiting = coroutine; }
    Result<Secret> await_resume()
    {
        m_waiting = {};
        if (m_passphrase.empty()) return failed(ErrorKind::cancelled, "The passphrase is not known.");
        return std::move(m_passphrase);
    }

private:
    static void done(void* context, const char* passphrase)
    {
        auto& self = *static_cast<Asking*>(context);
        self.m_passphrase = Secret(passphrase);
        self.m_is_done = true;
        if (self.m_waiting) self.m_loop.post(self.m_waiting);
    }

    Loop& m_loop;
    Secret m_passphrase;
    bool m_is_done = false;
    std::coroutine_handle<> m_waiting = {};
};

}  // namespace

Task<Secret> ask_passphrase(Loop& loop, std::string problem)
{
    Asking asking(loop, problem);
    Result<Secret> passphrase = co_await asking;
    co_return co_await std::move(passphrase);
}

}  // namespace app::shell
