#pragma once

#include "imgui.h"

#include <cstdint>
#include <string_view>

// Pairs of Dear ImGui calls as objects: what a constructor began, the destructor ends.
namespace app::ui {

struct Context;

class Scope {
public:
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

protected:
    Scope() = default;
    ~Scope() = default;
};

// Everything inside gets ids of its own. Records give their row id, parts of a screen a name.
class IdScope : Scope {
public:
    explicit IdScope(std::int64_t id);
    explicit IdScope(std::string_view name);
    ~IdScope();
};

class ColorScope : Scope {
public:
    ColorScope(ImGuiCol slot, ImU32 color);
    ~ColorScope();
};

class StyleScope : Scope {
public:
    StyleScope(ImGuiStyleVar variable, float value);
    StyleScope(ImGuiStyleVar variable, ImVec2 value);
    ~StyleScope();
};

// The window that fills the page and holds everything but overlays.
class PageWindow : Scope {
public:
    explicit PageWindow(const Context& context);
    ~PageWindow();
};

// A part of the page with its own clip, padding and, when its content is longer, scroll bar.
struct ChildOptions {
    ImU32 background = 0;
    ImVec2 padding = {0, 0};
    bool scrolls = false;
};

class Child : Scope {
public:
    Child(const char* id, ImVec2 position, ImVec2 size, const ChildOptions& options = {});
    ~Child();
    // False when nothing of it can be seen.
    explicit operator bool() const { return m_visible; }

private:
    bool m_visible;
};

class ClipScope : Scope {
public:
    ClipScope(ImVec2 from, ImVec2 to);
    ~ClipScope();
};

class DisabledScope : Scope {
public:
    explicit DisabledScope(bool disabled);
    ~DisabledScope();
};

class GroupScope : Scope {
public:
    GroupScope();
    ~GroupScope();
};

class IndentScope : Scope {
public:
    explicit IndentScope(float width);
    ~IndentScope();

private:
    float m_width;
};

// The layout inside ends at this width, counted from where it is now.
class WidthScope : Scope {
public:
    explicit WidthScope(float width);
    ~WidthScope();

private:
    float m_content_right;
    float m_work_right;
};

// Items inside are skipped by the Tab key; a pointer or a screen reader still reaches them.
class NoTabStopScope : Scope {
public:
    explicit NoTabStopScope(bool skipped);
    ~NoTabStopScope();
};

}  // namespace app::ui
