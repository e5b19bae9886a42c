# Language, warnings and link options, each on an interface target. One dialect for every flavour.
#   app::options    everything that is compiled, vendor code too
#   app::warnings   our own code only: warnings, and in the sanitizer flavours undefined behaviour
#   app::web_link   programs for the browser

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

set(flavours native asan fuzz web-debug web-release)
if(NOT APP_FLAVOUR IN_LIST flavours)
    message(FATAL_ERROR "APP_FLAVOUR is '${APP_FLAVOUR}'; choose one of: ${flavours}")
endif()

add_library(app_options INTERFACE)
add_library(app::options ALIAS app_options)
target_compile_options(app_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)

if(APP_FLAVOUR STREQUAL "web-release")
    set(hardening FAST)
else()
    set(hardening EXTENSIVE)
endif()
target_compile_definitions(app_options INTERFACE _LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_${hardening})

# Copying memory is one instruction then, instead of a call into JavaScript. Every browser with WebGL 2 has it.
if(EMSCRIPTEN)
    target_compile_options(app_options INTERFACE -mbulk-memory)
    target_link_options(app_options INTERFACE -mbulk-memory)
endif()

if(NOT EMSCRIPTEN)
    target_compile_options(app_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-stdlib=libc++>)
    target_link_options(app_options INTERFACE -stdlib=libc++ -fuse-ld=lld)
    set(probe_options -stdlib=libc++)
endif()

add_library(app_warnings INTERFACE)
add_library(app::warnings ALIAS app_warnings)
target_compile_options(app_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast>)

# Undefined behaviour is looked for in our own code only: vendor code stays as its authors test it.
if(APP_FLAVOUR MATCHES "asan|fuzz")
    target_compile_options(app_options INTERFACE -fsanitize=address -fno-omit-frame-pointer)
    target_link_options(app_options INTERFACE -fsanitize=address,undefined)
    target_compile_options(app_warnings INTERFACE -fsanitize=undefined -fno-sanitize-recover=all)
endif()
if(APP_FLAVOUR STREQUAL "fuzz")
    target_compile_options(app_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# 64 KB of stack is Emscripten's default and too little for SQLite's deepest calls. No thread, no file system, no
# eval: the page's Content-Security-Policy allows WebAssembly and nothing else that would compile text.
add_library(app_web_link INTERFACE)
add_library(app::web_link ALIAS app_web_link)
if(EMSCRIPTEN)
    target_link_options(app_web_link INTERFACE
        -sENVIRONMENT=web -sALLOW_MEMORY_GROWTH=1 -sSTACK_SIZE=1MB -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sFETCH=1 -sFETCH_SUPPORT_INDEXEDDB=0
        -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sEXIT_RUNTIME=0 -sSUPPORT_LONGJMP=0)
    if(APP_FLAVOUR STREQUAL "web-release")
        # Measured with SQLite, Dear ImGui and JSON in it: LTO makes the page no smaller and the link three times as long;
        # Binaryen's passes (-Os here too) save 1.4 % of what travels and cost ten times the link. The compiler has
        # already optimized every object for size, so -O1, which leaves them out, keeps a rebuild far below 30 s.
        target_link_options(app_web_link INTERFACE -O1 -g0 --closure 0 -sASSERTIONS=0)
    else()
        target_link_options(app_web_link INTERFACE -O1 -g -sASSERTIONS=2 -sSTACK_OVERFLOW_CHECK=2)
    endif()
endif()

# A wrong compiler or library fails here in one line, not in a thousand of template errors.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
try_compile(APP_TOOLCHAIN_FITS SOURCES ${PROJECT_SOURCE_DIR}/tests/toolchain/probe.cpp
    COMPILE_DEFINITIONS ${probe_options} -fno-exceptions
    CXX_STANDARD 23 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
if(NOT APP_TOOLCHAIN_FITS)
    unset(APP_TOOLCHAIN_FITS CACHE)
    message(FATAL_ERROR "${CMAKE_CXX_COMPILER} (${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}) lacks C++23 coroutines, std::expected or std::format: Clang 19 with libc++ is needed, run ./dev setup")
endif()
unset(CMAKE_TRY_COMPILE_TARGET_TYPE)

# app_page(target): after the browser program `target` is linked, assembles build/<preset>/page/ from it, web/ and
# assets/. The release is also compressed and measured against its budget.
function(app_page target)
    set(compress $<$<STREQUAL:${APP_FLAVOUR},web-release>:--compress>)
    add_custom_target(page ALL
        COMMAND /usr/bin/python3 ${PROJECT_SOURCE_DIR}/tests/dev/page.py --web ${PROJECT_SOURCE_DIR}/web
            --assets ${PROJECT_SOURCE_DIR}/assets --out ${PROJECT_BINARY_DIR}/page ${compress}
            $<TARGET_FILE:${target}> $<TARGET_FILE_DIR:${target}>/${target}.wasm ${ARGN}
        COMMAND_EXPAND_LISTS VERBATIM USES_TERMINAL)
    add_dependencies(page ${target})
endfunction()
