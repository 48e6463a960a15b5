// session.h: one flow of work through the program, such as a request or a test.
//
// Every tracked call belongs to the session that is current on its thread. Sessions nest; the inner one is
// separate. Where only some are recorded (FLOWLOG_SAMPLE), each is decided on by itself. What is recorded,
// and when it reaches the file: docs/life-of-a-call.md.
//
// A program that is not linked with the recorder runs the same, untraced.
#pragma once

#include <flowlog/annotate.h>
#include <flowlog/session_abi.h>
#include <flowlog/uuid.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#ifndef FLOWLOG_DISABLE
extern "C" {
__attribute__((weak)) decltype(flowlog_session_begin) flowlog_session_begin;
__attribute__((weak)) decltype(flowlog_session_end) flowlog_session_end;
__attribute__((weak)) decltype(flowlog_session_id) flowlog_session_id;
__attribute__((weak)) decltype(flowlog_current_session) flowlog_current_session;
__attribute__((weak)) decltype(flowlog_correlation_id) flowlog_correlation_id;
__attribute__((weak)) decltype(flowlog_attribute) flowlog_attribute;
}
#endif

namespace FLOWLOG_IGNORE flowlog {

class context;
class remote_caller;  // remote.h

// What the program says of the innermost session of this thread: its route, a tenant. `key` names a kind;
// both are copied, at most 255 bytes each. Of one key the last value counts; a session has room for 64 keys.
// Outside of any session it says nothing.
inline void attribute([[maybe_unused]] std::string_view key,
                      [[maybe_unused]] std::string_view value) noexcept {
#ifndef FLOWLOG_DISABLE
  if (flowlog_attribute != nullptr) flowlog_attribute(key.data(), key.size(), value.data(), value.size());
#endif
}

// Starts a session on this thread, and ends it when destroyed: on the same thread, or where the coroutine in
// which it began has taken it. Elsewhere it does not end before its thread does; that is counted, told once
// on stderr, and does no harm. Costs one record at each end and never waits: if no buffer is free, the
// session is counted as dropped. Not copyable, not movable.
class session {
 public:
  // `name` groups sessions of one kind ("checkout", a test's name); it is copied, at most 255 bytes.
  explicit session([[maybe_unused]] std::string_view name) noexcept {
#ifndef FLOWLOG_DISABLE
    if (flowlog_session_begin != nullptr) begun_ = flowlog_session_begin(name.data(), name.size());
#endif
  }

  // Part of the session in which a message was sent, by the headers that remote.h has read from it; one of
  // its own where these name none.
  session(std::string_view name, const remote_caller& caller);

  ~session() {
#ifndef FLOWLOG_DISABLE
    if (begun_.token != 0 && !has_ended()) flowlog_session_end(begun_.token);
#endif
  }

  // Ends it before that, once.
  void end() noexcept {
#ifndef FLOWLOG_DISABLE
    if (begun_.token == 0) return;
    flowlog_session_end(begun_.token);
    begun_.token |= FLOWLOG_SESSION_ENDED;
#endif
  }

  session(const session&) = delete;
  session& operator=(const session&) = delete;

  // Distinct for every session, in the form of a UUIDv4; nil if it is not recorded. It is computed when it is
  // asked for.
  uuid id() const noexcept {
    if (received_ != nullptr) return received_->id;
    uuid id;
#ifndef FLOWLOG_DISABLE
    if (begun_.position != 0) flowlog_session_id(begun_, id.bytes);
#endif
    return id;
  }

  // What other threads need to work for it: context.h, which is to be included. On its own thread, and while
  // no other session is inside of it there; else of nothing, and counted likewise.
  FLOWLOG_IGNORE context share() const noexcept;

  // By which a request is known in everything that serves it: as it came with the caller's message, else that
  // of the session around this one, else this session's id. "" if there is none of them.
  std::string correlation_id() const {
    if (received_ != nullptr && !received_->correlation_id.empty()) return received_->correlation_id;
#ifndef FLOWLOG_DISABLE
    if (flowlog_correlation_id != nullptr) {
      char text[FLOWLOG_MAX_CORRELATION];
      if (const std::uint32_t bytes = flowlog_correlation_id(text)) return {text, bytes};
    }
#endif
    const uuid own = id();
    return own.is_nil() ? std::string() : own.to_string();
  }

  // As flowlog::attribute, of this session; to be called while it is the innermost of its thread.
  void attribute(std::string_view key, std::string_view value) noexcept {
    if (begun_.position != 0) flowlog::attribute(key, value);
  }

 private:
  struct received {  // with a message
    uuid id;
    std::string correlation_id;
  };

  bool has_ended() const noexcept { return (begun_.token & FLOWLOG_SESSION_ENDED) != 0; }

  flowlog_begun begun_{};
  std::unique_ptr<received> received_;
};

// The id of the innermost session that is current on this thread, of flowlog::session or
// [[flowlog::session]]; nil where there is none, or it is not recorded.
inline uuid current_session_id() noexcept {
  uuid id;
#ifndef FLOWLOG_DISABLE
  if (flowlog_current_session != nullptr) flowlog_current_session(id.bytes);
#endif
  return id;
}

}  // namespace flowlog
