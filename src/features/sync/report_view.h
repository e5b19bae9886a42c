#pragma once

#include "features/sync/view.h"
#include "store/failure_repository.h"
#include "store/run_repository.h"
#include "sync/ledger.h"
#include "sync/progress.h"

namespace app::features {

// A finished run as people read it.
[[nodiscard]] ReportView report_view(const store::RunRow& run);

[[nodiscard]] std::vector<ProgressView::Object> progress_objects(const sync::Progress& progress);

// Open failures, newest first, with the record's name.
[[nodiscard]] Result<std::vector<FailureView>> failure_views(sync::Ledger& ledger);

// The same by cause, the largest group first.
[[nodiscard]] std::vector<FailureGroupView> failure_groups(const std::vector<FailureView>& failures);

}  // namespace app::features
