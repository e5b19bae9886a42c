#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/file_directory.h"
#include "store/file_frame.h"
#include "store/file_scan.h"

namespace app::store {

// Opens the file and finds its frames. A last step whose bytes are torn is left out like one whose headers are.
Task<FileScan> scan_file(FileDirectory& directory, std::string name);

// The bytes of these frames, in this order, in few reads. Fails when they are damaged.
Task<std::vector<Bytes>> read_frames(FileDirectory& directory, std::string name, std::vector<Frame> frames);

[[nodiscard]] std::unexpected<Error> damaged_file(std::string_view name, std::uint64_t offset,
                                                  std::string_view what);

}  // namespace app::store
