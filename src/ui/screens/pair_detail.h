#pragma once

#include "features/commands.h"
#include "features/pairs/view.h"
#include "ui/context.h"
#include "ui/widgets/detail_panel.h"

#include <string>
#include <utility>
#include <vector>

namespace app::ui {

// A record that stands on both sides, as its panel shows it: contacts and products alike.
struct PairDetail {
    std::int64_t row_id = 0;
    std::string title;
    std::string subtitle;
    features::PairState state = features::PairState::waiting;
    std::vector<std::pair<std::string, std::string>> facts = {};  // name and value, above the fields
    const features::PairSidesView* sides = nullptr;
};

// True when the panel was closed.
bool draw_pair_detail(const Context& context, const PairDetail& record, int& page, const Split& split,
                      features::CommandQueue& commands);

// The panel while its record is still being read.
bool draw_detail_loading(const Context& context, const Split& split, const char* title);

}  // namespace app::ui
