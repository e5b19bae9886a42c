#pragma once

namespace app::shell {

// Feeds the current ImGui context with the page's pointer, wheel and keys from now on; there is one
// context per page.
void start_input();

}  // namespace app::shell
