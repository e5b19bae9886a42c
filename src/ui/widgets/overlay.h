#pragma once

#include "features/frame/view.h"
#include "ui/context.h"

#include <span>
#include <string_view>

// What lies over the page.
namespace app::ui {

enum class Answer { none, yes, no };

struct Question {
    const char* title;          // "Disconnect HubSpot?"
    std::string_view sentence;  // what happens, and what is lost
    const char* yes;            // label: "Disconnect"
    bool dangerous = false;
};
// Draws the dialog; call it every frame while it is open. Esc answers no.
Answer ask(const Context& context, const Question& question);

// Short messages in the lower right corner. True when one was closed by hand.
bool toasts(const Context& context, std::span<const features::ToastView> messages);

// A window over everything, centred, that Esc or a click beside it closes.
class Overlay {
public:
    Overlay(const Context& context, const char* title, float width);
    ~Overlay();
    Overlay(const Overlay&) = delete;
    Overlay& operator=(const Overlay&) = delete;
    explicit operator bool() const { return m_open; }
    bool dismissed() const { return m_dismissed; }

private:
    bool m_open = false;
    bool m_dismissed = false;
};

}  // namespace app::ui
