// stack_machine.h: the open calls and sessions of one thread, and what each of its records does to them:
// docs/format.md, "Calls" and "Sessions". Who reads the records is thread_calls.h.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/call_stack.h"
#include "graph/details.h"
#include "graph/open_calls.h"
#include "graph/thread_sessions.h"

namespace flowlog::graph {

template <class Sink>
class StackMachine {
 public:
  StackMachine(StreamState<Sink>& state, uint32_t thread)
      : state_(state), losses_(state.losses_of(thread)), sessions_(state, thread), waiting_(thread) {}

  // The time of what comes next, and the chunk in which it stands.
  void set_time(int64_t now_ns) { now_ns_ = now_ns; }
  void set_sequence(uint64_t sequence) { sessions_.set_sequence(sequence); }
  int64_t now_ns() const { return now_ns_; }
  void set_attribute(std::string_view key, std::string_view value) { sessions_.set_attribute(key, value); }

  void enter(uint32_t site, uint32_t word) {
    if (calls_.entries() >= kMaxDepth) {
      ++too_deep_;
      ++state_.unmatched_records;
      return;
    }
    const bool starts = sessions_.active().empty() ||
                        (state_.starts_session(site) && sessions_.active().size() < kMaxSessions);
    Session<Sink>* const session = starts ? begin_session(word, site) : sessions_.active().innermost();
    ++session->calls;
    ++state_.calls;
    push({site, now_ns_, session}).starts_session = starts;
    Call<Sink>* const caller = calls_.below_innermost();
    calls_.innermost().outermost = caller == nullptr || caller->session != session;
    state_.sink.call_began(calls_.innermost(), known_caller(calls_.innermost(), caller));
  }

  // A whole call that made none, as most do. False, and nothing done, if it has to take enter() and exit().
  bool call(uint32_t site, int64_t end_ns, Outcome outcome) {
    const bool is_plain = !sessions_.active().empty() && !state_.starts_session(site);
    if (!is_plain || too_deep_ != 0 || calls_.entries() >= kMaxDepth) return false;
    Session<Sink>* const session = sessions_.active().innermost();
    ++session->calls;
    ++state_.calls;
    Call<Sink> call(site, now_ns_, session);
    call.gaps_before = gaps_;
    Call<Sink>* const caller = calls_.known_innermost();
    call.outermost = caller == nullptr || caller->session != session;
    state_.sink.call_began(call, known_caller(call, caller));
    now_ns_ = end_ns;
    state_.sink.call_ended(call, caller, {outcome, end_ns, true, false, Texts::kNone});
    return true;
  }

  void exit(uint32_t site, Outcome outcome) {
    if (too_deep_ != 0) {
      --too_deep_;
      return;
    }
    if (!calls_.innermost_matches(site)) {
      if (!calls_.is_open(site)) {
        // In a gap the innermost call may have ended, and given its place to one that is not known.
        if (!calls_.empty() && may_have_ended(calls_.innermost())) return abandon_innermost();
        ++state_.unmatched_records;
        return;
      }
      while (!calls_.innermost_matches(site)) abandon_innermost();
    }
    leave(outcome, true);
  }

  void begin_explicit_session(uint32_t word, std::string_view name, const Remote& remote) {
    if (sessions_.active().size() >= kMaxSessions) {
      ++state_.unmatched_records;
      return;
    }
    Session<Sink>* const session = begin_session(word, 0, remote);
    session->explicit_ = true;
    session->name = state_.texts.number_of(name);
  }

  // Of the one within which `inside` others go on.
  void end_explicit_session(uint32_t inside) {
    Session<Sink>* const session = sessions_.active().explicit_from_innermost(inside);
    if (session == nullptr) return void(++state_.unmatched_records);
    end_session(session);
  }

  void set_apart() { sessions_.set_next_apart(); }

  // Of the innermost call, if there is one; the same for the next two.
  void set_detail(std::string_view detail) {
    if (!calls_.empty()) calls_.innermost().detail = state_.texts.number_of(detail);
  }

  void set_alternative(uint32_t alternative) {
    if (calls_.empty()) return;
    set_detail(alternative_name(state_.trace.sites().at(calls_.innermost().site), alternative));
  }

  void set_partial(std::string_view why) {
    if (calls_.empty()) return;
    calls_.innermost().is_partial = true;
    calls_.innermost().partial = state_.texts.number_of(why);
  }

  void resync(uint32_t depth) {
    if (depth > calls_.depth()) return;
    too_deep_ = 0;
    abandon_above(depth);
  }

  void log([[maybe_unused]] const std::string& payload) {
    if constexpr (requires { &Sink::logged; })
      state_.sink.logged(payload, now_ns_,
                         sessions_.active().empty() ? nullptr : sessions_.active().innermost(),
                         calls_.known_innermost());
  }

  void suspend(uint64_t suspension) {
    if (too_deep_ != 0) {
      --too_deep_;
      return;
    }
    if (calls_.empty() || calls_.innermost().is_borrowed() || state_.suspended.size() >= kMaxSuspended ||
        state_.suspended.find(suspension) != nullptr) {
      ++state_.unmatched_records;
      return;
    }
    Call<Sink> call = take_innermost();
    Coroutine<Sink>& coroutine = *call.coroutine;
    ++coroutine.suspensions;
    coroutine.suspended_at_ns = now_ns_;
    if (call.is_known()) state_.sink.call_suspended(call, calls_.known_innermost());
    coroutine.ran_ns = call.running_ns(now_ns_);
    state_.suspended.leave(suspension, std::move(call), state_.can_go_on);
  }

  // False if the suspension was not seen yet: the record is to be taken again then.
  bool resume(uint64_t suspension, uint32_t word) {
    if (state_.suspended.find(suspension) != nullptr) {
      Call<Sink> call = state_.suspended.take(suspension);
      Coroutine<Sink>& coroutine = *call.coroutine;
      coroutine.suspended_ns += std::max<int64_t>(0, now_ns_ - coroutine.suspended_at_ns);
      put_back(std::move(call));
      if (calls_.innermost().is_known()) state_.sink.call_resumed(calls_.innermost(), thread_data_);
      return true;
    }
    const bool is_second =
        !waiting_.gave_up() && state_.suspended.is_awaited(suspension);  // who can't have resumed it
    if (!is_second && waiting_.waits_for(state_.suspended, suspension, state_.unmatched_records))
      return false;
    state_.unmatched_records += is_second;
    push_unknown(1, word, sessions_.active().empty());
    return true;
  }

  void share(uint64_t number) {
    const bool shared =
        too_deep_ == 0 && !sessions_.active().empty() &&
        state_.share(number, *sessions_.active().innermost(), calls_.known_innermost(), now_ns_);
    if (!shared) ++state_.unmatched_records;
  }

  // As resume.
  bool adopt(uint64_t number, uint32_t word) {
    if (calls_.entries() >= kMaxDepth) {
      ++too_deep_;
      ++state_.unmatched_records;
      return true;
    }
    if (const Share<Sink>* const share = state_.shares.find(number)) {
      begin_branch(number, *share);
      return true;
    }
    if (waiting_.waits_for(state_.shares, number, state_.unmatched_records)) return false;
    push_unknown(1, word, true);
    return true;
  }

  void release(uint64_t number) {
    if (too_deep_ != 0) {
      --too_deep_;
    } else if (!branches_.empty() && branches_.back().number == number) {
      const size_t open = branches_.size();
      while (branches_.size() == open) abandon_innermost();
    } else if (!calls_.empty() && (!calls_.innermost().is_known() || may_have_ended(calls_.innermost()))) {
      abandon_innermost();
    } else {
      ++state_.unmatched_records;
    }
  }

  // What it waits for will never come.
  void stop_waiting() { waiting_.give_up(); }

  // The trace ends: what is open was abandoned.
  void finish() {
    sessions_.active().mark_left_open();
    for (const Branch<Sink>& branch : branches_) branch.session->left_open = true;
    while (!calls_.empty()) abandon_innermost();
    while (!sessions_.active().empty()) end_session(sessions_.active().innermost());
    sessions_.let_last_go();
  }

  // Likewise, of a call that nobody has resumed; after finish().
  void abandon(Call<Sink>&& call, bool lost_records, int64_t now_ns) {
    now_ns_ = now_ns;
    call.session->lost_records |= lost_records;
    put_back(std::move(call));
    finish();
  }

  // ---- Losses

  void count_loss() { ++losses_; }

  // The thread's depth fell to `least_depth`, and rose to the chunk's.
  void find_footing_after_loss(uint32_t depth, const format::LostRecords& lost) {
    find_footing(depth, std::min(lost.least_depth, depth));
    for (uint32_t i = 0; i < lost.ended_sessions && !sessions_.active().empty(); ++i) end_explicit_session(0);
  }

  // How far the depth fell is not known: calls that it still counts may be others.
  void find_footing_after_gap(uint32_t depth) {
    ++gaps_;
    find_footing(depth, depth);
  }

 private:
  // Deeper than any stack of a real thread. A trace that goes on is hostile, and gets no memory for it.
  static constexpr size_t kMaxDepth = 1u << 20;
  static constexpr size_t kMaxSessions = 1u << 14;  // likewise, nested in each other

  // In the id of a session whose beginning was lost: no chunk has a record there.
  static constexpr uint32_t kWordOfLostBeginning = trace::kMaxChunkWords;

  Session<Sink>* begin_session(uint32_t word, uint32_t first_site, const Remote& remote = {}) {
    return sessions_.begin(word, first_site, calls_.depth(), now_ns_, remote);
  }
  void end_session(Session<Sink>* session) { sessions_.end(session, now_ns_); }

  // ---- Calls

  // Whether its exit may be among the records of a chunk that is missing.
  bool may_have_ended(const Call<Sink>& call) const { return call.gaps_before != gaps_; }

  Call<Sink>& push(Call<Sink>&& call) {
    call.gaps_before = gaps_;
    ++call.session->open_calls;
    return calls_.push(std::move(call));
  }

  // `lost` tells that it is known to have ended unseen.
  void leave(Outcome outcome, bool own_exit, bool lost = false) {
    Call<Sink>& call = calls_.innermost();
    if (call.depth > 1) return calls_.shrink(1);
    if (call.is_known()) {
      uint32_t detail = call.detail;
      if (outcome == Outcome::kSuccess && call.is_partial) {
        outcome = Outcome::kPartial;
        detail = call.partial;
      }
      lost = !own_exit && (lost || may_have_ended(call));
      const CallEnd end{outcome, now_ns_, own_exit, lost, detail};
      state_.sink.call_ended(call, calls_.below_innermost(), end);
    }
    if (call.coroutine) {
      end_piece(call);
      state_.sink.coroutine_ended(call, thread_data_);
    }
    Session<Sink>* const session = call.session;
    const bool ends_session = call.starts_session;
    calls_.pop();
    --session->open_calls;
    if (ends_session && !session->ended) {
      end_session(session);
    } else if (session->ended && session->open_calls == 0 && !session->shared) {
      sessions_.forget(session, now_ns_);
    }
  }

  void abandon_innermost(bool lost = false) {
    if (calls_.innermost().is_borrowed()) return end_branch();
    calls_.shrink(calls_.innermost().depth - 1);
    leave(Outcome::kAbandoned, false, lost);
  }

  void abandon_above(uint64_t depth, bool lost = false) {
    while (calls_.depth() > depth) {
      const uint64_t above = calls_.depth() - depth;
      if (calls_.innermost().depth <= above) {
        abandon_innermost(lost);
      } else {
        calls_.shrink(above);
      }
    }
  }

  // ---- Coroutines

  static constexpr size_t kMaxSuspended = 1u << 22;  // a trace with more is hostile

  // Off the stack, with the sessions that began in it.
  Call<Sink> take_innermost() {
    if (calls_.innermost().depth > 1) {  // of calls whose enters were lost, one
      Session<Sink>* const session = calls_.innermost().session;
      calls_.shrink(1);
      push({Call<Sink>::kEnterLost, 0, session});
    }
    Call<Sink>& innermost = calls_.innermost();
    if (!innermost.coroutine) {
      innermost.coroutine = std::make_unique<Coroutine<Sink>>();
      innermost.coroutine->piece_start_ns = innermost.start_ns;
      innermost.coroutine->losses_before = losses_;
    }
    end_piece(innermost);
    sessions_.active().take_along(innermost, calls_.depth() - 1);
    Call<Sink> call = std::move(innermost);
    calls_.pop();
    return call;
  }

  void put_back(Call<Sink>&& call) {
    call.coroutine->piece_start_ns = now_ns_;
    call.coroutine->losses_before = losses_;
    sessions_.active().bring_back(call, calls_.depth());
    --call.session->open_calls;  // that push counts
    push(std::move(call));
  }

  // Of the innermost call.
  void end_piece(const Call<Sink>& call) {
    call.session->lost_records |= call.coroutine->losses_before != losses_;
    sessions_.active().stop_carrying(call.session, calls_.depth() - 1);
  }

  // ---- Branches: while it works for a session of another thread, or of another time

  void begin_branch(uint64_t number, const Share<Sink>& share) {
    branches_.push_back({number, share.session, losses_});
    sessions_.active().carry(share.session, calls_.depth());
    push({Call<Sink>::kBorrowed, now_ns_, share.from_outside ? &state_.elsewhere : share.session});
    state_.sink.branch_began(calls_.innermost(), share.data);
  }

  // It is the innermost.
  void end_branch() {
    const Branch<Sink> branch = branches_.back();
    branches_.pop_back();
    state_.sink.branch_ended(calls_.innermost(), *branch.session);
    --calls_.innermost().session->open_calls;
    calls_.pop();
    sessions_.active().stop_carrying(branch.session, calls_.depth());
    branch.session->lost_records |= branch.losses_before != losses_;
    branch.session->end_ns = std::max(branch.session->end_ns, now_ns_);
  }

  // ---- Losses

  // Records are missing, and `depth` calls are open behind them: those above `still_open`
  // ended unseen, those that are not on the stack began unseen. The latter get a session, so that what they
  // call does not start one each.
  void find_footing(uint32_t depth, uint64_t still_open) {
    ++losses_;
    too_deep_ = 0;
    abandon_above(still_open, true);
    while (Session<Sink>* const session = sessions_.active().explicit_above(still_open)) end_session(session);
    if (calls_.depth() < depth)
      push_unknown(uint32_t(depth - calls_.depth()), kWordOfLostBeginning, sessions_.active().empty());
  }

  // Calls that are open, and whose enters were lost.
  void push_unknown(uint32_t depth, uint32_t word, bool starts) {
    Session<Sink>* const session = starts ? begin_session(word, 0) : sessions_.active().innermost();
    session->lost_records |= starts;
    Call<Sink> call(Call<Sink>::kEnterLost, now_ns_, session);
    call.depth = depth;
    call.starts_session = starts;
    push(std::move(call));
  }

  StreamState<Sink>& state_;
  uint64_t& losses_;   // gaps and lost records so far
  uint64_t gaps_ = 0;  // of these, chunks that are missing
  int64_t now_ns_ = 0;
  CallStack<Sink> calls_;
  typename Sink::ThreadData thread_data_{};
  ThreadSessions<Sink> sessions_;
  std::vector<Branch<Sink>> branches_;  // that are open
  Waiting waiting_;
  size_t too_deep_ = 0;  // open calls beyond kMaxDepth
};

}  // namespace flowlog::graph
