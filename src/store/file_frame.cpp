#include "store/file_frame.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <limits>

#include "base/assert.h"
#include "base/crc32c.h"

namespace app::store {

namespace {

// "LBF" and the version of the format. The mark and the header's checksum stay where they are in every version.
constexpr std::uint32_t magic = 0x0046424C;
constexpr std::uint32_t version = 1;
constexpr std::size_t checksum_at = frame_header_size - 4;
constexpr std::uint32_t ends_step_flag = 0x100;

using Header = std::array<std::byte, frame_header_size>;

class FieldWriter {
public:
    explicit FieldWriter(Header& header) : m_at(header.data()) {}
    template <std::unsigned_integral Field>
    void put(Field value)
    {
        for (std::size_t i = 0; i < sizeof value; ++i) *m_at++ = static_cast<std::byte>(value >> (8 * i));
    }

private:
    std::byte* m_at;
};

class FieldReader {
public:
    explicit FieldReader(std::span<const std::byte> bytes) : m_at(bytes.data()) {}
    template <std::unsigned_integral Field>
    Field take()
    {
        Field value = 0;
        for (std::size_t i = 0; i < sizeof value; ++i) value |= std::to_integer<Field>(*m_at++) << (8 * i);
        return value;
    }

private:
    const std::byte* m_at;
};

Header header_of(const Frame& frame)
{
    Header header{};
    FieldWriter fields(header);
    fields.put(magic | version << 24);
    fields.put(static_cast<std::uint32_t>(frame.kind) | (frame.ends_step ? ends_step_flag : 0));
    fields.put(static_cast<std::uint64_t>(frame.number));
    fields.put(static_cast<std::uint64_t>(frame.to));
    fields.put(frame.step);
    fields.put(frame.generation);
    fields.put(frame.size);
    fields.put(frame.checksum);
    fields.put(crc32c(std::span(header).first(checksum_at)));
    return header;
}

// Whether a header of this version says something that can be.
bool is_known(const Frame& frame)
{
    switch (frame.kind) {
    case FrameKind::record: return true;
    case FrameKind::block:
        return frame.number >= 0 && frame.number <= std::numeric_limits<std::uint32_t>::max();
    case FrameKind::manifest: return true;
    case FrameKind::trim: return frame.size == 0;
    case FrameKind::complete: return frame.size == 0;
    case FrameKind::unknown: return false;
    }
    return false;
}

}  // namespace

std::optional<Frame> frame_at(std::uint64_t offset, std::span<const std::byte> bytes)
{
    if (bytes.size() < frame_header_size) return std::nullopt;
    FieldReader fields(bytes);
    const auto mark = fields.take<std::uint32_t>();
    if ((mark & 0xFFFFFF) != magic) return std::nullopt;
    if (FieldReader(bytes.subspan(checksum_at)).take<std::uint32_t>() != crc32c(bytes.first(checksum_at))) {
        return std::nullopt;
    }
    const auto kind = fields.take<std::uint32_t>();
    Frame frame{.kind = static_cast<FrameKind>(kind & 0xFF),
                .ends_step = (kind & ends_step_flag) != 0,
                .number = static_cast<std::int64_t>(fields.take<std::uint64_t>()),
                .to = static_cast<std::int64_t>(fields.take<std::uint64_t>()),
                .generation = 0,
                .size = 0,
                .checksum = 0,
                .step = fields.take<std::uint64_t>(),
                .offset = offset};
    frame.generation = fields.take<std::uint32_t>();
    frame.size = fields.take<std::uint32_t>();
    frame.checksum = fields.take<std::uint32_t>();
    const bool known = mark >> 24 == version && (kind & ~(ends_step_flag | 0xFFU)) == 0 && is_known(frame);
    if (!known) frame.kind = FrameKind::unknown;
    return frame;
}

bool is_intact(const Frame& frame, std::span<const std::byte> bytes)
{
    return bytes.size() == frame.size && crc32c(bytes) == frame.checksum;
}

void FrameStep::add(FrameKind kind, std::int64_t number, std::int64_t to, std::span<const std::byte> bytes)
{
    ASSERT(bytes.size() <= std::numeric_limits<std::uint32_t>::max());
    const Frame frame{.kind = kind,
                      .ends_step = false,
                      .number = number,
                      .to = to,
                      .generation = m_generation,
                      .size = static_cast<std::uint32_t>(bytes.size()),
                      .checksum = crc32c(bytes),
                      .step = m_offset,
                      .offset = end()};
    const Header header = header_of(frame);
    m_bytes.insert(m_bytes.end(), header.begin(), header.end());
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    m_frames.push_back(frame);
}

void FrameStep::finish()
{
    ASSERT(!m_frames.empty());
    Frame& last = m_frames.back();
    last.ends_step = true;
    const Header header = header_of(last);
    std::ranges::copy(header, m_bytes.begin() + static_cast<std::ptrdiff_t>(last.offset - m_offset));
}

}  // namespace app::store
