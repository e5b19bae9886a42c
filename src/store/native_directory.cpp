#include "store/native_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <string_view>
#include <utility>

namespace app::store {

namespace {

// A failed call of the operating system, by errno.
std::unexpected<Error> failure(std::string_view call, const std::string& path)
{
    const int number = errno;
    std::string_view sentence = "The disk failed. Check it; what was saved before is still there.";
    if (number == ENOSPC || number == EDQUOT || number == EFBIG) {
        sentence = "The disk has no room left. Free some space; until then nothing new is saved.";
    } else if (number == EWOULDBLOCK) {
        sentence = "Another program holds the stored data. End it first.";
    } else if (number == EACCES || number == EPERM || number == EROFS) {
        sentence = "The folder of the stored data may not be written. Change its permissions.";
    }
    return failed(ErrorKind::storage, std::string(sentence),
                  std::string(call) + " " + path + ": " + std::strerror(number));
}

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Descriptor()
    {
        if (m_number >= 0) ::close(m_number);
    }
    int number() const { return m_number; }
    bool is_open() const { return m_number >= 0; }

private:
    int m_number = -1;
};

class NativeDirectory final : public FileDirectory {
public:
    explicit NativeDirectory(std::string folder) : m_path(std::move(folder)) {}

    Task<std::uint64_t> open(std::string name) override { co_return co_await open_now(name); }
    Task<Bytes> read(std::string name, std::uint64_t offset, std::size_t size) override
    {
        co_return co_await read_now(name, offset, size);
    }
    Task<> append(std::string name, std::uint64_t end, Bytes bytes) override
    {
        co_await append_now(name, end, bytes);
    }

private:
    Result<void> hold_folder();
    Result<std::uint64_t> open_now(const std::string& name);
    Result<Bytes> read_now(const std::string& name, std::uint64_t offset, std::size_t size);
    Result<void> append_now(const std::string& name, std::uint64_t end, const Bytes& bytes);
    Result<void> write_all(int file, const std::string& name, std::uint64_t offset, const Bytes& bytes);
    Result<int> opened(const std::string& name);

    std::string m_path;
    Descriptor m_folder;
    std::map<std::string, Descriptor> m_files;
};

Result<void> NativeDirectory::hold_folder()
{
    if (m_folder.is_open()) return {};
    const bool made = ::mkdir(m_path.c_str(), 0700) == 0;
    if (!made && errno != EEXIST) return failure("mkdir", m_path);
    Descriptor folder(::open(m_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open()) return failure("open", m_path);
    if (made) {
        const Descriptor parent(::openat(folder.number(), "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!parent.is_open() || ::fsync(parent.number()) != 0) return failure("sync", m_path + "/..");
    }
    if (::flock(folder.number(), LOCK_EX | LOCK_NB) != 0) return failure("lock", m_path);
    m_folder = std::move(folder);
    return {};
}

Result<std::uint64_t> NativeDirectory::open_now(const std::string& name)
{
    TRY(hold_folder());
    m_files.erase(name);
    Descriptor file(::openat(m_folder.number(), name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file.is_open()) return failure("open", name);
    if (::fsync(m_folder.number()) != 0) return failure("sync", m_path);
    struct stat status{};
    if (::fstat(file.number(), &status) != 0) return failure("stat", name);
    m_files.insert_or_assign(name, std::move(file));
    return static_cast<std::uint64_t>(status.st_size);
}

Result<Bytes> NativeDirectory::read_now(const std::string& name, std::uint64_t offset, std::size_t size)
{
    const int file = TRY(opened(name));
    Bytes bytes(size);
    std::size_t done = 0;
    while (done < size) {
        const ::ssize_t read =
            ::pread(file, bytes.data() + done, size - done, static_cast<::off_t>(offset + done));
        if (read < 0 && errno == EINTR) continue;
        if (read < 0) return failure("read", name);
        if (read == 0) break;
        done += static_cast<std::size_t>(read);
    }
    bytes.resize(done);
    return bytes;
}

// A page of the file that could not be made durable counts as clean afterwards: only writing it again helps, which is
// what an append at the same place does.
Result<void> NativeDirectory::append_now(const std::string& name, std::uint64_t end, const Bytes& bytes)
{
    const int file = TRY(opened(name));
    struct stat status{};
    if (::fstat(file, &status) != 0) return failure("stat", name);
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size < end) return failed(ErrorKind::storage, "A file of the stored data became shorter.", name);
    if (size > end) {
        if (::ftruncate(file, static_cast<::off_t>(end)) != 0) return failure("cut", name);
        if (::fdatasync(file) != 0) return failure("sync", name);
    }
    TRY(write_all(file, name, end, bytes));
    if (::fdatasync(file) != 0) return failure("sync", name);
    return {};
}

Result<void> NativeDirectory::write_all(int file, const std::string& name, std::uint64_t offset,
                                        const Bytes& bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ::ssize_t written =
            ::pwrite(file, bytes.data() + done, bytes.size() - done, static_cast<::off_t>(offset + done));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failure("write", name);
        done += static_cast<std::size_t>(written);
    }
    return {};
}

Result<int> NativeDirectory::opened(const std::string& name)
{
    const auto found = m_files.find(name);
    if (found != m_files.end()) return found->second.number();
    return failed(ErrorKind::storage, "A file of the stored data was not opened.", name);
}

}  // namespace

std::unique_ptr<FileDirectory> open_native_directory(std::string folder)
{
    return std::make_unique<NativeDirectory>(std::move(folder));
}

}  // namespace app::store
