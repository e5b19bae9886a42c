#include "shell/renderer_web.h"

#include "base/assert.h"

#include "imgui.h"

#include <GLES3/gl3.h>

#include <array>
#include <cstddef>

namespace app::shell {

namespace {

constexpr const char* vertex_shader = R"glsl(#version 300 es
precision highp float;
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 texture_position;
layout(location = 2) in vec4 colour;
uniform vec4 projection;  // scale and offset from pixels to clip space
out vec2 at;
out vec4 tint;
void main()
{
    at = texture_position;
    tint = colour;
    gl_Position = vec4(position * projection.xy + projection.zw, 0.0, 1.0);
}
)glsl";

constexpr const char* fragment_shader = R"glsl(#version 300 es
precision mediump float;
uniform sampler2D picture;
in vec2 at;
in vec4 tint;
out vec4 colour;
void main()
{
    colour = tint * texture(picture, at);
}
)glsl";

constexpr GLuint position_slot = 0;
constexpr GLuint texture_slot = 1;
constexpr GLuint colour_slot = 2;

GLuint compiled(GLenum kind, const char* source)
{
    const GLuint shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    return shader;
}

GLuint linked_program()
{
    const GLuint program = glCreateProgram();
    const GLuint vertex = compiled(GL_VERTEX_SHADER, vertex_shader);
    const GLuint fragment = compiled(GL_FRAGMENT_SHADER, fragment_shader);
    glAttachShader(program, vertex);
    glAttachShader(program, fragment);
    glLinkProgram(program);
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    return program;
}

const void* buffer_offset(std::uintptr_t bytes)
{
    return reinterpret_cast<const void*>(bytes);
}

void create_texture(ImTextureData& texture)
{
    ASSERT(texture.Format == ImTextureFormat_RGBA32);
    GLuint id = 0;
    glGenTextures(1, &id);
    glBindTexture(GL_TEXTURE_2D, id);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, texture.Width, texture.Height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 texture.GetPixels());
    texture.SetTexID(id);
    texture.SetStatus(ImTextureStatus_OK);
}

void upload_changes(ImTextureData& texture)
{
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture.TexID));
    glPixelStorei(GL_UNPACK_ROW_LENGTH, texture.Width);
    for (const ImTextureRect& part : texture.Updates) {
        glTexSubImage2D(GL_TEXTURE_2D, 0, part.x, part.y, part.w, part.h, GL_RGBA, GL_UNSIGNED_BYTE,
                        texture.GetPixelsAt(part.x, part.y));
    }
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    texture.SetStatus(ImTextureStatus_OK);
}

void destroy_texture(ImTextureData& texture)
{
    const auto id = static_cast<GLuint>(texture.TexID);
    glDeleteTextures(1, &id);
    texture.SetTexID(ImTextureID_Invalid);
    texture.SetStatus(ImTextureStatus_Destroyed);
}

}  // namespace

Renderer::Renderer() : m_program(linked_program())
{
    m_projection = glGetUniformLocation(m_program, "projection");
    m_texture = glGetUniformLocation(m_program, "picture");
    glGenVertexArrays(1, &m_vertex_array);
    glGenBuffers(1, &m_vertices);
    glGenBuffers(1, &m_indices);
    ImGuiIO& io = ImGui::GetIO();
    io.BackendRendererName = "webgl2";
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
}

Renderer::~Renderer()
{
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->TexID != ImTextureID_Invalid) destroy_texture(*texture);
    }
    glDeleteBuffers(1, &m_vertices);
    glDeleteBuffers(1, &m_indices);
    glDeleteVertexArrays(1, &m_vertex_array);
    glDeleteProgram(m_program);
}

void Renderer::draw(ImDrawData& data)
{
    if (data.Textures != nullptr) {
        for (ImTextureData* texture : *data.Textures) update_texture(*texture);
    }
    if (data.DisplaySize.x <= 0 || data.DisplaySize.y <= 0) return;
    prepare(data);
    for (const ImDrawList* list : data.CmdLists) draw_list(data, *list);
}

void Renderer::update_texture(ImTextureData& texture)
{
    switch (texture.Status) {
    case ImTextureStatus_WantCreate: create_texture(texture); return;
    case ImTextureStatus_WantUpdates: upload_changes(texture); return;
    case ImTextureStatus_WantDestroy:
        if (texture.UnusedFrames > 0) destroy_texture(texture);
        return;
    case ImTextureStatus_OK:
    case ImTextureStatus_Destroyed: return;
    }
}

void Renderer::prepare(const ImDrawData& data)
{
    glViewport(0, 0, static_cast<GLsizei>(data.DisplaySize.x), static_cast<GLsizei>(data.DisplaySize.y));
    glDisable(GL_SCISSOR_TEST);
    glClear(GL_COLOR_BUFFER_BIT);
    glEnable(GL_SCISSOR_TEST);
    glEnable(GL_BLEND);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glUseProgram(m_program);
    glUniform1i(m_texture, 0);
    const float scale_x = 2 / data.DisplaySize.x;
    const float scale_y = -2 / data.DisplaySize.y;
    glUniform4f(m_projection, scale_x, scale_y, -1 - data.DisplayPos.x * scale_x,
                1 - data.DisplayPos.y * scale_y);
    glBindVertexArray(m_vertex_array);
    glBindBuffer(GL_ARRAY_BUFFER, m_vertices);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, m_indices);
    for (const GLuint slot : {position_slot, texture_slot, colour_slot}) glEnableVertexAttribArray(slot);
}

// WebGL has no base vertex: commands past the 65,536th vertex get the attributes moved instead.
void Renderer::point_attributes(std::uintptr_t first_vertex)
{
    const std::uintptr_t start = first_vertex * sizeof(ImDrawVert);
    constexpr GLsizei stride = sizeof(ImDrawVert);
    glVertexAttribPointer(position_slot, 2, GL_FLOAT, GL_FALSE, stride,
                          buffer_offset(start + offsetof(ImDrawVert, pos)));
    glVertexAttribPointer(texture_slot, 2, GL_FLOAT, GL_FALSE, stride,
                          buffer_offset(start + offsetof(ImDrawVert, uv)));
    glVertexAttribPointer(colour_slot, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride,
                          buffer_offset(start + offsetof(ImDrawVert, col)));
}

void Renderer::draw_list(const ImDrawData& data, const ImDrawList& list)
{
    glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.size_in_bytes(), list.VtxBuffer.Data, GL_STREAM_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.size_in_bytes(), list.IdxBuffer.Data,
                 GL_STREAM_DRAW);
    std::uintptr_t first_vertex = 0;
    point_attributes(first_vertex);
    for (const ImDrawCmd& command : list.CmdBuffer) {
        ASSERT(command.UserCallback == nullptr);
        if (command.VtxOffset != first_vertex) {
            first_vertex = command.VtxOffset;
            point_attributes(first_vertex);
        }
        draw_command(data, command);
    }
}

void Renderer::draw_command(const ImDrawData& data, const ImDrawCmd& command)
{
    const float left = command.ClipRect.x - data.DisplayPos.x;
    const float top = command.ClipRect.y - data.DisplayPos.y;
    const float right = command.ClipRect.z - data.DisplayPos.x;
    const float bottom = command.ClipRect.w - data.DisplayPos.y;
    if (right <= left || bottom <= top) return;
    // GL counts from below.
    glScissor(static_cast<GLint>(left), static_cast<GLint>(data.DisplaySize.y - bottom),
              static_cast<GLsizei>(right - left), static_cast<GLsizei>(bottom - top));
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(command.GetTexID()));
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount),
                   sizeof(ImDrawIdx) == 2 ? GL_UNSIGNED_SHORT : GL_UNSIGNED_INT,
                   buffer_offset(command.IdxOffset * sizeof(ImDrawIdx)));
}

}  // namespace app::shell
