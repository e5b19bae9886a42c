#include <iostream>

#include "net/fetch_transport.h"
#include "shell/app.h"
#include "shell/backend_web.h"
#include "shell/browser_clock.h"
#include "shell/browser_random.h"
#include "shell/browser_time_zones.h"
#include "shell/page_platform.h"
#include "shell/page_storage.h"
#include "shell/passphrase_prompt.h"
#include "store/file_pages.h"
#include "store/idb_pages.h"
#include "store/opfs_directory_web.h"
#include "store/storage_encryption.h"
#include "store/tab_feed_web.h"
#include "store/tab_lock_web.h"
#include "store/tripwire_web.h"

extern "C" {
void platform_show_fatal(const char* title, const char* text);
void platform_show_loading(double part);
}

namespace {

using namespace app;

constexpr const char* database_name = "ledgerbridge";  // web/boot.js has it read early
constexpr const char* folder_name = "ledgerbridge";
constexpr const char* lock_name = "ledgerbridge-writer";
constexpr const char* feed_name = "ledgerbridge-stored";
constexpr const char* tripwire_name = "ledgerbridge-commit";

void write_to_console(const LogLine& line)
{
    if (line.level < LogLevel::warning) return;
    std::cerr << line.area << ": " << line.message << std::endl;
}

// Everything the page owns, in the order in which it must be made.
struct Page {
    shell::BrowserClock clock;
    shell::BrowserRandom random;
    shell::BrowserTimeZones zones;
    Loop loop{clock};
    Log log{clock, &write_to_console};
    shell::FrameLoop frames{loop, &Page::draw, this};
    std::unique_ptr<shell::WebBackend> backend = shell::WebBackend::open(clock, frames);
    net::FetchTransport transport{loop};
    shell::PageStorage storage{loop};
    store::StorageEncryption encryption{
        loop, storage.ciphers(), random, store::open_idb_pages(loop, database_name),
        std::make_unique<store::FilePages>(loop, store::open_opfs_directory(loop, folder_name))};
    std::unique_ptr<shell::PagePlatform> platform;
    std::unique_ptr<features::Services> services;
    std::unique_ptr<shell::App> app;

    void start()
    {
        platform = std::make_unique<shell::PagePlatform>(*backend, frames);
        services = std::make_unique<features::Services>(features::Services{.loop = loop,
                                                                           .clock = clock,
                                                                           .random = random,
                                                                           .zones = zones,
                                                                           .transport = transport,
                                                                           .log = log,
                                                                           .platform = *platform,
                                                                           .storage = &storage,
                                                                           .encryption = &encryption});
        app = std::make_unique<shell::App>(shell::Environment{
            .services = *services,
            .backend = *backend,
            .frames = frames,
            .encryption = encryption,
            .lock = store::make_web_tab_lock(loop, lock_name),
            .tripwire = store::make_web_tripwire(tripwire_name),
            .feed = store::make_web_tab_feed(feed_name),
            .ask_passphrase =
                [this](std::string problem) { return shell::ask_passphrase(loop, std::move(problem)); },
            .show_loading = &platform_show_loading,
            .show_fatal = &platform_show_fatal});
        app->start();
    }
    static void draw(void* self) { static_cast<Page*>(self)->app->draw(); }
};

}  // namespace

int main()
{
    // Lives as long as the tab: nothing ever runs after it.
    static Page page;
    if (page.backend) page.start();
    return 0;
}
