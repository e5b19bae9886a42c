#pragma once

#include "store/link_repository.h"
#include "sync/run_context.h"

namespace app::sync {

// Moves the agreement of a link on: both sides hold `agreed`; what HubSpot holds in its own way is in
// `hubspot_values`. Members that are not named stay. Clears the mark of a change.
Result<void> extend_base(RunContext& context, const store::LinkRow& link, const Fields& agreed,
                         const Fields& hubspot_values);

// What HubSpot holds otherwise than it is agreed; the rest needs no second copy.
[[nodiscard]] Fields different_from(const Fields& agreed, const Fields& hubspot_values);

}  // namespace app::sync
