#pragma once

#include "shell/backend.h"

namespace app::shell {

// ImGui without a GPU and without a browser, for tests of screens: frames are laid out and described
// to the mirror, and drawn nowhere. Sizes are CSS pixels; everything else is fixed and settable.
class NullBackend final : public Backend {
public:
    explicit NullBackend(const Clock& clock, float width = 1440, float height = 900);
    ~NullBackend() override;
    NullBackend(const NullBackend&) = delete;
    NullBackend& operator=(const NullBackend&) = delete;

    void begin_frame() override;
    void end_frame() override;

    float width() const override { return m_width; }
    float height() const override { return m_height; }
    float scale() const override { return m_scale; }
    void set_interface_scale(float scale) override;
    ui::Fonts fonts() const override { return m_fonts; }
    ui::Mirror& mirror() override { return m_mirror; }

    PreferredTheme preferred_theme() const override { return theme; }
    bool reduced_motion() const override { return true; }
    std::string locale() const override { return "en-GB"; }
    std::string time_zone() const override { return "Europe/Warsaw"; }
    bool online() const override { return is_online; }
    void copy_text(std::string_view text) override { copied = text; }
    void open_link(std::string_view address) override { opened = address; }
    const Clock& clock() const override { return m_clock; }

    PreferredTheme theme = PreferredTheme::light;
    bool is_online = true;
    std::string copied;
    std::string opened;

private:
    const Clock& m_clock;
    float m_width;
    float m_height;
    float m_scale = 1;
    ui::Mirror m_mirror;
    ui::Fonts m_fonts;
};

}  // namespace app::shell
