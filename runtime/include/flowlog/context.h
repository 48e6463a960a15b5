// context.h: takes a session to other threads: what they do for it then belongs to it, wherever and whenever
// it runs.
//
//   pool.post(flowlog::bind([&] { resize(image); }));          // resize is called by whoever posted it
//
// or by hand:
//
//   std::thread([context = flowlog::context::current()] {
//     flowlog::adopted scope(context);
//     ...
//   });
//
// Threads: all of this may be used on any thread, signal handlers excepted. Nothing here waits, allocates or
// throws. A program that is not linked with the recorder runs the same, and nothing is recorded.
#pragma once

#include <flowlog/annotate.h>
#include <flowlog/session.h>

#include <cstdint>
#include <functional>
#include <type_traits>
#include <utility>

#ifndef FLOWLOG_DISABLE
extern "C" {
__attribute__((weak)) void flowlog_share(std::uint64_t context[3], std::uint64_t session);
__attribute__((weak)) std::uint64_t flowlog_adopt(const std::uint64_t context[3], std::uint32_t how);
__attribute__((weak)) void flowlog_release(std::uint64_t adoption);
}
#endif

namespace FLOWLOG_IGNORE flowlog {

// That a thread works for a session, and which of its calls that is done for. A plain value of 24 bytes; it
// may outlive the session and the thread.
class context {
 public:
  // Of nothing: who adopts it goes on as before.
  context() noexcept = default;

  // The innermost session of this thread, and the tracked call in which it is; an implicit session, too. Of
  // nothing where there is none, or while nothing is recorded. Costs one record.
  static context current() noexcept {
    context current;
#ifndef FLOWLOG_DISABLE
    if (flowlog_share != nullptr) flowlog_share(current.words_, 0);
#endif
    return current;
  }

 private:
  friend class adopted;
  friend class session;
  std::uint64_t words_[3] = {};
};

inline context session::share() const noexcept {
  context shared;
#ifndef FLOWLOG_DISABLE
  if (begun_.token != 0 && flowlog_share != nullptr) flowlog_share(shared.words_, begun_.token);
#endif
  return shared;
}

// As long as it lives, this thread works for the context's session: tracked calls belong to it, and are
// called by the call in which context::current() was asked for, even if that has returned meanwhile. Then all
// is as before. They nest. Costs one record at each end.
//
// To be destroyed on its own thread, in the reverse order of construction; and a context of a
// flowlog::session is to be adopted before that ends. Otherwise nothing is adopted or given up, one line on
// stderr says so, and calls are sessions of their own. Not copyable, not movable.
class adopted {
 public:
  explicit adopted([[maybe_unused]] const context& of) noexcept {
#ifndef FLOWLOG_DISABLE
    if (flowlog_adopt != nullptr) adoption_ = flowlog_adopt(of.words_, 0);
#endif
  }

  ~adopted() {
#ifndef FLOWLOG_DISABLE
    if (adoption_ != 0) flowlog_release(adoption_);
#endif
  }

  adopted(const adopted&) = delete;
  adopted& operator=(const adopted&) = delete;

 private:
  std::uint64_t adoption_ = 0;
};

// A callable and the context in which each of its calls is to run. Copyable and movable as F is.
template <class F>
class bound {
 public:
  template <class G, class = std::enable_if_t<std::is_constructible_v<F, G> &&
                                              !std::is_same_v<std::decay_t<G>, bound>>>
  bound(const context& in, G&& callable) noexcept(std::is_nothrow_constructible_v<F, G>)
      : context_(in), callable_(std::forward<G>(callable)) {}

  template <class... Args>
  std::invoke_result_t<F&, Args...> operator()(Args&&... args) & noexcept(
      std::is_nothrow_invocable_v<F&, Args...>) {
    const adopted scope(context_);
    return std::invoke(callable_, std::forward<Args>(args)...);
  }
  template <class... Args>
  std::invoke_result_t<const F&, Args...> operator()(Args&&... args) const& noexcept(
      std::is_nothrow_invocable_v<const F&, Args...>) {
    const adopted scope(context_);
    return std::invoke(callable_, std::forward<Args>(args)...);
  }
  template <class... Args>
  std::invoke_result_t<F, Args...> operator()(Args&&... args) && noexcept(
      std::is_nothrow_invocable_v<F, Args...>) {
    const adopted scope(context_);
    return std::invoke(std::move(callable_), std::forward<Args>(args)...);
  }

 private:
  context context_;
  F callable_;
};

// `callable`, a copy of it, or it itself if it is given away, as a callable that does the same within the
// context that is current here. Arguments, result and exceptions pass through.
template <class F>
bound<std::decay_t<F>> bind(F&& callable) {
  return {context::current(), std::forward<F>(callable)};
}

}  // namespace flowlog
