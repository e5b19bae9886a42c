#pragma once

namespace app::features {

// The screens of the left navigation, in its order.
enum class Screen { overview, invoices, contacts, products, sync, activity, connections, settings };

}  // namespace app::features
