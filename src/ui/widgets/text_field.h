#pragma once

#include "ui/context.h"

#include <string>

// Where a person types one line.
namespace app::ui {

enum class TextShown { plain, as_dots };

// The line itself, without a frame, at a place of the page. `name` is its accessible name; its id is
// "###text" within the id scope. True when the text changed.
bool edit_line(const char* name, std::string& text, ImVec2 from, float width, TextShown shown);

// A framed box of the layout for a passphrase, under its name. True when Enter was pressed in it.
bool passphrase_field(const Context& context, const char* name, std::string& text, float width);

// A framed box of the layout for any text; its name is told but not drawn. True when the text changed.
bool text_field(const Context& context, const char* name, std::string& text, float width);

}  // namespace app::ui
