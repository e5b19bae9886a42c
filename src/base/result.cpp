#include "base/result.h"

namespace app {

std::string_view name_of(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::offline: return "offline";
    case ErrorKind::timed_out: return "timed out";
    case ErrorKind::throttled: return "throttled";
    case ErrorKind::unauthorized: return "unauthorized";
    case ErrorKind::rejected: return "rejected";
    case ErrorKind::conflict: return "conflict";
    case ErrorKind::not_found: return "not found";
    case ErrorKind::malformed: return "malformed";
    case ErrorKind::storage: return "storage";
    case ErrorKind::cancelled: return "cancelled";
    }
    return "unknown";
}

}  // namespace app
