# Third-party code, from where ./dev setup puts it. Its headers are SYSTEM and it is built without our warnings.

set(deps ${PROJECT_SOURCE_DIR}/.deps)

function(require_vendor_file path)
    if(NOT EXISTS ${path})
        message(FATAL_ERROR "${path} is missing: run ./dev setup")
    endif()
endfunction()

# vendor_library(name SOURCES … INCLUDES …): target vendor_<name>.
function(vendor_library name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;INCLUDES")
    list(GET ARG_SOURCES 0 first)
    require_vendor_file(${first})
    add_library(vendor_${name} STATIC ${ARG_SOURCES})
    target_include_directories(vendor_${name} SYSTEM PUBLIC ${ARG_INCLUDES})
    target_compile_options(vendor_${name} PRIVATE -w)
    target_link_libraries(vendor_${name} PUBLIC app::options)
endfunction()

vendor_library(sqlite SOURCES ${deps}/sqlite/sqlite3.c INCLUDES ${deps}/sqlite)
target_compile_definitions(vendor_sqlite PUBLIC
    SQLITE_ENABLE_FTS5
    SQLITE_THREADSAFE=0
    SQLITE_OMIT_LOAD_EXTENSION
    SQLITE_OMIT_DEPRECATED
    SQLITE_OMIT_DESERIALIZE # its start-up asks for a default file system, which the browser has not
    SQLITE_OMIT_SHARED_CACHE
    SQLITE_DQS=0
    SQLITE_DEFAULT_FOREIGN_KEYS=1
    SQLITE_DEFAULT_MEMSTATUS=0
    SQLITE_TEMP_STORE=3)
# In the browser there are no files: the store registers its own VFS in sqlite3_os_init().
if(EMSCRIPTEN)
    target_compile_definitions(vendor_sqlite PUBLIC SQLITE_OS_OTHER=1)
endif()

set(imgui_sources imgui.cpp imgui_draw.cpp imgui_tables.cpp imgui_widgets.cpp)
list(TRANSFORM imgui_sources PREPEND ${deps}/imgui/)
vendor_library(imgui SOURCES ${imgui_sources} INCLUDES ${deps}/imgui)
target_compile_definitions(vendor_imgui PUBLIC
    IMGUI_ENABLE_TEST_ENGINE
    IMGUI_DISABLE_OBSOLETE_FUNCTIONS
    IMGUI_DISABLE_DEMO_WINDOWS
    IMGUI_DISABLE_DEBUG_TOOLS
    IMGUI_DISABLE_FILE_FUNCTIONS
    IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
    IMGUI_USE_WCHAR32)

require_vendor_file(${deps}/json/include/nlohmann/json.hpp)
add_library(vendor_json INTERFACE)
target_include_directories(vendor_json SYSTEM INTERFACE ${deps}/json/include)
target_compile_definitions(vendor_json INTERFACE JSON_NOEXCEPTION=1 JSON_DIAGNOSTICS=0)

if(NOT EMSCRIPTEN)
    set(googletest /usr/src/googletest)
    vendor_library(gtest
        SOURCES ${googletest}/googletest/src/gtest-all.cc ${googletest}/googlemock/src/gmock-all.cc
                ${googletest}/googlemock/src/gmock_main.cc
        INCLUDES ${googletest}/googletest/include ${googletest}/googlemock/include)
    target_include_directories(vendor_gtest PRIVATE ${googletest}/googletest ${googletest}/googlemock)
endif()
