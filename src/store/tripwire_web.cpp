#include "store/tripwire_web.h"

#include <emscripten.h>

#include <utility>

// Kept as "<database id> <sequence>". Numbers pass as doubles, which are exact far beyond any count of records.
EM_JS(double, tripwire_read, (const char* name, char* id, int id_size), {
    try {
        const[database, sequence] = (localStorage.getItem(UTF8ToString(name)) || "").split(" ");
        if (!Number.isSafeInteger(Number(sequence))) return 0;
        stringToUTF8(database, id, id_size);
        return Number(sequence);
    } catch {
        return 0;
    }
});
EM_JS(void, tripwire_write, (const char* name, const char* id, double sequence), {
    try {
        localStorage.setItem(UTF8ToString(name), UTF8ToString(id) + " " + String(sequence));
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
        const double sequence = tripwire_read(m_name.c_str(), id, sizeof id);
        return {id, static_cast<std::int64_t>(sequence)};
    }
    void remember(const DatabaseMark& mark) override
    {
        tripwire_write(m_name.c_str(), mark.database_id.c_str(), static_cast<double>(mark.sequence));
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
