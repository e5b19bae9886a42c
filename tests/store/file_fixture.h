#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "contract/page_file_contract.h"
#include "store/file_pages.h"
#include "store/memory_directory.h"
#include "support/fake_clock.h"
#include "support/run_task.h"

namespace app::store {

// Time, and files in memory on which page files are opened one after the other.
class FileWorld {
public:
    std::unique_ptr<FilePages> open(double delay_ms = 0)
    {
        auto made = std::make_unique<MemoryDirectory>(loop, disk, delay_ms);
        directory = made.get();
        return std::make_unique<FilePages>(loop, std::move(made), limits);
    }
    template <class T>
    Result<T> run(Task<T> task)
    {
        return testing::run_task(loop, clock, std::move(task));
    }
    // Until nothing goes on by itself any more.
    void idle()
    {
        while (true) {
            while (loop.run_ready(1000)) {}
            const auto due = loop.next_due();
            if (!due) return;
            clock.advance_to(*due);
        }
    }
    Bytes& file(const char* name) { return disk->files[name]; }

    testing::FakeClock clock;
    Loop loop{clock};
    std::shared_ptr<MemoryFiles> disk = std::make_shared<MemoryFiles>();
    MemoryDirectory* directory = nullptr;  // that was opened last
    FilePagesLimits limits;
};

inline std::string reason(const auto& result)
{
    return result ? "" : result.error().message + " (" + result.error().detail + ")";
}

}  // namespace app::store
