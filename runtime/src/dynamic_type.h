// dynamic_type.h: the types that exceptions and objects have while the program runs, by their linkage names
// (std::type_info::name()). Reads memory only.
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

// `exception` is the _Unwind_Exception that the unwinder hands to a landing pad; nullptr counts as foreign.
ExceptionType exception_type(const void* exception);

// Of a living object of a class with virtual functions. Empty if it is null, or was compiled without RTTI.
std::string_view object_type(const void* object);

}  // namespace flowlog::runtime
