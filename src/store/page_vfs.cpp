#include "store/page_vfs.h"

#include <sqlite3.h>

#include <cstring>
#include <new>

#include "base/assert.h"

namespace app::store {

namespace {

// What SQLite allocates for an open file; the first member must be SQLite's own.
struct OpenFile {
    sqlite3_file base;
    PageImage* image;
};

PageImage& image_of(sqlite3_file* file)
{
    return *reinterpret_cast<OpenFile*>(file)->image;
}

int close_file(sqlite3_file*)
{
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 offset)
{
    const std::span bytes(static_cast<std::byte*>(into), static_cast<std::size_t>(size));
    const std::optional<std::size_t> there = image_of(file).read(offset, bytes);
    if (!there) return SQLITE_IOERR_READ;  // not loaded yet: the image knows which block
    return *there == bytes.size() ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset)
{
    const std::span bytes(static_cast<const std::byte*>(from), static_cast<std::size_t>(size));
    return image_of(file).write(offset, bytes) ? SQLITE_OK : SQLITE_FULL;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size)
{
    image_of(file).truncate(size);
    return SQLITE_OK;
}

int sync_file(sqlite3_file*, int)
{
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    *size = image_of(file).size();
    return SQLITE_OK;
}

// One connection, one image: nobody to lock out.
int lock_file(sqlite3_file*, int)
{
    return SQLITE_OK;
}

int check_reserved_lock(sqlite3_file*, int* reserved)
{
    *reserved = 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*)
{
    return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*)
{
    return 4096;
}

int device_characteristics(sqlite3_file*)
{
    return SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL |
           SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

constexpr sqlite3_io_methods io_methods = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = lock_file,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* vfs, const char*, sqlite3_file* file, int flags, int* out_flags)
{
    file->pMethods = nullptr;
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
    new (file) OpenFile{{&io_methods}, static_cast<PageImage*>(vfs->pAppData)};
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char*, int)
{
    return SQLITE_OK;
}

// SQLite asks this about journals left by a crash: there are none, a flush is atomic.
int file_exists(sqlite3_vfs*, const char*, int, int* exists)
{
    *exists = 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* path)
{
    sqlite3_snprintf(size, path, "%s", name);
    return SQLITE_OK;
}

// SQLite seeds its own generator with this: for temporary names and random row ids, which this program
// uses for nothing. Ids that must not be guessed come from Random.
int no_randomness(sqlite3_vfs*, int size, char* bytes)
{
    std::memset(bytes, 0, static_cast<std::size_t>(size));
    return size;
}

int no_sleep(sqlite3_vfs*, int)
{
    return 0;
}

// Time is passed into statements as a parameter; SQL's own clock stands still at 1970-01-01.
int no_time(sqlite3_vfs*, double* julian_day)
{
    *julian_day = 2440587.5;
    return SQLITE_OK;
}

int no_last_error(sqlite3_vfs*, int, char*)
{
    return 0;
}

}  // namespace

PageVfs::PageVfs(std::string name) : m_name(std::move(name)), m_vfs(std::make_unique<sqlite3_vfs>())
{
    m_vfs->iVersion = 1;
    m_vfs->szOsFile = sizeof(OpenFile);
    m_vfs->mxPathname = 256;
    m_vfs->zName = m_name.c_str();
    m_vfs->pAppData = &m_image;
    m_vfs->xOpen = open_file;
    m_vfs->xDelete = delete_file;
    m_vfs->xAccess = file_exists;
    m_vfs->xFullPathname = full_path;
    m_vfs->xRandomness = no_randomness;
    m_vfs->xSleep = no_sleep;
    m_vfs->xCurrentTime = no_time;
    m_vfs->xGetLastError = no_last_error;
}

Result<std::unique_ptr<PageVfs>> PageVfs::create(std::string name)
{
    if (sqlite3_initialize() != SQLITE_OK || sqlite3_vfs_find(name.c_str())) {
        return failed(ErrorKind::storage, "SQLite cannot take the file system '" + name + "'.");
    }
    auto vfs = std::unique_ptr<PageVfs>(new PageVfs(std::move(name)));
    if (sqlite3_vfs_register(vfs->m_vfs.get(), 0) != SQLITE_OK) {
        return failed(ErrorKind::storage, "SQLite refused the file system in memory.");
    }
    return vfs;
}

PageVfs::~PageVfs()
{
    sqlite3_vfs_unregister(m_vfs.get());
}

}  // namespace app::store
