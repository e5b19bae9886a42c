#pragma once

#include <cstdint>

struct ImDrawCmd;
struct ImDrawData;
struct ImDrawList;
struct ImTextureData;

namespace app::shell {

// Draws Dear ImGui's lists with WebGL2. Not imgui_impl_opengl3: that one saves the caller's GL state
// with two dozen glGet calls per frame, and in a browser each waits until the graphics process has
// caught up (measured: 99 % of a frame's time). Here nobody else draws, so nothing is asked back.
//
// Needs the context to be current. After a lost context: forget the old one, make a new one.
class Renderer {
public:
    Renderer();
    // Textures are given back; with a lost context the calls do nothing.
    ~Renderer();
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;

    void draw(ImDrawData& data);

private:
    void update_texture(ImTextureData& texture);
    void prepare(const ImDrawData& data);
    void draw_list(const ImDrawData& data, const ImDrawList& list);
    void draw_command(const ImDrawData& data, const ImDrawCmd& command);
    void point_attributes(std::uintptr_t first_vertex);

    std::uint32_t m_program = 0;
    std::uint32_t m_vertex_array = 0;
    std::uint32_t m_vertices = 0;
    std::uint32_t m_indices = 0;
    int m_projection = -1;
    int m_texture = -1;
};

}  // namespace app::shell
