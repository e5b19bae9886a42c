#include "sync/batches.h"

#include <utility>

namespace app::sync {

namespace hubspot = clients::hubspot;
using store::IntentAction;

Batches::Batches(Writer& writer, Write write, std::size_t size_max)
    : m_writer(writer), m_write(std::move(write)), m_size_max(size_max)
{
}

Task<> Batches::add(WriteItem item)
{
    m_write.items.push_back(std::move(item));
    if (m_write.items.size() >= m_size_max) co_await finish();
}

Task<> Batches::finish()
{
    Write write{.type = m_write.type,
                .action = m_write.action,
                .to = m_write.to,
                .items = std::exchange(m_write.items, {})};
    co_await m_writer.send(std::move(write));
}

Batches object_batches(Writer& writer, hubspot::ObjectType type, IntentAction action)
{
    return Batches(writer, {.type = type, .action = action, .items = {}}, hubspot::batch_inputs_max);
}

Batches association_batches(Writer& writer, hubspot::ObjectType type, hubspot::ObjectType to)
{
    return Batches(writer, {.type = type, .action = IntentAction::associate, .to = to, .items = {}},
                   hubspot::association_inputs_max);
}

Batches dissociation_batches(Writer& writer, hubspot::ObjectType type, hubspot::ObjectType to)
{
    return Batches(writer, {.type = type, .action = IntentAction::dissociate, .to = to, .items = {}},
                   hubspot::batch_inputs_max);
}

Batches removal_batches(Writer& writer, hubspot::ObjectType type)
{
    return Batches(writer, {.type = type, .action = IntentAction::archive, .items = {}}, 1);
}

}  // namespace app::sync
