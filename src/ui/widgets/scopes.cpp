#include "ui/widgets/scopes.h"

#include "imgui_internal.h"

#include "ui/context.h"

namespace app::ui {

IdScope::IdScope(std::int64_t id)
{
    char bytes[sizeof(id)];
    for (std::size_t at = 0; at < sizeof(id); ++at) bytes[at] = static_cast<char>(id >> (8 * at) & 0xFF);
    ImGui::PushID(bytes, bytes + sizeof(id));
}

IdScope::IdScope(std::string_view name)
{
    ImGui::PushID(name.data(), name.data() + name.size());
}

IdScope::~IdScope()
{
    ImGui::PopID();
}

ColorScope::ColorScope(ImGuiCol slot, ImU32 color)
{
    ImGui::PushStyleColor(slot, color);
}

ColorScope::~ColorScope()
{
    ImGui::PopStyleColor();
}

StyleScope::StyleScope(ImGuiStyleVar variable, float value)
{
    ImGui::PushStyleVar(variable, value);
}

StyleScope::StyleScope(ImGuiStyleVar variable, ImVec2 value)
{
    ImGui::PushStyleVar(variable, value);
}

StyleScope::~StyleScope()
{
    ImGui::PopStyleVar();
}

PageWindow::PageWindow(const Context& context)
{
    const ImGuiViewport* viewport = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(viewport->Pos);
    ImGui::SetNextWindowSize(viewport->Size);
    const ColorScope background(ImGuiCol_WindowBg, context.colors().page);
    ImGui::Begin("###page", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
}

PageWindow::~PageWindow()
{
    ImGui::End();
}

Child::Child(const char* id, ImVec2 position, ImVec2 size, const ChildOptions& options)
{
    ImGui::SetCursorScreenPos(position);
    const ColorScope background(ImGuiCol_ChildBg, options.background);
    const StyleScope padding(ImGuiStyleVar_WindowPadding, options.padding);
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoSavedSettings;
    if (!options.scrolls) flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    const ImVec2 at_least_one = {size.x < 1 ? 1 : size.x, size.y < 1 ? 1 : size.y};
    m_visible = ImGui::BeginChild(
        id, at_least_one, ImGuiChildFlags_NavFlattened | ImGuiChildFlags_AlwaysUseWindowPadding, flags);
}

Child::~Child()
{
    ImGui::EndChild();
}

ClipScope::ClipScope(ImVec2 from, ImVec2 to)
{
    ImGui::PushClipRect(from, to, true);
}

ClipScope::~ClipScope()
{
    ImGui::PopClipRect();
}

DisabledScope::DisabledScope(bool disabled)
{
    ImGui::BeginDisabled(disabled);
}

DisabledScope::~DisabledScope()
{
    ImGui::EndDisabled();
}

GroupScope::GroupScope()
{
    ImGui::BeginGroup();
}

GroupScope::~GroupScope()
{
    ImGui::EndGroup();
}

IndentScope::IndentScope(float width) : m_width(width)
{
    ImGui::Indent(m_width);
}

IndentScope::~IndentScope()
{
    ImGui::Unindent(m_width);
}

WidthScope::WidthScope(float width)
{
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    m_content_right = window->ContentRegionRect.Max.x;
    m_work_right = window->WorkRect.Max.x;
    const float right = window->DC.CursorPos.x + width;
    window->ContentRegionRect.Max.x = window->WorkRect.Max.x = right;
}

WidthScope::~WidthScope()
{
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    window->ContentRegionRect.Max.x = m_content_right;
    window->WorkRect.Max.x = m_work_right;
}

NoTabStopScope::NoTabStopScope(bool skipped)
{
    ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, skipped);
}

NoTabStopScope::~NoTabStopScope()
{
    ImGui::PopItemFlag();
}

}  // namespace app::ui
