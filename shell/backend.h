#pragma once

#include "base/clock.h"
#include "ui/fonts.h"
#include "ui/mirror.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace app::shell {

enum class PreferredTheme : std::uint8_t { light, dark };

// What the screens need from the platform they are drawn on. ImGui's coordinates are device pixels:
// text snaps to the screen's own grid at every pixel ratio and zoom. Sizes are meant in CSS pixels
// times scale(), or simply in font-size units, which already contain it.
class Backend {
public:
    virtual ~Backend() = default;

    // Everything between them draws. begin_frame() reads size, scale and input and starts ImGui's
    // frame; end_frame() shows the picture and brings the mirror in step.
    virtual void begin_frame() = 0;
    virtual void end_frame() = 0;

    virtual float width() const = 0;  // device pixels
    virtual float height() const = 0;
    // Device pixels per CSS pixel times the interface scale.
    virtual float scale() const = 0;
    virtual void set_interface_scale(float scale) = 0;  // 1 unless the person chose another
    virtual ui::Fonts fonts() const = 0;
    virtual ui::Mirror& mirror() = 0;

    virtual PreferredTheme preferred_theme() const = 0;
    virtual bool reduced_motion() const = 0;
    virtual std::string locale() const = 0;     // BCP 47, such as "en-GB"
    virtual std::string time_zone() const = 0;  // IANA, such as "Europe/Warsaw"
    virtual bool online() const = 0;
    virtual void copy_text(std::string_view text) = 0;     // to the clipboard
    virtual void open_link(std::string_view address) = 0;  // in a new tab
    virtual const Clock& clock() const = 0;
};

}  // namespace app::shell
