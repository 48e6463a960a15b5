// exception_type.h: the dynamic type of an exception in flight, from what the unwinder hands to a landing
// pad.
#pragma once

#include <string_view>

namespace flowlog::runtime {

enum class ExceptionOrigin {
  kCxx,      // thrown by C++; `type_name` is its std::type_info::name()
  kForeign,  // thrown by another language
  kForced,   // no exception: the thread is being cancelled or ended
};

struct ExceptionType {
  ExceptionOrigin origin;
  std::string_view type_name;
};

// `exception` is an _Unwind_Exception; nullptr counts as foreign. Reads memory only.
ExceptionType exception_type(const void* exception);

}  // namespace flowlog::runtime
