# Test programs. On the web flavours these functions do nothing: the browser suite tests what is built there.

function(add_test_program target)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;USES")
    add_executable(${target} ${ARG_SOURCES})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_compile_definitions(${target} PRIVATE TEST_DATA_FOLDER="${PROJECT_SOURCE_DIR}/tests/data")
    target_link_libraries(${target} PRIVATE app::options app::warnings)
    foreach(used IN LISTS ARG_USES)
        target_link_libraries(${target} PRIVATE app::${used})
    endforeach()
endfunction()

# app_test(name SOURCES … USES floor… [LABELS label…]): GoogleTest program test_<name>, one ctest entry.
function(app_test name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;USES;LABELS")
    if(EMSCRIPTEN OR APP_FLAVOUR STREQUAL "fuzz")
        return()
    endif()
    add_test_program(test_${name} SOURCES ${ARG_SOURCES} USES ${ARG_USES})
    target_link_libraries(test_${name} PRIVATE vendor_gtest)
    add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}")
endfunction()

# app_fuzz(name SOURCES … USES floor…): libFuzzer program fuzz_<name>; starts from tests/fuzz/corpus/<name> if there.
function(app_fuzz name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;USES")
    if(NOT APP_FLAVOUR STREQUAL "fuzz")
        return()
    endif()
    add_test_program(fuzz_${name} SOURCES ${ARG_SOURCES} USES ${ARG_USES})
    # Debian's libFuzzer was built with libstdc++: it is there for the fuzzer itself, our code keeps libc++.
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(fuzz_${name} PRIVATE -l:libstdc++.so.6)
    add_test(NAME fuzz_${name} COMMAND ${PROJECT_SOURCE_DIR}/tests/dev/fuzz_one.sh $<TARGET_FILE:fuzz_${name}>
        ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name} WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
    set_tests_properties(fuzz_${name} PROPERTIES LABELS fuzz TIMEOUT 86400)
endfunction()
