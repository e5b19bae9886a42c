#pragma once

#include "base/clock.h"
#include "features/commands.h"
#include "ui/format.h"
#include "ui/theme.h"

#include <optional>
#include <string>

namespace app::ui {

// When the next frame is wanted if nothing else happens. Widgets lower it; the frame loop reads it.
class NextFrame {
public:
    void wanted_in(double seconds)
    {
        if (!m_seconds || seconds < *m_seconds) m_seconds = seconds;
    }
    std::optional<double> seconds() const { return m_seconds; }

private:
    std::optional<double> m_seconds;
};

// What every screen and widget may look at while a frame is drawn. Lives for one frame.
struct Context {
    const Theme& theme;
    Timestamp now;
    MonotonicTime monotonic;
    LocalTime local;
    features::command::SetTheme::Choice theme_choice;
    bool reduced_motion;
    NextFrame& next_frame;

    const Colors& colors() const { return theme.colors; }
};

}  // namespace app::ui
