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
int idb_pages_load(const char* name, void* context,
                   std::byte* (*on_manifest)(void* context, std::size_t size),
                   std::byte* (*on_record)(void* context, double number, std::size_t size), IdbDone on_done);
int idb_pages_read(const char* name, const std::uint32_t* numbers, std::size_t count, void* context,
                   std::byte* (*on_block)(void* context, int index, std::size_t size), IdbDone on_done);
int idb_pages_append(const char* name, const double* numbers, const std::byte* const* records,
                     const std::size_t* sizes, std::size_t count, void* context, IdbDone on_done);
int idb_pages_write_base(const char* name, const std::byte* expected, std::size_t expected_size,
                         const std::byte* next, std::size_t next_size, const std::uint32_t* numbers,
                         const std::byte* const* blocks, const std::size_t* sizes, std::size_t count,
                         double block_count, void* context, IdbDone on_done);
int idb_pages_trim(const char* name, double first, double last, void* context, IdbDone on_done);
int idb_pages_erase(const char* name, void* context, IdbDone on_done);
void idb_pages_remember_first(const char* name, const std::uint32_t* numbers, std::size_t count);
void idb_pages_forget(int request);
void idb_pages_close(const char* name);
}

namespace app::store {

namespace {

constexpr int status_done = 0;
constexpr int status_refused = 1;

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

// A load that collects what arrives. Records come in ascending order.
class IdbLoad final : public IdbRequest {
public:
    using IdbRequest::IdbRequest;

    static std::byte* take_manifest(void* context, std::size_t size)
    {
        StoredLog& log = self(context).log;
        log.manifest.resize(size);
        return log.manifest.data();
    }
    static std::byte* take_record(void* context, double number, std::size_t size)
    {
        StoredLog& log = self(context).log;
        log.records.push_back({static_cast<std::int64_t>(number), Bytes(size)});
        return log.records.back().bytes.data();
    }

    StoredLog log;

private:
    static IdbLoad& self(void* context) { return *static_cast<IdbLoad*>(static_cast<IdbRequest*>(context)); }
};

class IdbRead final : public IdbRequest {
public:
    IdbRead(Loop& loop, std::size_t count) : IdbRequest(loop), blocks(count) {}

    static std::byte* take_block(void* context, int index, std::size_t size)
    {
        auto& blocks = static_cast<IdbRead*>(static_cast<IdbRequest*>(context))->blocks;
        Bytes& block = blocks[static_cast<std::size_t>(index)];
        block.resize(size);
        return block.data();
    }

    std::vector<Bytes> blocks;
};

// The first reads of a page are what it needs before it can show anything.
constexpr std::size_t first_blocks_max = 16;

class IdbPages final : public PageFile {
public:
    IdbPages(Loop& loop, std::string name) : m_loop(loop), m_name(std::move(name)) {}
    IdbPages(const IdbPages&) = delete;
    IdbPages& operator=(const IdbPages&) = delete;
    ~IdbPages() override { idb_pages_close(m_name.c_str()); }

    Task<StoredLog> load() override
    {
        IdbLoad load(m_loop);
        load.started(idb_pages_load(m_name.c_str(), static_cast<IdbRequest*>(&load), &IdbLoad::take_manifest,
                                    &IdbLoad::take_record, &IdbRequest::done));
        const Result<void> loaded = co_await load;
        co_await loaded;
        co_return std::move(load.log);
    }

    Task<std::vector<Bytes>> read_blocks(std::vector<std::uint32_t> numbers) override
    {
        note_first(numbers);
        IdbRead read(m_loop, numbers.size());
        read.started(idb_pages_read(m_name.c_str(), numbers.data(), numbers.size(),
                                    static_cast<IdbRequest*>(&read), &IdbRead::take_block,
                                    &IdbRequest::done));
        const Result<void> done = co_await read;
        co_await done;
        co_return std::move(read.blocks);
    }

    Task<> append(Records records) override
    {
        std::vector<double> numbers;
        std::vector<const std::byte*> addresses;
        std::vector<std::size_t> sizes;
        for (const auto& record : records) {
            numbers.push_back(static_cast<double>(record->number));
            addresses.push_back(record->bytes.data());
            sizes.push_back(record->bytes.size());
        }
        IdbRequest request(m_loop);
        request.started(idb_pages_append(m_name.c_str(), numbers.data(), addresses.data(), sizes.data(),
                                         records.size(), &request, &IdbRequest::done));
        const Result<void> done = co_await request;
        co_await done;
    }

    Task<> write_base(std::shared_ptr<const BaseWrite> write) override
    {
        std::vector<std::uint32_t> numbers;
        std::vector<const std::byte*> blocks;
        std::vector<std::size_t> sizes;
        for (const BaseBlock& block : write->blocks) {
            numbers.push_back(block.number);
            blocks.push_back(block.bytes.data());
            sizes.push_back(block.bytes.size());
        }
        IdbRequest request(m_loop);
        request.started(idb_pages_write_base(m_name.c_str(), write->expected.data(), write->expected.size(),
                                             write->next.data(), write->next.size(), numbers.data(),
                                             blocks.data(), sizes.data(), numbers.size(), write->block_count,
                                             &request, &IdbRequest::done));
        const Result<void> done = co_await request;
        co_await done;
    }

    Task<> trim(std::int64_t first, std::int64_t last) override
    {
        if (last < first) co_return;
        IdbRequest request(m_loop);
        request.started(idb_pages_trim(m_name.c_str(), static_cast<double>(first), static_cast<double>(last),
                                       &request, &IdbRequest::done));
        const Result<void> done = co_await request;
        co_await done;
    }

    Task<> erase() override
    {
        IdbRequest request(m_loop);
        request.started(idb_pages_erase(m_name.c_str(), &request, &IdbRequest::done));
        const Result<void> done = co_await request;
        co_await done;
    }

private:
    void note_first(const std::vector<std::uint32_t>& numbers)
    {
        if (m_first_blocks.size() >= first_blocks_max) return;
        m_first_blocks.insert(m_first_blocks.end(), numbers.begin(), numbers.end());
        idb_pages_remember_first(m_name.c_str(), m_first_blocks.data(), m_first_blocks.size());
    }

    Loop& m_loop;
    std::string m_name;
    std::vector<std::uint32_t> m_first_blocks;
};

}  // namespace

std::unique_ptr<PageFile> open_idb_pages(Loop& loop, std::string database_name)
{
    return std::make_unique<IdbPages>(loop, std::move(database_name));
}

}  // namespace app::store
