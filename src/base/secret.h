#pragma once

#include <string>
#include <utility>

namespace app {

// Text that must not reach a log, a screen or a report: it has no stream operator and no
// conversion. `reveal` is the one way out and easy to search for.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : m_text(std::move(text)) {}
    const std::string& reveal() const { return m_text; }
    bool empty() const { return m_text.empty(); }

private:
    std::string m_text;
};

}  // namespace app
