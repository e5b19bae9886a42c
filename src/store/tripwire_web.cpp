#include "store/tripwire_web.h"

#include <emscripten.h>

#include <utility>

// Numbers pass as doubles, which are exact far beyond any count of commits.
EM_JS(double, tripwire_read, (const char* name), {
    try {
        const commit = Number(localStorage.getItem(UTF8ToString(name)));
        return Number.isSafeInteger(commit) ? commit : 0;
    } catch {
        return 0;
    }
});
EM_JS(void, tripwire_write, (const char* name, double commit), {
    try {
        localStorage.setItem(UTF8ToString(name), String(commit));
    } catch {
    }
});
EM_JS_DEPS(tripwire, "$UTF8ToString");

namespace app::store {

namespace {

class WebTripwire final : public Tripwire {
public:
    explicit WebTripwire(std::string name) : m_name(std::move(name)) {}

    std::int64_t last_commit() const override
    {
        return static_cast<std::int64_t>(tripwire_read(m_name.c_str()));
    }
    void remember(std::int64_t commit) override
    {
        tripwire_write(m_name.c_str(), static_cast<double>(commit));
    }

private:
    std::string m_name;
};

}  // namespace

std::unique_ptr<Tripwire> make_web_tripwire(std::string name)
{
    return std::make_unique<WebTripwire>(std::move(name));
}

}  // namespace app::store
