#pragma once

#include <memory>
#include <optional>
#include <string>

#include "store/byte_stream.h"
#include "store/cipher.h"

namespace app::features {

// A file on its way to a person's downloads.
class FileDownload : public store::ByteSink {
public:
    // Hands over what was written. Without it nothing appears.
    virtual Task<> finish() = 0;
};

struct ChosenFile {
    std::string name;
    std::unique_ptr<store::ByteSource> bytes;
};

// What the browser allows this page to keep.
struct StorageEstimate {
    std::optional<std::int64_t> quota_bytes = {};
    bool is_persistent = false;  // it is not removed when the disk gets full
};

// What the storage panel asks of the page it runs in.
class StoragePlatform {
public:
    virtual ~StoragePlatform() = default;
    // Soon after a click or key, else browsers refuse. ErrorKind::cancelled when the person chooses none.
    virtual Task<ChosenFile> choose_file() = 0;
    virtual std::unique_ptr<FileDownload> begin_download(std::string name) = 0;
    virtual Task<StorageEstimate> estimate() = 0;
    // The browser decides; the answer is in the estimate.
    virtual Task<StorageEstimate> ask_to_persist() = 0;
    virtual store::Ciphers& ciphers() = 0;
};

}  // namespace app::features
