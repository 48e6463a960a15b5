# flowlogTests.cmake: CTest's tests as sessions.

# Each test that is added in the directory of the caller, before or after, is run as a session of its name: all that its
# processes do belongs to it, unless they name tests themselves. For programs whose framework flowlog has no listener for.
function(flowlog_ctest_sessions)
  cmake_language(DEFER CALL _flowlog_name_tests)
endfunction()

function(_flowlog_name_tests)
  get_property(tests DIRECTORY PROPERTY TESTS)
  foreach(test IN LISTS tests)
    set_property(TEST "${test}" APPEND PROPERTY ENVIRONMENT "FLOWLOG_TEST=${test}")
  endforeach()
endfunction()
