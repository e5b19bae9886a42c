#pragma once

#include "base/clock.h"
#include "ui/context.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

// Parts of panels and pages, top to bottom.
namespace app::ui {

// A hairline across what is left of the width.
void hairline(const Context& context);
void gap(float height);  // px() units

// A frame with a hairline around what is drawn while it lives.
class Card : Scope {
public:
    Card(const Context& context, float width, float padding = 20);  // px() units: padding
    ~Card();
    float inner_width() const { return m_width - 2 * m_padding; }

private:
    const Context& m_context;
    ImVec2 m_from;
    float m_width;
    float m_padding;
    std::optional<WidthScope> m_inside;
};

// A name at the left in muted words, its value beside it.
void key_value(const Context& context, std::string_view name, std::string_view value, float name_width = 130);

// The same for a field of the raw answer. Of a long path ("Line.1.SalesItemLineDetail.ItemRef.name")
// the end is shown, where paths differ.
void raw_field(const Context& context, std::string_view path, std::string_view value);

// What happened, newest first: a dot, the words, when and why.
struct TimelineEntry {
    Timestamp at;
    std::string_view text;
    std::string_view cause;
    Tone tone = Tone::neutral;
};
void timeline(const Context& context, std::span<const TimelineEntry> entries);

// "2 min ago", with the exact local time as tooltip; asks for the frame in which it changes.
void relative_time(const Context& context, TextStyle style, ImU32 color, Timestamp at);

// One field as it was and as it will be.
void diff_row(const Context& context, std::string_view field, std::string_view before, std::string_view after,
              float width);

// 0 to 1; `name` is the accessible name. `words` stand for it where there is no number yet.
void progress_bar(const Context& context, const char* name, float fraction, std::string_view words,
                  float width);

// Section heading with room above.
void section(const Context& context, std::string_view words);

}  // namespace app::ui
