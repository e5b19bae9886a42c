#pragma once

#include "features/services.h"
#include "shell/backend.h"
#include "shell/frame_loop.h"

namespace app::shell {

// What features ask of the page, answered by the browser.
class PagePlatform final : public features::Platform {
public:
    PagePlatform(Backend& backend, FrameLoop& frames) : m_backend(backend), m_frames(frames) {}

    void navigate(const std::string& url) override;
    void open_link(const std::string& url) override { m_backend.open_link(url); }
    void copy_text(const std::string& text) override { m_backend.copy_text(text); }
    void reload() override;
    bool online() const override { return m_backend.online(); }
    void request_frame() override { m_frames.request_frames(1); }

private:
    Backend& m_backend;
    FrameLoop& m_frames;
};

}  // namespace app::shell
