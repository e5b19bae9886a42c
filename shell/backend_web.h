#pragma once

#include "shell/backend.h"
#include "shell/dom_mirror.h"
#include "shell/frame_loop.h"
#include "shell/renderer_web.h"
#include "shell/text_shaper_web.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace app::shell {

// Canvas, WebGL2, input, fonts and mirror of the page. Owns the ImGui context. One per page.
class WebBackend final : public Backend {
public:
    // Null when the browser gives no WebGL2 context; the page has said so then. The clock and the
    // frame loop outlive the backend. Call it after the elements of index.html are there.
    static std::unique_ptr<WebBackend> open(const Clock& clock, FrameLoop& frames);
    ~WebBackend() override;
    WebBackend(const WebBackend&) = delete;
    WebBackend& operator=(const WebBackend&) = delete;

    void begin_frame() override;
    void end_frame() override;

    float width() const override { return m_width; }
    float height() const override { return m_height; }
    float scale() const override { return m_device_scale * m_interface_scale; }
    void set_interface_scale(float scale) override;
    ui::Fonts fonts() const override { return m_fonts; }
    ui::Mirror& mirror() override { return m_mirror; }

    PreferredTheme preferred_theme() const override;
    bool reduced_motion() const override;
    std::string locale() const override;
    std::string time_zone() const override;
    bool online() const override;
    void copy_text(std::string_view text) override;
    void open_link(std::string_view address) override;
    const Clock& clock() const override { return m_clock; }

    // The graphics driver took the context away, or gave it back.
    void context_lost();
    void context_restored();

private:
    WebBackend(const Clock& clock, FrameLoop& frames, std::uintptr_t graphics);
    void set_up_imgui();
    void fit_canvas();
    void update_scale(float device_scale);
    void show_cursor();
    void request_settling_frames();

    const Clock& m_clock;
    FrameLoop& m_frames;
    std::uintptr_t m_graphics;           // WebGL context handle
    std::optional<Renderer> m_renderer;  // none while the context is lost
    ui::Mirror m_mirror;
    DomMirror m_dom_mirror;
    BrowserTextShaper m_shaper;
    ui::Fonts m_fonts;
    float m_width = 0;
    float m_height = 0;
    float m_device_scale = 1;
    float m_interface_scale = 1;
    MonotonicTime m_last_frame_at = {};
    int m_cursor = -1;
    bool m_shown = false;
};

}  // namespace app::shell
