# Finds Cbc (Debian: coinor-libcbc-dev) with the libraries of COIN-OR that it stands on; makes Cbc::Cbc. Its headers are
# included as <coin/CbcModel.hpp>.
find_path(Cbc_INCLUDE_DIR coin/CbcModel.hpp)
set(Cbc_needed Cbc_INCLUDE_DIR)
set(Cbc_libraries "")
foreach(name Cbc OsiClp Clp Osi CoinUtils)
  find_library(Cbc_${name}_LIBRARY ${name})
  mark_as_advanced(Cbc_${name}_LIBRARY)
  list(APPEND Cbc_needed Cbc_${name}_LIBRARY)
  list(APPEND Cbc_libraries ${Cbc_${name}_LIBRARY})
endforeach()
mark_as_advanced(Cbc_INCLUDE_DIR)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Cbc REQUIRED_VARS ${Cbc_needed})
if(Cbc_FOUND AND NOT TARGET Cbc::Cbc)
  add_library(Cbc::Cbc INTERFACE IMPORTED)
  set_target_properties(Cbc::Cbc PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${Cbc_INCLUDE_DIR}"
                                            INTERFACE_LINK_LIBRARIES "${Cbc_libraries}")
endif()
