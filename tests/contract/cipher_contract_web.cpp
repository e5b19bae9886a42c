#include "contract/cipher_contract.h"
#include "contract/contract_page_web.h"
#include "store/web_cipher.h"

// Runs the ciphers' contract on WebCrypto.

namespace app {
namespace {

Task<> run_all(Loop& loop)
{
    const std::unique_ptr<store::Ciphers> ciphers = store::open_web_ciphers(loop);
    for (const testing::CipherCheck& check : testing::cipher_contract) {
        const Result<void> result = co_await outcome(check.run(*ciphers));
        testing::report(check.name, result);
    }
    report_check("end", "");
}

}  // namespace
}  // namespace app

int main()
{
    static app::testing::ContractPage page;
    page.start(app::run_all(page.loop));
    return 0;
}
