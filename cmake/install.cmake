# `cmake --install build --prefix DIR`: the executable, the library with its headers, a package that
# find_package(suanwang) finds (target suanwang::suanwang), and the scenarios.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/suanwang)

install(TARGETS suanwang RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS suanwang_lib EXPORT suanwang ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/suanwang DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/suanwang OPTIONAL)

install(EXPORT suanwang NAMESPACE suanwang:: FILE suanwangTargets.cmake DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/generated/suanwangConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/suanwangConfig.cmake ${CMAKE_CURRENT_LIST_DIR}/FindCbc.cmake
              ${PROJECT_BINARY_DIR}/generated/suanwangConfigVersion.cmake
        DESTINATION ${package_dir})
