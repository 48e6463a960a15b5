# flowlogConfig.cmake: find_package(flowlog) gives flowlog::flowlog and flowlog::test. What links to it is traced if its compiler is a Clang
# that an installed plugin fits, and is compiled as if the attributes were not there if it is GCC.
get_filename_component(_flowlog_prefix ${CMAKE_CURRENT_LIST_DIR}/../../.. ABSOLUTE)

set(_flowlog_options)
set(_flowlog_traced FALSE)
foreach(_flowlog_language IN ITEMS C CXX)
  set(_flowlog_version "${CMAKE_${_flowlog_language}_COMPILER_VERSION}")
  string(REGEX MATCH "^[0-9]+" _flowlog_major "${_flowlog_version}")
  set(_flowlog_plugin ${_flowlog_prefix}/lib/flowlog/${_flowlog_major}/flowlog-plugin.so)

  if(CMAKE_${_flowlog_language}_COMPILER_ID STREQUAL "Clang")
    if(EXISTS ${_flowlog_plugin})
      set(_flowlog_traced TRUE)
      list(APPEND _flowlog_options "$<$<COMPILE_LANGUAGE:${_flowlog_language}>:-fplugin=${_flowlog_plugin}>")
      if(_flowlog_major LESS 17)  # as in its flowlog.cfg
        list(APPEND _flowlog_options "$<$<COMPILE_LANGUAGE:${_flowlog_language}>:-D__FLOWLOG__>")
      endif()
    else()
      file(GLOB _flowlog_majors RELATIVE ${_flowlog_prefix}/lib/flowlog ${_flowlog_prefix}/lib/flowlog/*)
      set(flowlog_FOUND FALSE)
      string(CONCAT flowlog_NOT_FOUND_MESSAGE
        "this flowlog has plugins for Clang ${_flowlog_majors}, but CMAKE_${_flowlog_language}_COMPILER is Clang "
        "${_flowlog_version} (${CMAKE_${_flowlog_language}_COMPILER})")
      return()
    endif()
  elseif(CMAKE_${_flowlog_language}_COMPILER_ID STREQUAL "GNU")
    # -Wno-attributes=flowlog:: would not do for a namespace's attribute, nor for the bare [[flowlog]].
    list(APPEND _flowlog_options "$<$<COMPILE_LANGUAGE:${_flowlog_language}>:-Wno-attributes>")
  endif()
endforeach()

if(_flowlog_traced)
  include(${CMAKE_CURRENT_LIST_DIR}/flowlogTargets.cmake)
elseif(NOT TARGET flowlog::flowlog)
  message(STATUS "flowlog: compiled by ${CMAKE_CXX_COMPILER_ID}, what links to flowlog::flowlog is not traced; "
                 "for that, configure with -DCMAKE_CXX_COMPILER=clang++-19")
  add_library(flowlog::flowlog INTERFACE IMPORTED)
  set_target_properties(flowlog::flowlog PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${_flowlog_prefix}/include)
  add_library(flowlog::test INTERFACE IMPORTED)
  set_target_properties(flowlog::test PROPERTIES INTERFACE_LINK_LIBRARIES flowlog::flowlog)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/flowlogTests.cmake)
set_target_properties(flowlog::flowlog PROPERTIES INTERFACE_COMPILE_OPTIONS "${_flowlog_options}")
