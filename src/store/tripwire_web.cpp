#include "store/tripwire_web.h"

#include <emscripten.h>

#include <utility>

// Kept as "<database id> <sequence> <first>". Numbers pass as doubles, which are exact far beyond any count of records.
EM_JS(void, tripwire_read, (const char* name, char* id, int id_size, double* sequence, double* first), {
    try {
        const parts = (localStorage.getItem(UTF8ToString(name)) || "").split(" ");
        const numbers = parts.slice(1).map(Number);
        if (numbers.length < 2 || !numbers.every(Number.isSafeInteger)) return;
        stringToUTF8(parts[0], id, id_size);
        HEAPF64[sequence >> 3] = Number(numbers[0]);
        HEAPF64[first >> 3] = Number(numbers[1]);
    } catch {
    }
});
EM_JS(void, tripwire_write, (const char* name, const char* id, double sequence, double first), {
    try {
        localStorage.setItem(UTF8ToString(name), [ UTF8ToString(id), sequence, first ].join(" "));
    } catch {
    }
});
EM_JS_DEPS(tripwire, "$UTF8ToString,$stringToUTF8");

namespace app::store {

namespace {

class WebTripwire final : public Tripwire {
public:
    explicit WebTripwire(std::string name) : m_name(std::move(name)) {}

    DatabaseMark last() const override
    {
        char id[64] = "";
        double sequence = 0;
        double first = 0;
        tripwire_read(m_name.c_str(), id, sizeof id, &sequence, &first);
        return {id, static_cast<std::int64_t>(sequence), static_cast<std::int64_t>(first)};
    }
    void remember(const DatabaseMark& mark) override
    {
        tripwire_write(m_name.c_str(), mark.database_id.c_str(), static_cast<double>(mark.sequence),
                       static_cast<double>(mark.first));
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
