// Compiled once when a build folder is configured: what the code base takes for granted of compiler and library.
#include <coroutine>
#include <expected>
#include <format>
#include <string>

#if !defined(__clang__) || __clang_major__ < 19
#error "Clang 19 or newer is needed"
#endif
#if !defined(_LIBCPP_VERSION)
#error "libc++ is needed"
#endif

struct Ready {
    struct promise_type {
        Ready get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

Ready probe(std::string& text)
{
    const std::expected<int, std::string> number = 23;
    text = std::format("C++{}", number.value_or(0));
    co_await std::suspend_never{};
}
