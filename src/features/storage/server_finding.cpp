#include "features/storage/server_finding.h"

namespace app::features {
namespace {

using Kind = ServerFinding::Kind;

ServerFinding finding_of(Kind kind, const KnownDatabase& known)
{
    return {.kind = kind,
            .database = known.id,
            .newest_backup = known.newest_backup,
            .seen_at = known.reported_at};
}

bool is_preferred(const KnownDatabase& candidate, const KnownDatabase& best)
{
    if (candidate.this_browser != best.this_browser) return candidate.this_browser;
    return candidate.reported_at > best.reported_at;
}

}  // namespace

ServerFinding compare_with_server(const OwnDatabase& own, const std::vector<KnownDatabase>& known)
{
    const KnownDatabase* best = nullptr;
    for (const KnownDatabase& candidate : known) {
        if (candidate.id == own.id) {
            if (!candidate.this_browser || candidate.state <= own.found) continue;
            ServerFinding finding = finding_of(Kind::older, candidate);
            if (candidate.newest_backup_state <= own.found) finding.newest_backup.clear();
            return finding;
        }
        if (own.is_empty && (!best || is_preferred(candidate, *best))) best = &candidate;
    }
    if (!best) return {};
    return finding_of(best->this_browser ? Kind::vanished : Kind::elsewhere, *best);
}

std::vector<std::string> replaced_databases(const OwnDatabase& own, const std::vector<KnownDatabase>& known)
{
    std::vector<std::string> replaced;
    if (own.is_empty) return replaced;
    for (const KnownDatabase& candidate : known) {
        if (candidate.this_browser && candidate.id != own.id) replaced.push_back(candidate.id);
    }
    return replaced;
}

}  // namespace app::features
