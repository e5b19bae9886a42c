#include "store/backup_file.h"

#include <algorithm>
#include <format>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "store/byte_codec.h"

namespace app::store {

namespace {

constexpr std::string_view container_magic = "LBBACKUP";
constexpr std::string_view clear_magic("SQLite format 3\0", 16);
constexpr std::uint32_t format = 1;
constexpr std::size_t format_end = container_magic.size() + sizeof format;
constexpr std::size_t head_size = format_end + sizeof(std::int64_t) + EncryptionHeader::size;
constexpr std::int64_t piece_size = 1024 * 1024;
constexpr auto seal_size = static_cast<std::int64_t>(Cipher::seal_size);

struct Head {
    std::int64_t image_size = 0;
    EncryptionHeader encryption;
};

std::unexpected<Error> no_backup()
{
    return failed(ErrorKind::rejected, "This file is no backup of this program.");
}

std::unexpected<Error> altered(std::string detail)
{
    return failed(ErrorKind::rejected,
                  "This backup is not as it was written: it was cut off or altered. Take another one.",
                  std::move(detail));
}

std::string place_of_piece(std::int64_t number, std::int64_t image_size)
{
    return std::format("backup {}|{}|{}", format, number, image_size);
}

std::int64_t pieces_of(std::int64_t image_size)
{
    return (image_size + piece_size - 1) / piece_size;
}

std::size_t size_of_piece(std::int64_t number, std::int64_t image_size)
{
    return static_cast<std::size_t>(std::min(piece_size, image_size - number * piece_size));
}

Bytes head_bytes(std::int64_t image_size, const EncryptionHeader& encryption)
{
    Bytes bytes;
    for (const char letter : container_magic) bytes.push_back(static_cast<std::byte>(letter));
    put_number(bytes, format);
    put_number(bytes, image_size);
    const Bytes header = bytes_of(encryption);
    bytes.insert(bytes.end(), header.begin(), header.end());
    return bytes;
}

Result<Head> head_from(std::span<const std::byte> bytes)
{
    ByteReader reader(bytes.subspan(container_magic.size()));
    if (reader.number<std::uint32_t>() != format) {
        return failed(ErrorKind::rejected,
                      "A newer version of this program made this backup. Reload the page to get it.");
    }
    Head head{.image_size = reader.number<std::int64_t>(), .encryption = {}};
    Result<EncryptionHeader> encryption = encryption_header(reader.rest());
    if (!encryption) return altered(encryption.error().message);
    head.encryption = *std::move(encryption);
    return head;
}

bool begins_with(std::span<const std::byte> bytes, std::string_view text)
{
    const std::span<const std::byte> head = std::as_bytes(std::span(text));
    return bytes.size() >= head.size() && std::ranges::equal(bytes.first(head.size()), head);
}

Task<> read_clear(BackupSource source, PageImage& image)
{
    const std::int64_t size = source.file.size();
    if (size > PageImage::size_max) co_await Result<void>(no_backup());
    for (std::int64_t piece = 0; piece < pieces_of(size); ++piece) {
        const std::int64_t offset = piece * piece_size;
        const Bytes bytes = co_await source.file.read(offset, size_of_piece(piece, size));
        const bool written = image.write(offset, bytes);
        ASSERT(written);
        co_await source.loop.pause_if_due();
    }
}

Task<> read_encrypted(BackupSource source, PageImage& image)
{
    if (source.file.size() < static_cast<std::int64_t>(head_size)) co_await Result<void>(altered("no head"));
    const Bytes first = co_await source.file.read(0, head_size);
    Head head = co_await head_from(first);
    const std::int64_t size = head.image_size;
    if (size < 0 || size > PageImage::size_max) co_await Result<void>(altered("size in the head"));
    std::int64_t offset = head_size;
    if (source.file.size() != offset + size + pieces_of(size) * seal_size) {
        co_await Result<void>(altered(std::format("{} bytes", source.file.size())));
    }
    const EncryptionKey key =
        co_await unlock(source.ciphers, std::move(head.encryption), std::move(source.passphrase));
    for (std::int64_t piece = 0; piece < pieces_of(size); ++piece) {
        const std::size_t sealed_size = size_of_piece(piece, size) + Cipher::seal_size;
        Bytes sealed = co_await source.file.read(offset, sealed_size);
        offset += static_cast<std::int64_t>(sealed_size);
        const Result<Bytes> opened =
            co_await outcome(key.cipher->open(std::move(sealed), place_of_piece(piece, size)));
        if (!opened) co_await Result<void>(altered(std::format("piece {}", piece)));
        const bool written = image.write(piece * piece_size, *opened);
        ASSERT(written);
        co_await source.loop.pause_if_due();
    }
}

}  // namespace

Task<> write_backup(BackupRequest request, ByteSink& sink)
{
    const std::unique_ptr<MemoryDatabase> copy =
        co_await take_snapshot(request.loop, request.random, request.database);
    co_await add_backup_info(request.loop, *copy, std::move(request.info));
    const std::int64_t size = copy->image().size();
    if (request.key) co_await sink.write(head_bytes(size, request.key->header));
    for (std::int64_t piece = 0; piece < pieces_of(size); ++piece) {
        Bytes bytes(size_of_piece(piece, size));
        const bool is_whole = copy->image().read(piece * piece_size, bytes) == bytes.size();
        ASSERT(is_whole);
        if (request.key) {
            bytes = co_await request.key->cipher->seal(std::move(bytes), place_of_piece(piece, size));
        }
        co_await sink.write(std::move(bytes));
        co_await request.loop.pause_if_due();
    }
}

Task<BackupForm> backup_form(ByteSource& source)
{
    const auto size = std::min<std::int64_t>(source.size(), clear_magic.size());
    const Bytes first = co_await source.read(0, static_cast<std::size_t>(size));
    if (begins_with(first, container_magic)) co_return BackupForm::encrypted;
    if (!begins_with(first, clear_magic)) co_await Result<void>(no_backup());
    co_return BackupForm::clear;
}

Task<OpenBackup> open_backup(BackupSource source)
{
    const BackupForm form = co_await backup_form(source.file);
    OpenBackup backup{.copy = co_await MemoryDatabase::create(source.random), .info = {}};
    PageImage& image = backup.copy->image();
    if (form == BackupForm::clear) co_await read_clear(source, image);
    else co_await read_encrypted(source, image);
    const Result<void> opened = backup.copy->open();
    if (!opened) co_await Result<void>(altered(opened.error().message));
    backup.info = co_await checked_backup_info(source.loop, *backup.copy);
    co_return backup;
}

}  // namespace app::store
