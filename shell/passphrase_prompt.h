#pragma once

#include <string>

#include "base/loop.h"
#include "base/secret.h"
#include "base/task.h"

namespace app::shell {

// Asks the person for the passphrase of the stored data, in a form of the page, in place of the program. `problem` is
// why the last one did not do; empty at first. ErrorKind::cancelled: the person gives up the data. In the browser only.
[[nodiscard]] Task<Secret> ask_passphrase(Loop& loop, std::string problem);

}  // namespace app::shell
