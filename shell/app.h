#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/task_group.h"
#include "features/application.h"
#include "shell/backend.h"
#include "shell/frame_loop.h"
#include "store/storage_encryption.h"
#include "store/store.h"
#include "ui/app_ui.h"

namespace app::shell {

// What the platform hands to the program: made once by main, outlives the App.
struct Environment {
    features::Services& services;
    Backend& backend;
    FrameLoop& frames;
    store::StorageEncryption& encryption;  // over the places of both copies
    std::unique_ptr<store::TabLock> lock;
    std::unique_ptr<store::Tripwire> tripwire;
    std::unique_ptr<store::TabFeed> feed;
    // Asks for the passphrase of what is stored: see passphrase_prompt.h.
    std::function<Task<Secret>(std::string problem)> ask_passphrase;
    // Shows how much of the data is there, 0 to 1, before the first frame.
    void (*show_loading)(double part);
    // Shows a message instead of the program, for what makes it impossible to start.
    void (*show_fatal)(const char* title, const char* text);
};

// The whole program: opens the database, then owns every feature and draws their views. The one
// place where long-lived objects meet.
class App final : public store::SaveObserver {
public:
    explicit App(Environment environment);

    // Begins; the first frame comes once the database is open.
    void start();
    void draw();

    void save_status_changed(const store::SaveStatus& status) override;

private:
    Task<> open();
    Task<> unlock();
    Task<> follow();
    Task<> tell_loading();
    void network_changed_since_last_frame();

    Environment m_environment;
    std::string m_time_zone;
    TaskGroup m_tasks;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<features::Application> m_application;
    ui::AppUiState m_ui_state;
    features::CommandQueue m_commands;
    bool m_online = true;
};

}  // namespace app::shell
