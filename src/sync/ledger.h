#pragma once

#include "store/activity_repository.h"
#include "store/capability_repository.h"
#include "store/conflict_repository.h"
#include "store/connection_repository.h"
#include "store/contact_repository.h"
#include "store/cursor_repository.h"
#include "store/customer_repository.h"
#include "store/database.h"
#include "store/exclusion_repository.h"
#include "store/failure_repository.h"
#include "store/intent_repository.h"
#include "store/invoice_repository.h"
#include "store/item_repository.h"
#include "store/link_repository.h"
#include "store/match_candidate_repository.h"
#include "store/mirror_repository.h"
#include "store/payment_repository.h"
#include "store/plan_queue.h"
#include "store/product_repository.h"
#include "store/run_repository.h"
#include "store/settings_repository.h"
#include "store/store.h"

namespace app::sync {

// Everything a run reads and writes locally. Repositories are synchronous; `persisted` waits until
// all that was committed before survives a crash, `persisted_everywhere` until it also survives a browser that loses
// the first copy: before anything is sent whose traces we must recognise.
struct Ledger {
    explicit Ledger(store::Store& opened) : store(opened), database(opened.database()) {}
    Task<> persisted() { return store.persisted(store::Durability::any_copy); }
    Task<> persisted_everywhere() { return store.persisted(store::Durability::every_copy); }

    store::Store& store;
    store::Database& database;
    store::ActivityRepository activity{database};
    store::CapabilityRepository capabilities{database};
    store::ConflictRepository conflicts{database};
    store::ConnectionRepository connections{database};
    store::ContactRepository contacts{database};
    store::CursorRepository cursors{database};
    store::CustomerRepository customers{database};
    store::ExclusionRepository exclusions{database};
    store::FailureRepository failures{database};
    store::IntentRepository intents{database};
    store::InvoiceRepository invoices{database};
    store::ItemRepository items{database};
    store::LinkRepository links{database};
    store::MatchCandidateRepository candidates{database};
    store::MirrorRepository mirror{database};
    store::PaymentRepository payments{database};
    store::PlanQueue queue{database};
    store::ProductRepository products{database};
    store::RunRepository runs{database};
    store::SettingsRepository settings{database};
};

}  // namespace app::sync
