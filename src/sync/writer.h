#pragma once

#include <vector>

#include "sync/answer_matching.h"
#include "sync/filed_write.h"

namespace app::sync {

// Carries writes to HubSpot so that each has exactly one effect, whatever dies in between: filed as an intent
// with its exact bytes, durable, sent under the intent's key, settled. A write that was sent but not settled
// is repeated under the same key; the proxy's journal then gives the first answer again. Where even the proxy
// does not know, HubSpot is looked at before repeating. What a restored backup left open is not repeated at
// all.
class Writer {
public:
    explicit Writer(RunContext& context) : m_context(context) {}

    // One call. Failures of single records are filed and do not fail the task.
    Task<> send(Write write);

    // Finishes what an earlier run left open, in the order in which it was begun. What is about an object
    // that is not armed waits: nothing of it goes out.
    Task<> finish_open_intents(std::vector<Object> armed);

private:
    Result<void> abandon_to_next_plan(const OperationId& operation);
    Result<OperationId> file(const Write& write);
    Task<> deliver(OperationId operation, clients::Resend resend);
    Task<clients::hubspot::BatchAnswer> call(store::IntentRow intent, std::vector<WriteItem> items,
                                             clients::Resend resend);
    Task<> settle(FiledWrite sent, clients::hubspot::BatchAnswer answer);
    Task<> not_delivered(FiledWrite sent, Error error);
    Task<> split(FiledWrite sent, Error error);
    Task<> look(OperationId operation);
    Task<> outwait(store::IntentRow intent);
    Result<std::size_t> settle_slice(const FiledWrite& sent, const std::vector<ItemOutcome>& outcomes,
                                     std::size_t begin);

    RunContext& m_context;
};

}  // namespace app::sync
