# The helpers every folder uses. The folder decides a library's name, its
# dependencies decide the architecture.

set(TONUS_WARNINGS -Wall -Wextra -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # These depend on what the optimiser inlines and are often wrong about
  # std::optional: a build with other flags must not fail where the tests' did
  # not. They are still told.
  list(APPEND TONUS_WARNINGS -Wno-error=maybe-uninitialized
       -Wno-error=array-bounds -Wno-error=stringop-overflow
       -Wno-error=stringop-overread -Wno-error=restrict
       -Wno-error=free-nonheap-object -Wno-error=dangling-pointer)
endif()

# Precompiled headers save more than half of the time of a build. Builds with
# another compiler do without, so they notice an include that is missing.
function(tonus_precompile target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess)
    target_precompile_headers(${target} ${ARGN})
  endif()
endfunction()

# Adds library tonus_<name>. EXCEPTIONS is for the two places whose libraries
# throw from their headers (configuration, command line). PRECOMPILED is for
# those whose sources include what cmake/precompiled.h does.
function(tonus_library name)
  cmake_parse_arguments(ARG "EXCEPTIONS;PRECOMPILED" "" "SRCS;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(tonus_${name} STATIC ${ARG_SRCS})
  target_include_directories(tonus_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_options(tonus_${name} PRIVATE ${TONUS_WARNINGS})
  if(NOT ARG_EXCEPTIONS)
    target_compile_options(tonus_${name} PRIVATE -fno-exceptions)
  endif()
  target_link_libraries(tonus_${name} PUBLIC ${ARG_DEPS}
                                      PRIVATE ${ARG_PRIVATE_DEPS})
  if(ARG_PRECOMPILED AND name STREQUAL "engine")
    tonus_precompile(tonus_engine
      PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.h)
  elseif(ARG_PRECOMPILED)
    tonus_precompile(tonus_${name} REUSE_FROM tonus_engine)
  endif()
endfunction()

# Adds program <name>.
function(tonus_program name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${name} PRIVATE ${TONUS_WARNINGS})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()

# Some hundred programs are linked for the tests; this linker takes a quarter of
# the time of the default one. What is deployed is linked by the default one.
find_program(TONUS_FAST_LINKER ld.lld)

# Adds test <name> from <name>.cc of the calling folder.
function(tonus_test name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  if(NOT ARG_SRCS)
    set(ARG_SRCS ${name}.cc)
  endif()
  add_executable(${name} ${ARG_SRCS})
  target_compile_options(${name} PRIVATE ${TONUS_WARNINGS})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} tonus_testing
                                        GTest::gmock_main)
  if(TONUS_FAST_LINKER)
    target_link_options(${name} PRIVATE -fuse-ld=lld)
  endif()
  tonus_precompile(${name} REUSE_FROM tonus_test_headers)
  gtest_discover_tests(${name} NO_PRETTY_VALUES DISCOVERY_MODE PRE_TEST
                       PROPERTIES TIMEOUT 300)
endfunction()
