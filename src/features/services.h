#pragma once

#include <string>

#include "base/date.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/random.h"
#include "features/storage/storage_platform.h"
#include "net/transport.h"

namespace app::store {
class StorageEncryption;
}

namespace app::features {

// What features ask of the page they run in.
class Platform {
public:
    virtual ~Platform() = default;
    // Leaves the page for a sign-in and comes back later; a full-page navigation.
    virtual void navigate(const std::string& url) = 0;
    virtual void open_link(const std::string& url) = 0;
    virtual void copy_text(const std::string& text) = 0;
    virtual void reload() = 0;
    // What the browser knows without asking the network.
    virtual bool online() const = 0;
    // Something that is shown has changed.
    virtual void request_frame() = 0;
};

// What all features need from outside. Outlives them.
struct Services {
    Loop& loop;
    const Clock& clock;
    Random& random;
    const TimeZones& zones;
    net::Transport& transport;
    Log& log;
    Platform& platform;
    StoragePlatform* storage = nullptr;              // none: the page has no files
    store::StorageEncryption* encryption = nullptr;  // of the store's pages; none: they are in clear for good
};

}  // namespace app::features
