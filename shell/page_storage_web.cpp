#include <charconv>
#include <coroutine>
#include <format>
#include <utility>

#include "base/assert.h"
#include "shell/page_storage.h"
#include "store/web_cipher.h"

// Implemented in storage_library.js. Text and bytes are read before a call returns. A request calls back
// once, later, until it is forgotten; its numbers and its text depend on what was asked.
extern "C" {
using StorageDone = void (*)(void* context, int status, double first, double second, const char* text);
using StorageBytes = std::byte* (*)(void* context, std::uint32_t size);
int page_storage_begin(void* context, StorageBytes on_bytes, StorageDone on_done);
void page_storage_forget(int request);
void page_file_choose(int request);  // done: number of the file, its size, its name
void page_file_read(int request, int file, double offset, std::uint32_t size);
void page_file_drop(int file);
// Done: bytes that are allowed or -1, 1 when persistent, bytes that are used or -1.
void page_storage_estimate(int request, int persist);
int page_download_begin();
void page_download_write(int download, const std::byte* bytes, std::size_t size);
void page_download_finish(int download, const char* name);
void page_download_drop(int download);
// Header lines, each "name: value\n". Done: HTTP status, 0, body.
void page_upload_send(int request, int download, const char* path, const char* headers);
// Done: number of the file and its size, and the checksum that the server says; of a refusal HTTP status and body.
void page_file_fetch(int request, const char* path);
}

namespace app::shell {

namespace {

constexpr int status_done = 0;
constexpr int status_none_chosen = 1;
constexpr int status_not_reached = 3;
constexpr int http_status_min = 100;

// One question to the JavaScript half as an awaitable. Destroying it forgets the question.
class StorageRequest {
public:
    explicit StorageRequest(Loop& loop) : m_loop(loop)
    {
        m_request = page_storage_begin(this, &StorageRequest::give_place, &StorageRequest::done);
    }
    StorageRequest(const StorageRequest&) = delete;
    StorageRequest& operator=(const StorageRequest&) = delete;
    ~StorageRequest()
    {
        page_storage_forget(m_request);
        m_loop.forget(m_waiting);
    }

    int number() const { return m_request; }
    bool await_ready() const { return m_status >= 0; }
    void await_suspend(std::coroutine_handle<> coroutine) { m_waiting = coroutine; }
    Result<void> await_resume()
    {
        m_waiting = {};
        if (m_status == status_done) return {};
        if (m_status == status_none_chosen) return failed(ErrorKind::cancelled, "No file was chosen.");
        if (m_status == status_not_reached) {
            return failed(ErrorKind::offline, "the application's server was not reached", std::move(text));
        }
        if (m_status >= http_status_min) return {};
        return failed(ErrorKind::storage, "The browser could not read the file.", std::move(text));
    }

    // The status of an answer that is no success; 0 without one.
    int http_status() const { return m_status >= http_status_min ? m_status : 0; }

    double first = 0;
    double second = 0;
    std::string text;
    store::Bytes bytes;

private:
    static std::byte* give_place(void* context, std::uint32_t size)
    {
        store::Bytes& bytes = static_cast<StorageRequest*>(context)->bytes;
        bytes.resize(size);
        return bytes.data();
    }
    static void done(void* context, int status, double first, double second, const char* text)
    {
        auto& self = *static_cast<StorageRequest*>(context);
        self.m_status = status;
        self.first = first;
        self.second = second;
        self.text = text;
        if (self.m_waiting) self.m_loop.post(self.m_waiting);
    }

    Loop& m_loop;
    int m_request = 0;
    int m_status = -1;
    std::coroutine_handle<> m_waiting = {};
};

class PageFileSource final : public store::ByteSource {
public:
    PageFileSource(Loop& loop, int file, std::int64_t size) : m_loop(loop), m_file(file), m_size(size) {}
    PageFileSource(const PageFileSource&) = delete;
    PageFileSource& operator=(const PageFileSource&) = delete;
    ~PageFileSource() override { page_file_drop(m_file); }

    std::int64_t size() const override { return m_size; }
    Task<store::Bytes> read(std::int64_t offset, std::size_t size) override
    {
        ASSERT(offset >= 0 && offset + static_cast<std::int64_t>(size) <= m_size);
        StorageRequest request(m_loop);
        page_file_read(request.number(), m_file, static_cast<double>(offset),
                       static_cast<std::uint32_t>(size));
        const Result<void> read = co_await request;
        co_await read;
        // A file may be changed while it is read.
        if (request.bytes.size() != size) {
            co_await Result<void>(failed(ErrorKind::storage, "The file changed while it was read."));
        }
        co_return std::move(request.bytes);
    }

private:
    Loop& m_loop;
    const int m_file;
    const std::int64_t m_size;
};

class PageDownload final : public features::FileDownload {
public:
    explicit PageDownload(std::string name) : m_name(std::move(name)), m_download(page_download_begin()) {}
    PageDownload(const PageDownload&) = delete;
    PageDownload& operator=(const PageDownload&) = delete;
    ~PageDownload() override { page_download_drop(m_download); }

    Task<> write(store::Bytes bytes) override
    {
        page_download_write(m_download, bytes.data(), bytes.size());
        co_return;
    }
    Task<> finish() override
    {
        page_download_finish(m_download, m_name.c_str());
        co_return;
    }

private:
    const std::string m_name;
    const int m_download;
};

class PageUpload final : public features::FileUpload {
public:
    explicit PageUpload(Loop& loop) : m_loop(loop), m_parts(page_download_begin()) {}
    PageUpload(const PageUpload&) = delete;
    PageUpload& operator=(const PageUpload&) = delete;
    ~PageUpload() override { page_download_drop(m_parts); }

    Task<> write(store::Bytes bytes) override
    {
        page_download_write(m_parts, bytes.data(), bytes.size());
        co_return;
    }
    Task<net::Response> send(net::Request asked) override
    {
        std::string headers;
        for (const auto& [name, value] : asked.headers) headers += std::format("{}: {}\n", name, value);
        StorageRequest request(m_loop);
        page_upload_send(request.number(), m_parts, asked.path.c_str(), headers.c_str());
        const Result<void> answered = co_await request;
        co_await answered;
        const int status = request.http_status();
        co_return net::Response{.status = status == 0 ? static_cast<int>(request.first) : status,
                                .headers = {},
                                .body = std::move(request.text)};
    }

private:
    Loop& m_loop;
    const int m_parts;
};

Task<features::StorageEstimate> estimate_of(Loop& loop, bool persist)
{
    StorageRequest request(loop);
    page_storage_estimate(request.number(), persist ? 1 : 0);
    const Result<void> answered = co_await request;
    co_await answered;
    features::StorageEstimate estimate{.quota_bytes = {}, .is_persistent = request.second != 0};
    if (request.first >= 0) estimate.quota_bytes = static_cast<std::int64_t>(request.first);
    std::int64_t usage = -1;
    std::from_chars(request.text.data(), request.text.data() + request.text.size(), usage);
    if (usage >= 0) estimate.usage_bytes = usage;
    co_return estimate;
}

}  // namespace

PageStorage::PageStorage(Loop& loop) : m_loop(loop), m_ciphers(store::open_web_ciphers(loop)) {}

Task<features::ChosenFile> PageStorage::choose_file()
{
    StorageRequest request(m_loop);
    page_file_choose(request.number());
    const Result<void> chosen = co_await request;
    co_await chosen;
    co_return features::ChosenFile{
        .name = std::move(request.text),
        .bytes = std::make_unique<PageFileSource>(m_loop, static_cast<int>(request.first),
                                                  static_cast<std::int64_t>(request.second))};
}

std::unique_ptr<features::FileDownload> PageStorage::begin_download(std::string name)
{
    return std::make_unique<PageDownload>(std::move(name));
}

std::unique_ptr<features::FileUpload> PageStorage::begin_upload()
{
    return std::make_unique<PageUpload>(m_loop);
}

Task<features::FetchedFile> PageStorage::fetch_file(std::string path)
{
    StorageRequest request(m_loop);
    page_file_fetch(request.number(), path.c_str());
    const Result<void> answered = co_await request;
    co_await answered;
    features::FetchedFile fetched;
    if (request.http_status() != 0) {
        fetched.response = {.status = request.http_status(), .headers = {}, .body = std::move(request.text)};
        co_return fetched;
    }
    fetched.response = {.status = 200,
                        .headers = {{"x-content-sha256", std::move(request.text)}},
                        .body = {}};
    fetched.bytes = std::make_unique<PageFileSource>(m_loop, static_cast<int>(request.first),
                                                     static_cast<std::int64_t>(request.second));
    co_return fetched;
}

Task<features::StorageEstimate> PageStorage::estimate()
{
    return estimate_of(m_loop, false);
}

Task<features::StorageEstimate> PageStorage::ask_to_persist()
{
    return estimate_of(m_loop, true);
}

}  // namespace app::shell
