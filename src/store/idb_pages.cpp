#include "store/idb_pages.h"

#include <coroutine>
#include <string_view>
#include <utility>

#include "base/assert.h"
#include "base/json.h"
#include "base/text.h"

// Implemented in idb_pages.js. Text and bytes are read before the call returns. A request calls back
// until it is done or forgotten, never after; it may call back before it returns.
extern "C" {
using IdbDone = void (*)(void* context, int status, const char* text);
int idb_pages_load(const char* name, void* context, void (*on_manifest)(void* context, const char* json),
                   std::byte* (*on_block)(void* context, std::uint32_t number, std::uint32_t size),
                   IdbDone on_done);
int idb_pages_flush(const char* name, const char* expected, const char* next, const std::uint32_t* numbers,
                    const std::byte* bytes, std::size_t count, std::size_t size, std::uint32_t blocks_kept,
                    void* context, IdbDone on_done);
void idb_pages_forget(int request);
void idb_pages_close(const char* name);
}

namespace app::store {

namespace {

constexpr int status_done = 0;
constexpr int status_refused = 1;

std::string json_of(const Manifest& manifest)
{
    return JsonObject()
        .number("commit", manifest.commit)
        .number("epoch", manifest.epoch)
        .text("writer", manifest.writer)
        .number("file_size", manifest.file_size)
        .number("schema", manifest.schema)
        .str();
}

Result<Manifest> manifest_from(std::string_view text)
{
    const Json json = TRY(Json::parse(text));
    return Manifest{.commit = TRY(json.integer("commit")),
                    .epoch = TRY(json.integer("epoch")),
                    .writer = TRY(json.text("writer")),
                    .file_size = TRY(json.integer("file_size")),
                    .schema = TRY(json.integer("schema"))};
}

// What a person can do about it, by the name of the browser's error.
std::string_view sentence_for(std::string_view error)
{
    const std::string_view name = error.substr(0, error.find(':'));
    if (name == "NoIndexedDB" || name == "OpenFailed" || name == "SecurityError") {
        return "This browser keeps no data for this page. Leave the private window, or allow the page "
               "to store data, and reload.";
    }
    if (name == "QuotaExceededError") {
        return "The browser has no room left for this page's data. Free some disk space; until then "
               "nothing new is saved.";
    }
    if (name == "OpenBlocked") {
        return "Another tab holds an older version of the stored data. Close the other tabs of this "
               "page.";
    }
    if (name == "TimeoutError") {
        return "The browser did not finish saving in time. It is tried again; keep this tab open.";
    }
    return "The browser's storage failed. It is tried again; keep this tab open.";
}

std::unexpected<Error> failure(int status, std::string text)
{
    if (status == status_refused) {
        return failed(ErrorKind::conflict, "Another tab has stored newer data.", std::move(text));
    }
    const std::string_view sentence = sentence_for(text);
    return failed(ErrorKind::storage, std::string(sentence), std::move(text));
}

// One request to the JavaScript half as an awaitable. Destroying it forgets the request.
class IdbRequest {
public:
    explicit IdbRequest(Loop& loop) : m_loop(loop) {}
    IdbRequest(const IdbRequest&) = delete;
    IdbRequest& operator=(const IdbRequest&) = delete;
    ~IdbRequest()
    {
        if (m_request != 0) idb_pages_forget(m_request);
        m_loop.forget(m_waiting);
    }

    void started(int request) { m_request = request; }
    static void done(void* context, int status, const char* text)
    {
        auto& self = *static_cast<IdbRequest*>(context);
        self.m_status = status;
        self.m_text = text;
        if (self.m_waiting) self.m_loop.post(self.m_waiting);
    }

    bool await_ready() const { return m_status >= 0; }
    void await_suspend(std::coroutine_handle<> coroutine) { m_waiting = coroutine; }
    Result<void> await_resume()
    {
        m_waiting = {};
        if (m_status == status_done) return {};
        return failure(m_status, std::move(m_text));
    }

private:
    Loop& m_loop;
    int m_request = 0;
    int m_status = -1;
    std::string m_text;
    std::coroutine_handle<> m_waiting = {};
};

// A load that collects what arrives.
class IdbLoad final : public IdbRequest {
public:
    using IdbRequest::IdbRequest;

    static void take_manifest(void* context, const char* json)
    {
        static_cast<IdbLoad*>(static_cast<IdbRequest*>(context))->manifest = json;
    }
    // Numbers come in ascending order; gaps stay empty.
    static std::byte* take_block(void* context, std::uint32_t number, std::uint32_t size)
    {
        auto& blocks = static_cast<IdbLoad*>(static_cast<IdbRequest*>(context))->blocks;
        if (blocks.size() <= number) blocks.resize(number + 1);
        blocks[number].resize(size);
        return blocks[number].data();
    }

    std::string manifest;
    std::vector<std::vector<std::byte>> blocks;
};

class IdbPages final : public PageFile {
public:
    IdbPages(Loop& loop, std::string name) : m_loop(loop), m_name(std::move(name)) {}
    IdbPages(const IdbPages&) = delete;
    IdbPages& operator=(const IdbPages&) = delete;
    ~IdbPages() override { idb_pages_close(m_name.c_str()); }

    Task<StoredImage> load() override
    {
        IdbLoad load(m_loop);
        load.started(idb_pages_load(m_name.c_str(), static_cast<IdbRequest*>(&load), &IdbLoad::take_manifest,
                                    &IdbLoad::take_block, &IdbRequest::done));
        const Result<void> loaded = co_await load;
        co_await loaded;
        Manifest manifest = co_await manifest_from(load.manifest);
        co_return StoredImage{std::move(manifest), std::move(load.blocks)};
    }

    Task<> flush(std::shared_ptr<const BlockBatch> batch) override
    {
        ASSERT(batch->bytes.size() == batch->numbers.size() * sealed_block_size);
        const auto size = static_cast<std::size_t>(batch->next.file_size);
        const auto kept = static_cast<std::uint32_t>((size + block_size - 1) / block_size);
        IdbRequest request(m_loop);
        request.started(idb_pages_flush(m_name.c_str(), json_of(batch->expected).c_str(),
                                        json_of(batch->next).c_str(), batch->numbers.data(),
                                        batch->bytes.data(), batch->numbers.size(), sealed_block_size, kept,
                                        &request, &IdbRequest::done));
        const Result<void> flushed = co_await request;
        co_await flushed;
    }

private:
    Loop& m_loop;
    std::string m_name;
};

}  // namespace

std::unique_ptr<PageFile> open_idb_pages(Loop& loop, std::string database_name)
{
    return std::make_unique<IdbPages>(loop, std::move(database_name));
}

}  // namespace app::store
