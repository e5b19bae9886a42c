#pragma once

#include "sync/writer.h"

namespace app::sync {

// Collects items and sends them in calls of the size that HubSpot takes.
class Batches {
public:
    // `write` without items; `size_max` of them go into one call. The writer must outlive this.
    Batches(Writer& writer, Write write, std::size_t size_max);

    Task<> add(WriteItem item);
    // Sends what is left. Items that were not sent are lost with this object.
    Task<> finish();

private:
    Writer& m_writer;
    Write m_write;
    std::size_t m_size_max;
};

[[nodiscard]] Batches object_batches(Writer& writer, clients::hubspot::ObjectType type,
                                     store::IntentAction action);
[[nodiscard]] Batches association_batches(Writer& writer, clients::hubspot::ObjectType type,
                                          clients::hubspot::ObjectType to);
[[nodiscard]] Batches dissociation_batches(Writer& writer, clients::hubspot::ObjectType type,
                                           clients::hubspot::ObjectType to);
// One record per call, each with an answer of its own (HubSpot: Archive object).
[[nodiscard]] Batches removal_batches(Writer& writer, clients::hubspot::ObjectType type);

}  // namespace app::sync
