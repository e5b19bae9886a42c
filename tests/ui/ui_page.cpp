#include "ui/ui_page.h"

#include "ui/mirror_imgui.h"

#include "imgui.h"

namespace app::ui {

namespace {

void accept_textures()
{
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
        const bool goes = texture->Status == ImTextureStatus_WantDestroy;
        if (goes) texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(goes ? ImTextureStatus_Destroyed : ImTextureStatus_OK);
    }
}

}  // namespace

UiPage::UiPage(float width, float height, float scale)
{
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.DisplaySize = {width * scale, height * scale};
    io.ConfigErrorRecovery = false;
    m_fonts = {.regular = io.Fonts->AddFontDefault(), .semibold = io.Fonts->AddFontDefault()};
    ImGui::GetStyle().FontScaleDpi = scale;
    attach_mirror(&mirror);
}

UiPage::~UiPage()
{
    attach_mirror(nullptr);
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(ImTextureStatus_Destroyed);
    }
    ImGui::DestroyContext();
}

std::vector<features::Command> UiPage::frame(MadeViews& made)
{
    m_time_ms += 16;
    ImGui::GetIO().DeltaTime = 0.016f;
    begin_mirror_frame();
    ImGui::NewFrame();
    const Theme theme = make_theme(dark, m_fonts);
    NextFrame next;
    const Context context{.theme = theme,
                          .now = test_now,
                          .monotonic = {m_time_ms},
                          .local = {m_zones, m_zone},
                          .theme_choice = features::command::SetTheme::Choice::system,
                          .reduced_motion = true,
                          .next_frame = next};
    features::CommandQueue commands;
    draw_frame(made.views(), state, context, commands);
    ImGui::Render();
    accept_textures();
    for (const Change& change : mirror.end_frame()) {
        if (change.kind == ChangeKind::remove) m_nodes.erase(change.id);
        else m_nodes.insert_or_assign(change.id, *change.node);
    }
    next_frame = next.seconds();
    return commands.take();
}

std::vector<features::Command> UiPage::draw(MadeViews& made, int frames)
{
    std::vector<features::Command> commands;
    for (int at = 0; at < frames; ++at) {
        for (features::Command& command : frame(made)) commands.push_back(std::move(command));
    }
    return commands;
}

std::vector<features::Command> UiPage::press(MadeViews& made, Role role, const std::string& name)
{
    const Node* node = find(role, name);
    if (node == nullptr) return {};
    mirror.queue_activation(node->id);
    return draw(made);
}

std::vector<features::Command> UiPage::key(MadeViews& made, ImGuiKey key)
{
    ImGui::GetIO().AddKeyEvent(key, true);
    std::vector<features::Command> commands = draw(made, 1);
    ImGui::GetIO().AddKeyEvent(key, false);
    for (features::Command& command : draw(made, 2)) commands.push_back(std::move(command));
    return commands;
}

void UiPage::type(char32_t character)
{
    ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(character));
}

const Node* UiPage::find(Role role, const std::string& name) const
{
    for (const auto& [id, node] : m_nodes) {
        if (node.role == role && node.name == name) return &node;
    }
    return nullptr;
}

std::vector<const Node*> UiPage::all(Role role) const
{
    std::vector<const Node*> found;
    for (const auto& [id, node] : m_nodes) {
        if (node.role == role) found.push_back(&node);
    }
    return found;
}

int UiPage::count(Role role, const std::string& name) const
{
    int found = 0;
    for (const Node* node : all(role)) found += node->name == name ? 1 : 0;
    return found;
}

}  // namespace app::ui
