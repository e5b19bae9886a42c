#pragma once

#include <memory>

#include "base/loop.h"
#include "features/storage/storage_platform.h"

namespace app::shell {

// Files and storage of the page, answered by the browser; in the browser only.
class PageStorage final : public features::StoragePlatform {
public:
    explicit PageStorage(Loop& loop);

    Task<features::ChosenFile> choose_file() override;
    std::unique_ptr<features::FileDownload> begin_download(std::string name) override;
    std::unique_ptr<features::FileUpload> begin_upload() override;
    Task<features::FetchedFile> fetch_file(std::string path) override;
    Task<features::StorageEstimate> estimate() override;
    Task<features::StorageEstimate> ask_to_persist() override;
    store::Ciphers& ciphers() override { return *m_ciphers; }

private:
    Loop& m_loop;
    std::unique_ptr<store::Ciphers> m_ciphers;
};

}  // namespace app::shell
