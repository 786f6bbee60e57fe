# Says which version and commit this is, for `--version` and every result (suanwang/base/version.hpp).
#
# The commit is asked for at build time, not at configure time, and written to a source file of its own that
# is touched only when the answer changes: a new commit recompiles that one file and links again.
#
#   include(cmake/version.cmake)       defines the target suanwang_version and suanwang_version_source
#   cmake -D... -P cmake/version.cmake is what that target runs

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(suanwang_version_source ${PROJECT_BINARY_DIR}/generated/suanwang/version.cpp)
  add_custom_target(suanwang_version
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DVERSION=${PROJECT_VERSION}
            -DOUTPUT=${suanwang_version_source} -P ${CMAKE_CURRENT_LIST_FILE}
    BYPRODUCTS ${suanwang_version_source}
    COMMENT "Asking git for the commit" VERBATIM)
  return()
endif()

# "a1b2c3d", "a1b2c3d-dirty" when tracked files differ from it, "unknown" where git or its history is absent.
set(COMMIT unknown)
find_program(GIT git)
if(GIT AND EXISTS ${SOURCE}/.git)  # and not that of a project that this source lies in
  set(ENV{GIT_OPTIONAL_LOCKS} 0)   # a build must not stand in the way of somebody's git command
  execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --short=7 HEAD OUTPUT_VARIABLE head
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  execute_process(COMMAND ${GIT} -C ${SOURCE} status --porcelain --untracked-files=no
                  OUTPUT_VARIABLE changes ERROR_QUIET)
  if(NOT failed)
    set(COMMIT ${head})
    if(changes)
      string(APPEND COMMIT -dirty)
    endif()
  endif()
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/version.cpp.in ${OUTPUT} @ONLY)  # writes only what differs
