// active_sessions.h: the sessions that are not ended on one thread, innermost last: calls that begin belong
// to the innermost.
//
// A session is active on the thread on which it began, and is carried to the others by coroutines and by
// contexts: the call of a coroutine that is resumed brings its own session for as long as it runs there, and
// takes along those that began in it; a borrowed call brings the session for which the thread works.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "graph/open_calls.h"

namespace flowlog::graph {

template <class Sink>
class ActiveSessions {
 public:
  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  Session<Sink>* innermost() const { return entries_.back().session; }

  // `depth`: calls open on the thread.
  void begin(Session<Sink>* session, size_t depth) { entries_.push_back({session, depth, false}); }

  void end(Session<Sink>* session) {
    erase_last([&](const Entry& e) { return e.session == session && !e.carried; });
  }

  // Of the flowlog::sessions that are to end here, the one within which `inside` others are; null if there is
  // none.
  Session<Sink>* explicit_from_innermost(uint32_t inside) const {
    const auto found = std::find_if(entries_.rbegin(), entries_.rend(), [&](const Entry& e) {
      return e.session->explicit_ && !e.carried && inside-- == 0;
    });
    return found == entries_.rend() ? nullptr : found->session;
  }

  // The innermost if it is a flowlog::session that began with more than `depth` calls open.
  Session<Sink>* explicit_above(size_t depth) const {
    const bool above = !empty() && innermost()->explicit_ && entries_.back().begin_depth > depth;
    return above ? innermost() : nullptr;
  }

  void mark_left_open() {
    for (const Entry& entry : entries_) entry.session->left_open |= !entry.carried;
  }

  // ---- For a call that brings its session, and below which `depth` calls are open

  void carry(Session<Sink>* session, size_t depth) { entries_.push_back({session, depth, true}); }

  void stop_carrying(const Session<Sink>* session, size_t depth) {
    erase_last([&](const Entry& e) { return e.session == session && e.carried && e.begin_depth == depth; });
  }

  // ---- For that of a coroutine

  void bring_back(const Call<Sink>& call, size_t depth) {
    carry(call.session, depth);
    for (Session<Sink>* const session : call.coroutine->sessions)
      begin(session, depth + (session != call.session));
    call.coroutine->sessions.clear();
  }

  // What began with the call or in it goes with it.
  void take_along(const Call<Sink>& call, size_t depth) {
    std::erase_if(entries_, [&](const Entry& entry) {
      const bool own = call.starts_session && entry.session == call.session && !entry.carried;
      if (entry.begin_depth <= depth && !own) return false;
      call.coroutine->sessions.push_back(entry.session);
      return true;
    });
  }

 private:
  struct Entry {
    Session<Sink>* session;
    size_t begin_depth;
    bool carried;
  };

  template <class Predicate>
  void erase_last(Predicate is_it) {
    const auto found = std::find_if(entries_.rbegin(), entries_.rend(), is_it);
    if (found != entries_.rend()) entries_.erase(found.base() - 1);
  }

  std::vector<Entry> entries_;
};

}  // namespace flowlog::graph
