#pragma once

#include "shell/backend.h"

#include <array>
#include <string>

namespace app::shell {

// Shows what the platform can do: faces, scripts, icons, controls, and a table, all of it described
// to the mirror. For looking at the platform alone.
class PaletteScreen {
public:
    void draw(Backend& backend);

private:
    void draw_navigation(Backend& backend);
    void draw_controls(Backend& backend);
    void draw_table(Backend& backend);

    std::string m_search;
    std::array<bool, 2> m_switches = {true, false};
    int m_presses = 0;
};

}  // namespace app::shell
