#include "shell/backend_null.h"

#include "ui/mirror_imgui.h"

#include "imgui.h"

#include <gtest/gtest.h>

#include <string>

namespace app::shell {
namespace {

class StillClock final : public Clock {
public:
    Timestamp now() const override { return {0}; }
    MonotonicTime monotonic() const override { return {0}; }
};

// One window with a button and a text box, drawn as a screen would be.
struct Screen {
    StillClock clock;
    NullBackend backend{clock, 400, 300};
    int presses = 0;
    std::string text = "";
    ImGuiID button_id = 0;
    ImGuiID box_id = 0;

    void draw_frame()
    {
        backend.begin_frame();
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize({400, 300});
        ImGui::Begin("###screen", nullptr, ImGuiWindowFlags_NoDecoration);
        if (ImGui::Button("Sync now###sync")) ++presses;
        ui::describe_item(ui::Role::button, "Sync now");
        button_id = ImGui::GetItemID();
        draw_box();
        ImGui::Button("Nobody describes me");
        ImGui::End();
        backend.end_frame();
    }

    void draw_box()
    {
        box_id = ImGui::GetID("###search");
        ui::take_text(box_id, text);
        text.resize(64);
        ImGui::InputText("###search", text.data(), text.size());
        text.resize(std::char_traits<char>::length(text.data()));
        ui::describe_textbox("Search", text);
    }
};

TEST(NullBackend, DescribesWhatIsDrawn)
{
    Screen screen;
    screen.draw_frame();
    screen.draw_frame();

    const ui::Node* button = screen.backend.mirror().find(screen.button_id);
    ASSERT_NE(button, nullptr);
    EXPECT_EQ(button->name, "Sync now");
    EXPECT_FALSE(button->rectangle.empty());
}

TEST(NullBackend, AnActivationFromThePagePressesTheButtonOnce)
{
    Screen screen;
    screen.draw_frame();
    screen.backend.mirror().queue_activation(screen.button_id);

    for (int i = 0; i < 4; ++i) screen.draw_frame();

    EXPECT_EQ(screen.presses, 1);
}

TEST(NullBackend, AnEditFromThePageReachesTheTextAndKeepsTheCursor)
{
    Screen screen;
    screen.draw_frame();
    screen.backend.mirror().queue_focus(screen.box_id);
    screen.backend.mirror().queue_activation(screen.box_id);
    screen.draw_frame();
    screen.backend.mirror().queue_edit(screen.box_id, {.text = "zażółć", .selection = {2, 2}});
    screen.draw_frame();
    screen.draw_frame();

    EXPECT_EQ(screen.text, "zażółć");
    const ui::Node* box = screen.backend.mirror().find(screen.box_id);
    EXPECT_TRUE(box->focused);
    EXPECT_EQ(box->selection, (ui::TextSelection{2, 2}));
}

TEST(NullBackend, FocusMovesFromTheTextBoxToTheButton)
{
    Screen screen;
    screen.draw_frame();
    screen.backend.mirror().queue_activation(screen.box_id);
    screen.draw_frame();
    screen.backend.mirror().queue_focus(screen.button_id);
    screen.draw_frame();
    screen.draw_frame();

    EXPECT_TRUE(screen.backend.mirror().find(screen.button_id)->focused);
    EXPECT_FALSE(screen.backend.mirror().find(screen.box_id)->focused);
}

}  // namespace
}  // namespace app::shell
