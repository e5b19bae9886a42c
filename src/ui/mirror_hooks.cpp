// The functions Dear ImGui calls for every item when it is built with IMGUI_ENABLE_TEST_ENGINE.
// They need no test engine: here they tell the mirror what was drawn.
#include "ui/mirror_imgui.h"

#include "imgui.h"
#include "imgui_internal.h"

namespace {

app::ui::Mirror* mirror_of(ImGuiContext* context)
{
    return static_cast<app::ui::Mirror*>(context->TestEngine);
}

// Focus that a screen reader or the Tab key gave to the item's element arrives here, the only place
// where the item's window, layer and focus scope are all known.
void take_focus(ImGuiContext& context, ImGuiID id, const ImRect& box)
{
    ImGuiWindow* window = context.CurrentWindow;
    // A text box that was left must not go on eating keys.
    if (context.ActiveId != id) ImGui::ClearActiveID();
    ImGui::SetFocusID(id, window);
    context.NavCursorVisible = true;
    context.NavHighlightItemUnderNav = true;
    ImGui::ScrollToRectEx(window, box, ImGuiScrollFlags_KeepVisibleEdgeX | ImGuiScrollFlags_KeepVisibleEdgeY);
}

}  // namespace

void ImGuiTestEngineHook_ItemAdd(ImGuiContext* ctx, ImGuiID id, const ImRect& bb, const ImGuiLastItemData*)
{
    app::ui::Mirror* mirror = mirror_of(ctx);
    // Dear ImGui's own fallback window is drawn only when something lands in it by mistake.
    if (mirror == nullptr || id == 0 || ctx->CurrentWindow->IsFallbackWindow) return;
    ImRect visible = bb;
    visible.ClipWith(ctx->CurrentWindow->ClipRect);
    const bool out_of_view = visible.GetWidth() <= 0 || visible.GetHeight() <= 0;
    const ImRect& shown = out_of_view ? bb : visible;
    mirror->observe(id, {shown.Min.x, shown.Min.y, shown.GetWidth(), shown.GetHeight()}, out_of_view);
    if (mirror->take_focus(id)) take_focus(*ctx, id, bb);
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* ctx, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags flags)
{
    app::ui::Mirror* mirror = mirror_of(ctx);
    if (mirror == nullptr || label == nullptr) return;
    mirror->observe_flags(id, label,
                          {
                              .checkable = (flags & ImGuiItemStatusFlags_Checkable) != 0,
                              .checked = (flags & ImGuiItemStatusFlags_Checked) != 0,
                              .openable = (flags & ImGuiItemStatusFlags_Openable) != 0,
                              .opened = (flags & ImGuiItemStatusFlags_Opened) != 0,
                              .inputable = (flags & ImGuiItemStatusFlags_Inputable) != 0,
                              .disabled = (ctx->LastItemData.ItemFlags & ImGuiItemFlags_Disabled) != 0,
                          });
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID)
{
    return nullptr;
}
