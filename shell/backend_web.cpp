#include "shell/backend_web.h"

#include "shell/browser_fonts.h"
#include "shell/input_web.h"

#include "ui/mirror_imgui.h"

#include "imgui.h"
#include "imgui_internal.h"

#include <emscripten/html5.h>

#include <algorithm>
#include <array>
#include <cstdlib>

extern "C" {
// shell/platform_library.js
void platform_start();
void platform_started();
void platform_fit_canvas(float* width_height_scale);
bool platform_prefers_dark();
bool platform_prefers_less_motion();
bool platform_is_online();
bool platform_is_mac();
char* platform_locale();
char* platform_time_zone();
void platform_copy(const char* text, std::size_t length);
void platform_open_link(const char* address, std::size_t length);
void platform_set_cursor(const char* name);
void platform_show_fatal(const char* title, const char* text);
}

namespace app::shell {

namespace {

constexpr const char* canvas_selector = "#canvas";
constexpr float body_text_size = 15;
// Dear ImGui wants a time step above zero, and animations must not jump after a sleep.
constexpr double frame_seconds_min = 0.0001;
constexpr double frame_seconds_max = 0.25;

std::uintptr_t create_graphics()
{
    EmscriptenWebGLContextAttributes attributes;
    emscripten_webgl_init_context_attributes(&attributes);
    attributes.majorVersion = 2;
    attributes.alpha = false;
    attributes.depth = false;
    attributes.stencil = false;
    attributes.antialias = false;  // Dear ImGui smooths its own edges
    attributes.powerPreference = EM_WEBGL_POWER_PREFERENCE_LOW_POWER;
    const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE graphics =
        emscripten_webgl_create_context(canvas_selector, &attributes);
    // Negative results are error codes.
    return static_cast<std::intptr_t>(graphics) > 0 ? graphics : 0;
}

std::string taken(char* text)
{
    std::string copy(text);
    std::free(text);
    return copy;
}

const char* cursor_name(int cursor)
{
    switch (cursor) {
    case ImGuiMouseCursor_TextInput: return "text";
    case ImGuiMouseCursor_ResizeAll: return "move";
    case ImGuiMouseCursor_ResizeNS: return "ns-resize";
    case ImGuiMouseCursor_ResizeEW: return "ew-resize";
    case ImGuiMouseCursor_ResizeNESW: return "nesw-resize";
    case ImGuiMouseCursor_ResizeNWSE: return "nwse-resize";
    case ImGuiMouseCursor_Hand: return "pointer";
    case ImGuiMouseCursor_Wait: return "wait";
    case ImGuiMouseCursor_Progress: return "progress";
    case ImGuiMouseCursor_NotAllowed: return "not-allowed";
    default: return "default";
    }
}

void copy_from_imgui(ImGuiContext*, const char* text)
{
    platform_copy(text, std::char_traits<char>::length(text));
}

}  // namespace

std::unique_ptr<WebBackend> WebBackend::open(const Clock& clock, FrameLoop& frames)
{
    const std::uintptr_t graphics = create_graphics();
    if (graphics == 0) {
        platform_show_fatal("This page needs WebGL 2",
                            "The browser did not offer it. Switch hardware acceleration on in the "
                            "browser's settings, or use a current Chrome, Edge, Firefox or Safari.");
        return nullptr;
    }
    emscripten_webgl_make_context_current(graphics);
    return std::unique_ptr<WebBackend>(new WebBackend(clock, frames, graphics));
}

WebBackend::WebBackend(const Clock& clock, FrameLoop& frames, std::uintptr_t graphics)
    : m_clock(clock), m_frames(frames), m_graphics(graphics), m_dom_mirror(m_mirror)
{
    set_up_imgui();
    m_renderer.emplace();
    emscripten_set_webglcontextlost_callback(canvas_selector, this, false, [](int, const void*, void* self) {
        static_cast<WebBackend*>(self)->context_lost();
        return true;  // so that the browser restores it
    });
    emscripten_set_webglcontextrestored_callback(canvas_selector, this, false,
                                                 [](int, const void*, void* self) {
                                                     static_cast<WebBackend*>(self)->context_restored();
                                                     return true;
                                                 });
    platform_start();
    start_input();
}

WebBackend::~WebBackend()
{
    emscripten_set_webglcontextlost_callback(canvas_selector, nullptr, false, nullptr);
    emscripten_set_webglcontextrestored_callback(canvas_selector, nullptr, false, nullptr);
    ui::attach_mirror(nullptr);
    m_renderer.reset();
    ImGui::DestroyContext();
    emscripten_webgl_destroy_context(m_graphics);
}

void WebBackend::set_up_imgui()
{
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    io.BackendPlatformName = "browser";
    io.ConfigInputTextCursorBlink = false;  // a blinking cursor would draw frames for ever
    io.ConfigMacOSXBehaviors = platform_is_mac();
    ImGui::GetPlatformIO().Platform_SetClipboardTextFn = copy_from_imgui;
    m_fonts = add_browser_fonts(*io.Fonts);
    io.FontDefault = m_fonts.regular;
    ImGui::GetStyle().FontSizeBase = body_text_size;
    ui::attach_mirror(&m_mirror);
    ui::attach_text_shaper(&m_shaper);
}

void WebBackend::set_interface_scale(float scale)
{
    m_interface_scale = scale;
    m_frames.request_frames(2);
}

void WebBackend::update_scale(float device_scale)
{
    const float font_scale = device_scale * m_interface_scale;
    m_device_scale = device_scale;
    ImGuiStyle& style = ImGui::GetStyle();
    if (style.FontScaleDpi == font_scale) return;
    style.FontScaleDpi = font_scale;
    m_shaper.forget_all();
}

void WebBackend::fit_canvas()
{
    std::array<float, 3> size = {};
    platform_fit_canvas(size.data());
    m_width = size[0];
    m_height = size[1];
    ImGui::GetIO().DisplaySize = {m_width, m_height};
    update_scale(size[2]);
}

void WebBackend::begin_frame()
{
    fit_canvas();
    const MonotonicTime now = m_clock.monotonic();
    const double seconds = (now.ms - m_last_frame_at.ms) / 1000;
    m_last_frame_at = now;
    ImGui::GetIO().DeltaTime = static_cast<float>(std::clamp(seconds, frame_seconds_min, frame_seconds_max));
    ui::begin_mirror_frame();
    ImGui::NewFrame();
}

void WebBackend::end_frame()
{
    ImGui::Render();
    if (m_renderer) m_renderer->draw(*ImGui::GetDrawData());
    show_cursor();
    m_dom_mirror.apply(m_mirror.end_frame(), m_device_scale);
    request_settling_frames();
    if (!m_shown) platform_started();
    m_shown = true;
}

void WebBackend::show_cursor()
{
    const int cursor = ImGui::GetMouseCursor();
    if (cursor == m_cursor) return;
    m_cursor = cursor;
    platform_set_cursor(cursor_name(cursor));
}

// What goes on without input: queued input events, held buttons, tooltips that wait.
void WebBackend::request_settling_frames()
{
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    if (!g.InputEventsQueue.empty() || ImGui::IsAnyMouseDown()) m_frames.request_frames(1);
    const bool tooltip_waits =
        g.HoverItemDelayId != 0 && g.HoverItemDelayTimer < g.Style.HoverDelayNormal + 0.1f;
    if (tooltip_waits) m_frames.request_frame_in(60);
}

// Frames go on without a picture: the atlas keeps its pixels and is uploaded again later.
void WebBackend::context_lost()
{
    m_renderer.reset();
}

void WebBackend::context_restored()
{
    emscripten_webgl_make_context_current(m_graphics);
    m_renderer.emplace();
    m_frames.request_frames(2);
}

PreferredTheme WebBackend::preferred_theme() const
{
    return platform_prefers_dark() ? PreferredTheme::dark : PreferredTheme::light;
}

bool WebBackend::reduced_motion() const
{
    return platform_prefers_less_motion();
}

std::string WebBackend::locale() const
{
    return taken(platform_locale());
}

std::string WebBackend::time_zone() const
{
    return taken(platform_time_zone());
}

bool WebBackend::online() const
{
    return platform_is_online();
}

void WebBackend::copy_text(std::string_view text)
{
    platform_copy(text.data(), text.size());
}

void WebBackend::open_link(std::string_view address)
{
    platform_open_link(address.data(), address.size());
}

}  // namespace app::shell
