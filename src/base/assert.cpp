#include "base/assert.h"

#include <cstdlib>
#include <iostream>

namespace app {

void assertion_failed(const char* condition, std::source_location where)
{
    std::cerr << "assertion failed: " << condition << " in " << where.function_name() << " ("
              << where.file_name() << ":" << where.line() << ")" << std::endl;
    std::abort();
}

}  // namespace app
