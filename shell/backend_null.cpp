#include "shell/backend_null.h"

#include "ui/mirror_imgui.h"

#include "imgui.h"

namespace app::shell {

namespace {

// Does what a renderer does with textures, without one: says that each wish was fulfilled.
void accept_textures()
{
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        switch (texture->Status) {
        case ImTextureStatus_WantCreate:
            texture->SetTexID(1);
            texture->SetStatus(ImTextureStatus_OK);
            break;
        case ImTextureStatus_WantUpdates: texture->SetStatus(ImTextureStatus_OK); break;
        case ImTextureStatus_WantDestroy:
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
            break;
        case ImTextureStatus_OK:
        case ImTextureStatus_Destroyed: break;
        }
    }
}

}  // namespace

NullBackend::NullBackend(const Clock& clock, float width, float height)
    : m_clock(clock), m_width(width), m_height(height)
{
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.ConfigInputTextCursorBlink = false;
    m_fonts = {.regular = io.Fonts->AddFontDefault(), .semibold = io.Fonts->AddFontDefault()};
    ImGui::GetStyle().FontSizeBase = 15;
    ui::attach_mirror(&m_mirror);
}

NullBackend::~NullBackend()
{
    ui::attach_mirror(nullptr);
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(ImTextureStatus_Destroyed);
    }
    ImGui::DestroyContext();
}

void NullBackend::set_interface_scale(float scale)
{
    m_scale = scale;
    ImGui::GetStyle().FontScaleDpi = scale;
}

void NullBackend::begin_frame()
{
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {m_width, m_height};
    io.DeltaTime = 1.0f / 60;
    ui::begin_mirror_frame();
    ImGui::NewFrame();
}

void NullBackend::end_frame()
{
    ImGui::Render();
    accept_textures();
    m_mirror.end_frame();
}

}  // namespace app::shell
