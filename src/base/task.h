#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/assert.h"
#include "base/result.h"

namespace app {

template <class T>
class Task;

// Told once when the task it waits for has finished.
class TaskWaiter {
public:
    virtual void task_finished() = 0;

protected:
    ~TaskWaiter() = default;
};

template <class T>
class PropagatingAwaiter;
template <class T>
class ResultAwaiter;

// What every task's promise holds: who waits, and whether the task has finished.
class TaskPromiseBase {
public:
    struct FinalSuspend {
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        void await_suspend(std::coroutine_handle<Promise> coroutine) const noexcept
        {
            coroutine.promise().finish();
        }
        void await_resume() const noexcept {}
    };

    std::suspend_always initial_suspend() noexcept { return {}; }
    FinalSuspend final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { std::terminate(); }

    // Waking the waiter may destroy this promise: nothing may follow the call.
    void finish()
    {
        m_done = true;
        if (m_waiter) m_waiter->task_finished();
    }
    void wake_when_finished(TaskWaiter& waiter) { m_waiter = &waiter; }
    bool done() const { return m_done; }

    template <class U>
    PropagatingAwaiter<U> await_transform(Task<U> task);
    template <class U>
    ResultAwaiter<U> await_transform(Result<U> result);
    template <class Awaiter>
        requires requires(Awaiter& awaiter) { awaiter.await_resume(); }
    Awaiter&& await_transform(Awaiter&& awaiter)
    {
        return std::forward<Awaiter>(awaiter);
    }

private:
    TaskWaiter* m_waiter = nullptr;
    bool m_done = false;
};

template <class T>
class TaskPromise : public TaskPromiseBase {
public:
    Task<T> get_return_object();
    template <class U>
        requires std::is_constructible_v<Result<T>, U&&>
    void return_value(U&& value)
    {
        m_result.emplace(std::forward<U>(value));
    }
    void fail(Error error) { m_result.emplace(std::unexpected(std::move(error))); }
    Result<T> take()
    {
        ASSERT(m_result.has_value());
        return *std::move(m_result);
    }

private:
    std::optional<Result<T>> m_result;
};

template <>
class TaskPromise<void> : public TaskPromiseBase {
public:
    Task<void> get_return_object();
    void return_void() {}
    void fail(Error error) { m_result = std::unexpected(std::move(error)); }
    Result<void> take() { return std::move(m_result); }

private:
    Result<void> m_result;
};

// A lazy, owned, single-use asynchronous operation that yields a Result<T>.
//   T value = co_await task;                     a failure ends the awaiting coroutine, like TRY
//   Result<T> result = co_await outcome(task);   gives the Result to inspect
//   T value = co_await result;                   the same propagation for a plain Result
// Destroying a task cancels it: destructors run, nothing else. A child that finishes at once does
// not suspend its parent, so a million synchronous awaits need no stack.
template <class T = void>
class [[nodiscard]] Task {
public:
    using promise_type = TaskPromise<T>;
    using Handle = std::coroutine_handle<promise_type>;

    Task() = default;
    explicit Task(Handle handle) : m_handle(handle) {}
    Task(Task&& other) noexcept : m_handle(std::exchange(other.m_handle, {})) {}
    Task& operator=(Task&& other) noexcept
    {
        if (this != &other) {
            if (m_handle) m_handle.destroy();
            m_handle = std::exchange(other.m_handle, {});
        }
        return *this;
    }
    ~Task()
    {
        if (m_handle) m_handle.destroy();
    }

    // Runs to the first suspension. Call once.
    void start() { m_handle.resume(); }
    promise_type& promise() const { return m_handle.promise(); }
    bool done() const { return m_handle && m_handle.promise().done(); }
    bool exists() const { return static_cast<bool>(m_handle); }

private:
    Handle m_handle = {};
};

template <class T>
Task<T> TaskPromise<T>::get_return_object()
{
    return Task<T>(std::coroutine_handle<TaskPromise<T>>::from_promise(*this));
}

inline Task<void> TaskPromise<void>::get_return_object()
{
    return Task<void>(std::coroutine_handle<TaskPromise<void>>::from_promise(*this));
}

// Gives the awaiting coroutine the whole Result of the task.
template <class T>
class OutcomeAwaiter final : public TaskWaiter {
public:
    explicit OutcomeAwaiter(Task<T> task) : m_task(std::move(task)) { ASSERT(m_task.exists()); }

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> parent)
    {
        m_task.start();
        if (m_task.done()) return false;
        m_parent = parent;
        m_task.promise().wake_when_finished(*this);
        return true;
    }
    Result<T> await_resume() { return m_task.promise().take(); }
    void task_finished() override { m_parent.resume(); }

private:
    Task<T> m_task;
    std::coroutine_handle<> m_parent = {};
};

template <class T>
OutcomeAwaiter<T> outcome(Task<T> task)
{
    return OutcomeAwaiter<T>(std::move(task));
}

// Gives the value of the task, or finishes the awaiting coroutine with the task's error. A coroutine
// finished this way stays suspended where it is until its owner destroys it.
template <class T>
class PropagatingAwaiter final : public TaskWaiter {
public:
    explicit PropagatingAwaiter(Task<T> task) : m_task(std::move(task)) { ASSERT(m_task.exists()); }

    bool await_ready() const noexcept { return false; }
    template <class Promise>
    bool await_suspend(std::coroutine_handle<Promise> parent)
    {
        m_parent = parent;
        m_finish_parent = [](std::coroutine_handle<> handle, Error error) {
            auto& promise = std::coroutine_handle<Promise>::from_address(handle.address()).promise();
            promise.fail(std::move(error));
            promise.finish();
        };
        m_task.start();
        if (!m_task.done()) {
            m_task.promise().wake_when_finished(*this);
            return true;
        }
        m_result.emplace(m_task.promise().take());
        if (m_result->has_value()) return false;
        m_finish_parent(m_parent, std::move(*m_result).error());
        return true;
    }
    T await_resume()
    {
        if constexpr (!std::is_void_v<T>) return **std::move(m_result);
    }
    void task_finished() override
    {
        m_result.emplace(m_task.promise().take());
        if (m_result->has_value()) m_parent.resume();
        else m_finish_parent(m_parent, std::move(*m_result).error());
    }

private:
    Task<T> m_task;
    std::optional<Result<T>> m_result;
    std::coroutine_handle<> m_parent = {};
    void (*m_finish_parent)(std::coroutine_handle<>, Error) = nullptr;
};

template <class T>
class ResultAwaiter {
public:
    explicit ResultAwaiter(Result<T> result) : m_result(std::move(result)) {}

    bool await_ready() const noexcept { return m_result.has_value(); }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> parent)
    {
        Promise& promise = parent.promise();
        promise.fail(std::move(m_result).error());
        promise.finish();
    }
    T await_resume()
    {
        if constexpr (!std::is_void_v<T>) return *std::move(m_result);
    }

private:
    Result<T> m_result;
};

template <class U>
PropagatingAwaiter<U> TaskPromiseBase::await_transform(Task<U> task)
{
    return PropagatingAwaiter<U>(std::move(task));
}

template <class U>
ResultAwaiter<U> TaskPromiseBase::await_transform(Result<U> result)
{
    return ResultAwaiter<U>(std::move(result));
}

}  // namespace app
