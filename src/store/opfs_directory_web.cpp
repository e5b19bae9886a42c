#include "store/opfs_directory_web.h"

#include <coroutine>
#include <string_view>
#include <utility>

// Implemented in opfs_directory.js. Text and bytes are read before the call returns. A request calls back until it is
// done or forgotten, never after, and never before it returns; what was read is put at `into` right before.
extern "C" {
using OpfsDone = void (*)(void* context, int status, double value, const char* text);
int opfs_directory_start(const char* folder);
void opfs_directory_stop(int directory);
int opfs_directory_open(int directory, const char* name, void* context, OpfsDone on_done);
int opfs_directory_read(int directory, const char* name, double offset, std::size_t size, std::byte* into,
                        void* context, OpfsDone on_done);
int opfs_directory_append(int directory, const char* name, double end, const std::byte* bytes,
                          std::size_t size, void* context, OpfsDone on_done);
void opfs_directory_forget(int request);
}

namespace app::store {

namespace {

constexpr int status_done = 0;

// What a person can do about it, by the name of the browser's error.
std::string_view sentence_for(std::string_view error)
{
    const std::string_view name = error.substr(0, error.find(':'));
    if (name == "NoFileSystem" || name == "SecurityError") {
        return "This browser keeps no files for this page. Leave the private window, or use a newer browser, "
               "for "
               "a second copy of the data.";
    }
    if (name == "QuotaExceededError") {
        return "The browser has no room left for the second copy of the data. Free some disk space.";
    }
    if (name == "NoModificationAllowedError") {
        return "Another tab holds the second copy of the data. Close the other tabs of this page.";
    }
    if (name == "TimeoutError") {
        return "The browser did not finish saving the second copy of the data in time. It is tried again.";
    }
    return "The browser failed to save the second copy of the data. It is tried again.";
}

// One request to the JavaScript half as an awaitable. Destroying it forgets the request, which still happens.
class OpfsRequest {
public:
    explicit OpfsRequest(Loop& loop) : m_loop(loop) {}
    OpfsRequest(const OpfsRequest&) = delete;
    OpfsRequest& operator=(const OpfsRequest&) = delete;
    ~OpfsRequest()
    {
        opfs_directory_forget(m_request);
        m_loop.forget(m_waiting);
    }

    void started(int request) { m_request = request; }
    static void done(void* context, int status, double value, const char* text)
    {
        auto& self = *static_cast<OpfsRequest*>(context);
        self.m_status = status;
        self.m_value = value;
        self.m_text = text;
        if (self.m_waiting) self.m_loop.post(self.m_waiting);
    }

    bool await_ready() const { return m_status >= 0; }
    void await_suspend(std::coroutine_handle<> coroutine) { m_waiting = coroutine; }
    // The size of the file, or how much of it was read.
    Result<std::uint64_t> await_resume()
    {
        m_waiting = {};
        if (m_status == status_done) return static_cast<std::uint64_t>(m_value);
        const std::string_view sentence = sentence_for(m_text);
        return failed(ErrorKind::storage, std::string(sentence), std::move(m_text));
    }

private:
    Loop& m_loop;
    int m_request = 0;
    int m_status = -1;
    double m_value = 0;
    std::string m_text;
    std::coroutine_handle<> m_waiting = {};
};

class OpfsDirectory final : public FileDirectory {
public:
    OpfsDirectory(Loop& loop, const std::string& folder)
        : m_loop(loop), m_directory(opfs_directory_start(folder.c_str()))
    {
    }
    OpfsDirectory(const OpfsDirectory&) = delete;
    OpfsDirectory& operator=(const OpfsDirectory&) = delete;
    ~OpfsDirectory() override { opfs_directory_stop(m_directory); }

    Task<std::uint64_t> open(std::string name) override
    {
        OpfsRequest request(m_loop);
        request.started(opfs_directory_open(m_directory, name.c_str(), &request, &OpfsRequest::done));
        const Result<std::uint64_t> size = co_await request;
        co_return co_await size;
    }

    Task<Bytes> read(std::string name, std::uint64_t offset, std::size_t size) override
    {
        Bytes bytes(size);
        OpfsRequest request(m_loop);
        request.started(opfs_directory_read(m_directory, name.c_str(), static_cast<double>(offset), size,
                                            bytes.data(), &request, &OpfsRequest::done));
        const Result<std::uint64_t> read = co_await request;
        bytes.resize(static_cast<std::size_t>(co_await read));
        co_return bytes;
    }

    Task<> append(std::string name, std::uint64_t end, Bytes bytes) override
    {
        OpfsRequest request(m_loop);
        request.started(opfs_directory_append(m_directory, name.c_str(), static_cast<double>(end),
                                              bytes.data(), bytes.size(), &request, &OpfsRequest::done));
        bytes = {};  // they have left this memory
        const Result<std::uint64_t> size = co_await request;
        co_await size;
    }

private:
    Loop& m_loop;
    int m_directory;
};

}  // namespace

std::unique_ptr<FileDirectory> open_opfs_directory(Loop& loop, std::string folder)
{
    return std::make_unique<OpfsDirectory>(loop, folder);
}

}  // namespace app::store
