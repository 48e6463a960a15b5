// outcome.h: what a call says of its own outcome, and what a type says of the calls that return it.
//
// C++14. The compiler plugin knows `expected`, `optional`, `variant`, error codes and what looks like them;
// the table is in docs/tracking.md. For other types one line tells it, anywhere in the unit, also behind the
// functions that return them:
//
//   template <> struct flowlog::outcome<Status> : flowlog::ok_means_success {};
//
// Without the plugin, and with FLOWLOG_DISABLE defined, all of this compiles to nothing.
#pragma once

#include <cstddef>

#ifndef FLOWLOG_DISABLE
extern "C" __attribute__((weak)) void flowlog_partial(const char* why, std::size_t why_bytes);
#endif

namespace flowlog {

// The innermost tracked call on this thread does only part of what was asked: if it then succeeds, it counts
// as partial, with `why` as its branch. `why` names a kind ("cache miss") and never holds data; it is copied,
// at most 1024 bytes. Null-terminated text, or anything with data() and size().
inline void partial(const char* why) noexcept {
#ifndef FLOWLOG_DISABLE
  if (flowlog_partial != nullptr) flowlog_partial(why, __builtin_strlen(why));
#else
  (void)why;
#endif
}
template <class Text>
inline auto partial(const Text& why) noexcept -> decltype(why.data(), why.size(), void()) {
#ifndef FLOWLOG_DISABLE
  if (flowlog_partial != nullptr) flowlog_partial(why.data(), why.size());
#else
  (void)why;
#endif
}

enum class result_type { success, error, partial };

// How a call ended that returned a Result, a type without const, reference or alias. Specialise it with one
// of the rules below as its base, or with a function of its own:
//
//   template <> struct flowlog::outcome<Reply> {
//     static flowlog::result_type of(const Reply& reply) noexcept;
//   };
//
// Partial specialisations cover families, such as `template <class T> struct flowlog::outcome<Result<T>>`. It
// comes before what the plugin knows by itself. `of` runs where a tracked function returns, on that thread,
// and must not throw. An error's branch detail is the name of the type. Results by reference are not asked:
// they may refer to anything.
template <class Result, class Enable = void>
struct outcome;

struct ok_means_success {  // absl::Status and its like
  template <class Result>
  static result_type of(const Result& result) noexcept {
    return result.ok() ? result_type::success : result_type::error;
  }
};

struct true_means_success {  // what converts to bool: handles, llvm::Expected, bool itself
  template <class Result>
  static result_type of(const Result& result) noexcept {
    return static_cast<bool>(result) ? result_type::success : result_type::error;
  }
};

struct zero_means_success {  // status numbers and enums of them
  template <class Result>
  static result_type of(const Result& result) noexcept {
    return result == static_cast<Result>(0) ? result_type::success : result_type::error;
  }
};

struct null_means_partial {  // pointers, smart or not, which are compared and never followed
  template <class Result>
  static result_type of(const Result& result) noexcept {
    return result == nullptr ? result_type::partial : result_type::success;
  }
};

// The same for raw pointers to classes with a virtual destructor of which you vouch that what they point to
// is alive: they are followed, and the object's dynamic type is the branch detail, as it is with unique_ptr
// and shared_ptr.
struct null_or_alive : null_means_partial {};

struct any_means_success {  // returning is success, whatever the plugin would say
  template <class Result>
  static result_type of(const Result&) noexcept {
    return result_type::success;
  }
};

#if !defined(FLOWLOG_DISABLE) && defined(__has_attribute)
#if defined(__FLOWLOG__) || __has_attribute(flowlog)
namespace detail {

// Success where the user has not said anything.
template <class Result>
unsigned stated_outcome_or_success(const Result&, long) noexcept {
  return static_cast<unsigned>(result_type::success);
}
template <class Result, std::size_t = sizeof(outcome<Result>)>
unsigned stated_outcome_or_success(const Result& result, int) noexcept {
  return static_cast<unsigned>(outcome<Result>::of(result));
}

// The plugin's question. It is instantiated at the end of the unit, when all specialisations are there.
template <class Result>
__attribute__((unused, nodebug, no_instrument_function, no_profile_instrument_function)) static unsigned
stated_outcome(const Result& result) noexcept {
  return detail::stated_outcome_or_success(result, 0);
}

}  // namespace detail
#endif
#endif

}  // namespace flowlog
