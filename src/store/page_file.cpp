#include "store/page_file.h"

namespace app::store {

bool may_flush(const Manifest& stored, const BlockBatch& batch)
{
    return stored == batch.expected ||
           (stored.writer == batch.next.writer && stored.commit == batch.next.commit);
}

}  // namespace app::store
