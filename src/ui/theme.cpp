#include "ui/theme.h"

#include <cmath>

namespace app::ui {

namespace {

constexpr ImU32 rgb(unsigned hex, unsigned alpha = 0xFF)
{
    return IM_COL32(hex >> 16 & 0xFFu, hex >> 8 & 0xFFu, hex & 0xFFu, alpha);
}

}  // namespace

constexpr Colors light_colors = {
    .page = rgb(0xF7F8FA),
    .surface = rgb(0xFFFFFF),
    .raised = rgb(0xFFFFFF),
    .line = rgb(0xE4E7EC),
    .line_strong = rgb(0xCDD2DA),
    .text = rgb(0x1C2430),
    .muted = rgb(0x5B6676),
    .faint = rgb(0x8A94A3),
    .accent = rgb(0x2F5FD0),
    .accent_hover = rgb(0x274FB0),
    .accent_soft = rgb(0xE8EEFC),
    .on_accent = rgb(0xFFFFFF),
    .good = rgb(0x1B7F4B),
    .warn = rgb(0x9A6700),
    .bad = rgb(0xC0362C),
    .info = rgb(0x0B6E99),
    .good_soft = rgb(0xEAF6EF),
    .warn_soft = rgb(0xFEF8EA),
    .bad_soft = rgb(0xFDEEEC),
    .info_soft = rgb(0xE8F4F9),
    .neutral_soft = rgb(0xEFF1F4),
    .hover = rgb(0xF4F6F9),
    .selected = rgb(0xEEF3FD),
    .shadow = rgb(0x101828, 0x1C),
    .veil = rgb(0x101828, 0x5C),
};

constexpr Colors dark_colors = {
    .page = rgb(0x14161A),
    .surface = rgb(0x1B1E24),
    .raised = rgb(0x22262E),
    .line = rgb(0x2C313A),
    .line_strong = rgb(0x3A414D),
    .text = rgb(0xE8EBF0),
    .muted = rgb(0xA3ADBB),
    .faint = rgb(0x737D8C),
    .accent = rgb(0x6E97F5),
    .accent_hover = rgb(0x86A9F8),
    .accent_soft = rgb(0x22304F),
    .on_accent = rgb(0x0F1726),
    .good = rgb(0x56C78A),
    .warn = rgb(0xE0B04A),
    .bad = rgb(0xF08078),
    .info = rgb(0x62B7DE),
    .good_soft = rgb(0x1C3328),
    .warn_soft = rgb(0x37301E),
    .bad_soft = rgb(0x3B2628),
    .info_soft = rgb(0x1D3340),
    .neutral_soft = rgb(0x2A2F38),
    .hover = rgb(0x21252C),
    .selected = rgb(0x232C40),
    .shadow = rgb(0x000000, 0x60),
    .veil = rgb(0x000000, 0x8C),
};

Theme make_theme(bool dark, const Fonts& fonts)
{
    return {.colors = dark ? dark_colors : light_colors, .fonts = fonts, .dark = dark};
}

float px(float length)
{
    const ImGuiStyle& style = ImGui::GetStyle();
    return std::round(length * style.FontScaleMain * style.FontScaleDpi);
}

namespace {

void set_color(ImGuiCol slot, ImU32 color)
{
    ImGui::GetStyle().Colors[slot] = ImGui::ColorConvertU32ToFloat4(color);
}

void apply_colors(const Colors& colors)
{
    set_color(ImGuiCol_Text, colors.text);
    set_color(ImGuiCol_TextDisabled, colors.faint);
    set_color(ImGuiCol_WindowBg, colors.page);
    set_color(ImGuiCol_ChildBg, 0);
    set_color(ImGuiCol_PopupBg, colors.raised);
    set_color(ImGuiCol_Border, colors.line);
    set_color(ImGuiCol_BorderShadow, 0);
    set_color(ImGuiCol_FrameBg, 0);
    set_color(ImGuiCol_FrameBgHovered, 0);
    set_color(ImGuiCol_FrameBgActive, 0);
    set_color(ImGuiCol_ScrollbarBg, 0);
    set_color(ImGuiCol_ScrollbarGrab, colors.line_strong);
    set_color(ImGuiCol_ScrollbarGrabHovered, colors.faint);
    set_color(ImGuiCol_ScrollbarGrabActive, colors.faint);
    set_color(ImGuiCol_TextSelectedBg, mixed(colors.surface, colors.accent, 0.28f));
    set_color(ImGuiCol_InputTextCursor, colors.accent);
    set_color(ImGuiCol_NavCursor, colors.accent);
    set_color(ImGuiCol_ModalWindowDimBg, colors.veil);
    set_color(ImGuiCol_NavWindowingDimBg, 0);
}

void apply_metrics()
{
    ImGuiStyle& style = ImGui::GetStyle();
    style.FontSizeBase = 15;
    style.WindowPadding = {0, 0};
    style.WindowBorderSize = 0;
    style.WindowRounding = 0;
    style.WindowMinSize = {1, 1};
    style.ChildBorderSize = 0;
    style.ChildRounding = 0;
    style.PopupBorderSize = 1;
    style.PopupRounding = px(metric::radius);
    style.FramePadding = {px(10), px(8)};
    style.FrameRounding = px(metric::radius);
    style.FrameBorderSize = 0;
    style.ItemSpacing = {px(8), px(8)};
    style.ItemInnerSpacing = {px(8), px(4)};
    style.ScrollbarSize = px(10);
    style.ScrollbarRounding = px(5);
    style.HoverStationaryDelay = 0.15f;
    style.HoverDelayNormal = 0.45f;
    style.DisabledAlpha = 1;  // disabled parts choose their own colours
}

}  // namespace

void apply_style(const Theme& theme)
{
    apply_colors(theme.colors);
    apply_metrics();
    ImGuiIO& io = ImGui::GetIO();
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigNavCursorVisibleAuto = true;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
}

namespace {

float linear(unsigned channel)
{
    const float value = static_cast<float>(channel) / 255;
    return value <= 0.04045f ? value / 12.92f : std::pow((value + 0.055f) / 1.055f, 2.4f);
}

float luminance(ImU32 color)
{
    return 0.2126f * linear(color >> IM_COL32_R_SHIFT & 0xFFu) +
           0.7152f * linear(color >> IM_COL32_G_SHIFT & 0xFFu) +
           0.0722f * linear(color >> IM_COL32_B_SHIFT & 0xFFu);
}

}  // namespace

float contrast(ImU32 one, ImU32 other)
{
    const float first = luminance(one) + 0.05f;
    const float second = luminance(other) + 0.05f;
    return first > second ? first / second : second / first;
}

ImU32 mixed(ImU32 under, ImU32 over, float share)
{
    const ImVec4 from = ImGui::ColorConvertU32ToFloat4(under);
    const ImVec4 to = ImGui::ColorConvertU32ToFloat4(over);
    const auto between = [share](float start, float end) { return start + (end - start) * share; };
    return ImGui::ColorConvertFloat4ToU32(
        {between(from.x, to.x), between(from.y, to.y), between(from.z, to.z), between(from.w, to.w)});
}

}  // namespace app::ui
