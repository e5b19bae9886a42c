#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "features/application.h"
#include "store/memory_pages.h"
#include "store/memory_tab_lock.h"
#include "store/memory_tripwire.h"
#include "support/fake_clock.h"
#include "support/fake_proxy.h"
#include "support/fake_server_storage.h"
#include "support/quickbooks_members.h"
#include "support/seeded_random.h"
#include "support/two_time_zones.h"

namespace app::features {

using namespace app::testing;

// What the page asked of the browser it runs in.
class FakePlatform final : public Platform {
public:
    void navigate(const std::string& url) override { navigated = url; }
    void open_link(const std::string& url) override { opened = url; }
    void copy_text(const std::string& text) override { copied = text; }
    void reload() override { ++reloads; }
    bool online() const override { return has_network; }
    void request_frame() override { ++frames; }

    std::string navigated;
    std::string opened;
    std::string copied;
    int reloads = 0;
    int frames = 0;
    bool has_network = true;
};

// The proxy's own calls; what is to be forwarded goes on to the fake proxy.
class FakeServer {
public:
    FakeServer(const Clock& clock, FakeProxy& proxy) : proxy(proxy), storage(clock) {}
    net::Response answer(const net::Request& request);

    FakeProxy& proxy;
    FakeServerStorage storage;
    bool reachable = true;
    bool hubspot_connected = true;
    bool quickbooks_connected = true;
    std::string hubspot_health = "connected";
    bool signed_in = true;
    std::vector<std::string> disconnected = {};
};

class ServerTransport final : public net::Transport {
public:
    ServerTransport(Loop& loop, FakeServer& server)
        : m_loop(loop), m_server(server), m_forward(loop, server.proxy)
    {
    }
    Task<net::Response> send(net::Request request) override;

private:
    Loop& m_loop;
    FakeServer& m_server;
    PageTransport m_forward;
};

// What a browser keeps when a page ends.
struct BrowserStorage {
    std::shared_ptr<store::MemoryDisk> disk = std::make_shared<store::MemoryDisk>();
    std::shared_ptr<store::SharedTabLock> lock = std::make_shared<store::SharedTabLock>();
    std::shared_ptr<store::DatabaseMark> known = std::make_shared<store::DatabaseMark>();
};

// Everything of a page that is lost with it, put together as the shell does it.
struct Page {
    Page(FakeClock& clock, SeededRandom& random, FakeServer& server, FakePlatform& platform,
         const BrowserStorage& storage);

    Loop loop;
    ServerTransport transport;
    TwoTimeZones zones;
    Log log;
    Services services;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Application> application;
};

// A person's page between two simulated services, in one process and on one clock.
class FeaturesWorld : public ::testing::Test {
protected:
    FeaturesWorld();
    ~FeaturesWorld() override;

    // Opens the page, and lets it do what it does by itself at its start.
    void open();
    // As a crash would: nothing more is written.
    void kill() { m_page.reset(); }
    Application& application() { return *m_page->application; }
    Page& page() { return *m_page; }

    void send(Command command) { application().handle({std::move(command)}); }
    // Lets the page work until nothing but the clock could make it go on.
    void settle();
    // Lets time pass as on a page that nobody touches.
    void pass_minutes(double minutes);
    // Takes steps until the condition holds; false when nothing can come any more.
    bool step_until(const std::function<bool()>& condition);

    SyncStatusView status();
    const FrameView& frame();
    void fill_company();
    void allow_writing_and_sync();

    FakeClock clock;
    SeededRandom random{20'261'130};
    FakeHubSpot hubspot{clock};
    FakeQuickBooks quickbooks{clock};
    FakeProxy proxy{clock, hubspot, quickbooks};
    FakeServer server{clock, proxy};
    FakePlatform platform;
    BrowserStorage storage;
    std::string customer;
    std::string item;
    std::string invoice;

private:
    std::unique_ptr<Page> m_page;
};

}  // namespace app::features
