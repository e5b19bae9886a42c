#pragma once

#include <memory>
#include <optional>
#include <string>

#include "net/request.h"
#include "net/response.h"
#include "store/byte_stream.h"
#include "store/cipher.h"

namespace app::features {

// A file on its way to a person's downloads.
class FileDownload : public store::ByteSink {
public:
    // Hands over what was written. Without it nothing appears.
    virtual Task<> finish() = 0;
};

// A large body on its way to the application's server, gathered by the browser and not by the program.
class FileUpload : public store::ByteSink {
public:
    // Sends what was written as the body of `request`. Fails with `offline` when the server was not reached or
    // the exchange broke; what is uploaded under a name can be uploaded again.
    virtual Task<net::Response> send(net::Request request) = 0;
};

// An answer whose body stays with the browser until it is read.
struct FetchedFile {
    net::Response response;                    // with the body of a refusal
    std::unique_ptr<store::ByteSource> bytes;  // none of a refusal
};

struct ChosenFile {
    std::string name;
    std::unique_ptr<store::ByteSource> bytes;
};

// What the browser allows this page to keep.
struct StorageEstimate {
    std::optional<std::int64_t> quota_bytes = {};
    std::optional<std::int64_t> usage_bytes = {};  // of the quota, by everything of this page
    bool is_persistent = false;                    // it is not removed when the disk gets full
};

// What the storage panel asks of the page it runs in.
class StoragePlatform {
public:
    virtual ~StoragePlatform() = default;
    // Soon after a click or key, else browsers refuse. ErrorKind::cancelled when the person chooses none.
    virtual Task<ChosenFile> choose_file() = 0;
    virtual std::unique_ptr<FileDownload> begin_download(std::string name) = 0;
    virtual std::unique_ptr<FileUpload> begin_upload() = 0;
    // A file of the application's server; fails with `offline` when it was not reached.
    virtual Task<FetchedFile> fetch_file(std::string path) = 0;
    virtual Task<StorageEstimate> estimate() = 0;
    // The browser decides; the answer is in the estimate.
    virtual Task<StorageEstimate> ask_to_persist() = 0;
    virtual store::Ciphers& ciphers() = 0;
};

}  // namespace app::features
