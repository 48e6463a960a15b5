// session.h: one flow of work through the program, such as a request or a test.
//
// Every tracked call belongs to the session that is current on its thread. Sessions nest; the inner one is
// separate. Where only some are recorded (FLOWLOG_SAMPLE), each is decided on by itself. What is recorded,
// and when it reaches the file: docs/life-of-a-call.md.
//
// A program that is not linked with the recorder runs the same, untraced.
#pragma once

#include <flowlog/annotate.h>
#include <flowlog/uuid.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#ifndef FLOWLOG_DISABLE
extern "C" {
__attribute__((weak)) std::uint64_t flowlog_session_begin(const char* name, std::size_t name_bytes,
                                                          unsigned char id[16]);
__attribute__((weak)) void flowlog_session_end(std::uint64_t token);
__attribute__((weak)) void flowlog_current_session(unsigned char id[16]);
__attribute__((weak)) std::uint32_t flowlog_correlation_id(char id[255]);
__attribute__((weak)) void flowlog_attribute(const char* key, std::size_t key_bytes, const char* value,
                                             std::size_t value_bytes);
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
    if (flowlog_session_begin != nullptr) token_ = flowlog_session_begin(name.data(), name.size(), id_.bytes);
#endif
  }

  // Part of the session in which a message was sent, by the headers that remote.h has read from it; one of
  // its own where these name none.
  session(std::string_view name, const remote_caller& caller);

  ~session() {
#ifndef FLOWLOG_DISABLE
    if (token_ > kEnded) flowlog_session_end(token_);
#endif
  }

  // Ends it before that, once.
  void end() noexcept {
#ifndef FLOWLOG_DISABLE
    if (token_ == 0) return;
    flowlog_session_end(token_);
    token_ = kEnded;
#endif
  }

  session(const session&) = delete;
  session& operator=(const session&) = delete;

  // Distinct for every session, in the form of a UUIDv4; nil if it is not recorded.
  const uuid& id() const noexcept { return id_; }

  // What other threads need to work for it: context.h, which is to be included. On its own thread, and while
  // no other session is inside of it there; else of nothing, and counted likewise.
  FLOWLOG_IGNORE context share() const noexcept;

  // By which a request is known in everything that serves it: as it came with the caller's message, else that
  // of the session around this one, else this session's id. "" if there is none of them.
  std::string correlation_id() const {
    std::string id = correlation_id_;
#ifndef FLOWLOG_DISABLE
    if (id.empty() && flowlog_correlation_id != nullptr) {
      char text[255];
      id.assign(text, flowlog_correlation_id(text));
    }
#endif
    return id.empty() && !id_.is_nil() ? id_.to_string() : id;
  }

  // As flowlog::attribute, of this session; to be called while it is the innermost of its thread.
  void attribute(std::string_view key, std::string_view value) noexcept {
    if (!id_.is_nil()) flowlog::attribute(key, value);
  }

 private:
  uuid id_;
  std::string correlation_id_;                // that came with a message
  static constexpr std::uint64_t kEnded = 1;  // FLOWLOG_SESSION_ENDED
  std::uint64_t token_ = 0;                   // 0: there is nothing to end
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
