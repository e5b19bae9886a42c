#pragma once

#include <memory>

#include "base/loop.h"
#include "store/cipher.h"

namespace app::store {

// Ciphers of the browser's WebCrypto, in the browser only. Keys are made non-extractable and stay outside of
// this program's memory. Everything fails on a page that is neither local nor fetched by https.
[[nodiscard]] std::unique_ptr<Ciphers> open_web_ciphers(Loop& loop);

}  // namespace app::store
