#include "sync/field_text.h"

#include "base/text.h"

namespace app::sync {

std::string field_text(std::string_view text)
{
    std::string kept;
    kept.reserve(text.size());
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        const bool is_break = character == '\n' || character == '\t';
        if ((byte >= 0x20U && byte != 0x7FU) || is_break) kept += character;
    }
    return std::string(first_code_points(trimmed(kept), text_code_points_max));
}

void put_text(Fields& fields, const std::string& property, std::string_view text)
{
    std::string value = field_text(text);
    if (!value.empty()) fields[property] = std::move(value);
}

}  // namespace app::sync
