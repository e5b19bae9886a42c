#include "store/cipher.h"

#include <utility>

namespace app::store {

namespace {

std::vector<CipherPart> one_part(Bytes bytes, std::string associated)
{
    std::vector<CipherPart> parts;
    parts.push_back({.bytes = std::move(bytes), .associated = std::move(associated)});
    return parts;
}

}  // namespace

Task<Bytes> Cipher::seal(Bytes plain, std::string associated)
{
    std::vector<Bytes> sealed = co_await seal_all(one_part(std::move(plain), std::move(associated)));
    co_return std::move(sealed.front());
}

Task<Bytes> Cipher::open(Bytes sealed, std::string associated)
{
    std::vector<std::optional<Bytes>> plain =
        co_await open_all(one_part(std::move(sealed), std::move(associated)));
    if (!plain.front()) {
        co_await Result<void>(failed(ErrorKind::storage, std::string(cannot_decrypt_sentence)));
    }
    co_return *std::move(plain.front());
}

}  // namespace app::store
