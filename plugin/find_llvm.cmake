# Which of the LLVMs that the plugin can be built for are here: FLOWLOG_LLVM_MAJORS, the newest first, and for each of
# them FLOWLOG_LLVM_CONFIG_<major>.
set(supported 19 16)
set(FLOWLOG_LLVM_MAJORS)
foreach(major IN LISTS supported)
  find_program(FLOWLOG_LLVM_CONFIG_${major} llvm-config-${major})
  if(NOT FLOWLOG_LLVM_CONFIG_${major})
    continue()
  endif()
  execute_process(COMMAND ${FLOWLOG_LLVM_CONFIG_${major}} --includedir OUTPUT_VARIABLE llvm_include
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  if(EXISTS ${llvm_include}/clang/Frontend/FrontendPluginRegistry.h)  # Clang's headers are a package of their own
    list(APPEND FLOWLOG_LLVM_MAJORS ${major})
  else()
    message(STATUS "No plugin for LLVM ${major}: Clang's headers are missing (Debian: libclang-${major}-dev)")
  endif()
endforeach()

list(JOIN FLOWLOG_LLVM_MAJORS ", " majors)
if(NOT FLOWLOG_LLVM_MAJORS)
  list(JOIN supported " or " supported)
  message(FATAL_ERROR "flowlog's plugin needs LLVM ${supported}, and neither is here; on Debian: scripts/bootstrap, or "
                      "apt-get install clang-19 llvm-19-dev libclang-19-dev")
endif()
message(STATUS "Plugin for LLVM ${majors}")
