#pragma once

#include "store/cipher.h"

namespace app::testing {

// Ciphers of OpenSSL: the same bytes as the browser's WebCrypto, for native tests. Each task ends without
// waiting.
class OpensslCiphers final : public store::Ciphers {
public:
    Task<std::unique_ptr<store::Cipher>> from_passphrase(Secret passphrase,
                                                         store::KeyDerivation derivation) override;
    int derivations = 0;
};

}  // namespace app::testing
