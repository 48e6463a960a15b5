// thread_sessions.h: how the sessions of one thread begin and end. Which of them are active:
// active_sessions.h.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "graph/active_sessions.h"
#include "graph/open_calls.h"

namespace flowlog::graph {

template <class Sink>
class ThreadSessions {
 public:
  ThreadSessions(StreamState<Sink>& state, uint32_t thread)
      : state_(state), thread_(thread), losses_(state.losses_of(thread)) {}

  // Of the chunk in which the records that follow stand.
  void set_sequence(uint64_t sequence) { sequence_ = sequence; }

  ActiveSessions<Sink>& active() { return active_; }

  // `depth`: calls open on the thread. `remote`: where it began, if that was elsewhere.
  Session<Sink>* begin(uint32_t word, uint32_t first_site, size_t depth, int64_t now_ns,
                       const Remote& remote) {
    let_last_go();
    Session<Sink>* const session = state_.take_session();
    session->position = {thread_, sequence_, word};
    session->start_ns = now_ns;
    session->name = Texts::kNone;
    session->test = active_.empty() ? state_.test : active_.innermost()->test;
    session->first_site = first_site;
    session->calls = 0;
    session->number = ++state_.sessions;
    session->losses_before = active_.empty() ? losses_at_last_end_ : losses_;
    session->lost_records = session->left_open = session->shared = false;
    session->explicit_ = session->ended = false;
    session->apart = std::exchange(next_is_apart_, false);
    session->open_calls = 0;
    session->from_outside = remote.has_value();
    if (remote) session->remote = *remote;
    state_.parts += session->is_part();
    active_.begin(session, depth);
    state_.sink.session_began(*session);
    return session;
  }

  // Between the session that begins next and the innermost call is what was not recorded.
  void set_next_apart() { next_is_apart_ = true; }

  // Of the innermost, if there is one.
  void set_attribute(std::string_view key, std::string_view value) {
    if (active_.empty()) return;
    Session<Sink>* const session = active_.innermost();
    if (key == format::kTestName) session->test = state_.texts.number_of(value);
    if constexpr (requires { &Sink::attribute_set; }) state_.sink.attribute_set(*session, key, value);
  }

  // No further call of this thread belongs to it. Its open ones still do, so the sink hears of it when the
  // last of them has ended; of a shared one, when the trace has.
  void end(Session<Sink>* session, int64_t now_ns) {
    session->ended = true;
    active_.end(session);
    if (session->open_calls == 0 || session->shared) forget(session, now_ns);
  }

  // What is lost while no session is active may have been more of what the sessions beside it did. So the
  // last of them waits for the next, or for the thread's end.
  void forget(Session<Sink>* session, int64_t now_ns) {
    let_last_go();
    if (session->position.thread != thread_) {
      session->lost_records |= session->losses_before != state_.losses_of(session->position.thread);
      return state_.has_ended(session, now_ns);
    }
    last_ = session;
    last_end_ns_ = now_ns;
    if (!active_.empty()) return let_last_go();
    losses_at_last_end_ = losses_;
  }

  void let_last_go() {
    if (last_ == nullptr) return;
    last_->lost_records |= last_->losses_before != losses_;
    state_.has_ended(last_, last_end_ns_);
    last_ = nullptr;
  }

 private:
  StreamState<Sink>& state_;
  const uint32_t thread_;
  const uint64_t& losses_;  // of the thread so far
  uint64_t sequence_ = 0;
  Session<Sink>* last_ = nullptr;  // has ended, and no other is active
  int64_t last_end_ns_ = 0;
  uint64_t losses_at_last_end_ = 0;
  ActiveSessions<Sink> active_;
  bool next_is_apart_ = false;
};

}  // namespace flowlog::graph
