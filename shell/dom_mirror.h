#pragma once

#include "ui/mirror.h"

#include <span>
#include <string>

namespace app::shell {

// Brings the transparent elements over the canvas in step with the mirror and feeds back what a
// screen reader, the Tab key or an input element did. One per page.
class DomMirror {
public:
    // `device_pixels_per_css_pixel` is read at every apply.
    explicit DomMirror(ui::Mirror& mirror);
    ~DomMirror();
    DomMirror(const DomMirror&) = delete;
    DomMirror& operator=(const DomMirror&) = delete;

    void apply(std::span<const ui::Change> changes, float device_pixels_per_css_pixel);

private:
    void place(const ui::Node& node);
    void set_attributes(const ui::Node& node);
    void apply_one(const ui::Change& change);
    void apply_title();

    ui::Mirror& m_mirror;
    float m_scale = 1;
    std::string m_title;
    ui::NodeId m_focused = 0;
};

}  // namespace app::shell
