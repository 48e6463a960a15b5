// thread_calls.h: the stack machine for one thread; see call_stream.h.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/active_sessions.h"
#include "graph/call_stack.h"
#include "graph/details.h"
#include "graph/open_calls.h"

namespace flowlog::graph {

template <class Sink>
class ThreadCalls {
 public:
  ThreadCalls(StreamState<Sink>& state, uint32_t thread)
      : state_(state), thread_(thread), losses_(state.losses_of(thread)) {}

  // Takes the records from `word` on. The thread's chunks come in the order of their sequence; a gap in it is
  // a loss. Returns the number of its words, or the word where it can't go on: that resumes a call whose
  // suspension was not seen yet, and is to be taken again then.
  size_t take(const trace::Chunk& chunk, size_t word) {
    if (word == 0) begin(chunk);
    const trace::Clock& clock = state_.trace.clock();
    for (; word < chunk.records.size(); ++word) {
      const trace::Record& record = chunk.records[word];
      switch (record.kind) {
        case Kind::kEnter:
          now_ns_ = clock.monotonic_ns(record.value);
          enter(record.site, uint32_t(word));
          break;
        case Kind::kExitSuccess:
        case Kind::kExitError:
        case Kind::kExitPartial:
        case Kind::kExitAbandoned:
          now_ns_ = clock.monotonic_ns(record.value);
          exit(record.site, Outcome(unsigned(record.kind) - unsigned(Kind::kExitSuccess)));
          break;
        case Kind::kWide:
          now_ns_ = clock.monotonic_ns(record.value);
          if (!wide(chunk, uint32_t(word))) return word;
          break;
        case Kind::kNone:
        case Kind::kPayload:
          break;
      }
    }
    return word;
  }

  int64_t now_ns() const { return now_ns_; }

  // What it waits for will never come.
  void stop_waiting() { is_lost_ = true; }

  // The trace ends: what is open was abandoned.
  void finish() {
    active_.mark_left_open();
    while (!calls_.empty()) abandon_innermost();
    while (!active_.empty()) end_session(active_.innermost());
    let_last_session_go();
  }

  // Likewise, of a call that nobody has resumed; after finish().
  void abandon(Call<Sink>&& call, bool lost_records, int64_t now_ns) {
    now_ns_ = now_ns;
    call.session->lost_records |= lost_records;
    put_back(std::move(call));
    finish();
  }

 private:
  using Kind = format::Kind;
  using Wide = format::Wide;

  // Deeper than any stack of a real thread. A trace that goes on is hostile, and gets no memory for it.
  static constexpr size_t kMaxDepth = 1u << 20;
  static constexpr size_t kMaxSessions = 1u << 14;  // likewise, nested in each other

  // In the id of a session whose beginning was lost: no chunk has a record there.
  static constexpr uint32_t kWordOfLostBeginning = trace::kMaxChunkWords;

  void begin(const trace::Chunk& chunk) {
    sequence_ = chunk.sequence;
    if (chunk.sequence != next_sequence_) {
      find_footing_after_gap(chunk);
    } else if (const auto lost = loss_at_beginning(chunk)) {
      find_footing_after_loss(chunk, *lost);
    }
    next_sequence_ = chunk.sequence + 1;
  }

  void enter(uint32_t site, uint32_t word) {
    if (calls_.entries() >= kMaxDepth) {
      ++too_deep_;
      ++state_.unmatched_records;
      return;
    }
    const bool starts = active_.empty() || (state_.starts_session(site) && active_.size() < kMaxSessions);
    Session<Sink>* const session = starts ? begin_session(word, site) : active_.innermost();
    ++session->calls;
    ++state_.calls;
    push({.site = site, .starts_session = starts, .start_ns = now_ns_, .session = session});
    Call<Sink>* const caller = calls_.below_innermost();
    calls_.innermost().outermost = caller == nullptr || caller->session != session;
    state_.sink.call_began(calls_.innermost(), caller);
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

  // False if it is to be taken again later.
  bool wide(const trace::Chunk& chunk, uint32_t word) {
    if (!trace::read_payload(chunk.records, word, payload_)) return true;
    trace::ByteReader payload(trace::bytes_of(payload_));
    switch (Wide(chunk.records[word].site >> format::kWideTypeShift)) {
      case Wide::kSessionBegin: {
        if (active_.size() >= kMaxSessions) {
          ++state_.unmatched_records;
          break;
        }
        Session<Sink>* const session = begin_session(word, 0);
        session->explicit_ = true;
        session->name = state_.texts.number_of(payload_);
        break;
      }
      case Wide::kSessionEnd:
        end_innermost_explicit_session();
        break;
      case Wide::kDetail:
        if (!calls_.empty()) calls_.innermost().detail = state_.texts.number_of(payload_);
        break;
      case Wide::kException:
      case Wide::kType:
        if (!calls_.empty()) calls_.innermost().detail = state_.texts.number_of(demangled_type(payload_));
        break;
      case Wide::kAlternative:
        if (!calls_.empty()) set_alternative(calls_.innermost(), payload.read<uint32_t>());
        break;
      case Wide::kPartial:
        if (calls_.empty()) break;
        calls_.innermost().is_partial = true;
        calls_.innermost().partial = state_.texts.number_of(payload_);
        break;
      case Wide::kResync: {
        const auto depth = payload.read<uint32_t>();
        if (!payload.ok() || depth > calls_.depth()) break;
        too_deep_ = 0;
        abandon_above(depth);
        break;
      }
      case Wide::kLost:  // what follows from it is done where it begins a chunk
        ++losses_;
        break;
      case Wide::kLog:
        if constexpr (requires { &Sink::logged; })
          state_.sink.logged(payload_, now_ns_, active_.empty() ? nullptr : active_.innermost(),
                             calls_.known_innermost());
        break;
      case Wide::kSuspend: {
        const auto suspension = payload.read<uint64_t>();
        if (payload.ok()) suspend(suspension);
        break;
      }
      case Wide::kResume: {
        const auto suspension = payload.read<uint64_t>();
        return !payload.ok() || resume(suspension, word);
      }
      case Wide::kTime:  // the reader has applied it
        break;
    }
    return true;
  }

  void set_alternative(Call<Sink>& call, uint32_t alternative) {
    call.detail = state_.texts.number_of(alternative_name(state_.trace.sites().at(call.site), alternative));
  }

  // ---- Sessions

  Session<Sink>* begin_session(uint32_t word, uint32_t first_site) {
    let_last_session_go();
    Session<Sink>* const session = state_.take_session();
    session->position = {thread_, sequence_, word};
    session->start_ns = now_ns_;
    session->name = Texts::kNone;
    session->first_site = first_site;
    session->calls = 0;
    session->number = ++state_.sessions;
    session->losses_before = active_.empty() ? losses_at_last_end_ : losses_;
    session->lost_records = session->left_open = session->explicit_ = session->ended = false;
    session->open_calls = 0;
    active_.begin(session, calls_.depth());
    state_.sink.session_began(*session);
    return session;
  }

  void end_innermost_explicit_session() {
    if (Session<Sink>* const session = active_.innermost_explicit()) {
      end_session(session);
    } else {
      ++state_.unmatched_records;
    }
  }

  // No further call belongs to it. Its open ones still do, so the sink hears of it when the last of them has
  // ended.
  void end_session(Session<Sink>* session) {
    session->ended = true;
    active_.end(session);
    if (session->open_calls == 0) forget(session);
  }

  // What is lost while no session is active may have been more of what the sessions beside it did. So the
  // last of them waits for the next, or for the thread's end.
  void forget(Session<Sink>* session) {
    let_last_session_go();
    if (session->position.thread != thread_) return forget_carried(session);
    last_session_ = session;
    last_end_ns_ = now_ns_;
    if (!active_.empty()) return let_last_session_go();
    losses_at_last_end_ = losses_;
  }

  void let_last_session_go() {
    if (last_session_ == nullptr) return;
    last_session_->lost_records |= last_session_->losses_before != losses_;
    state_.sink.session_ended(*last_session_, last_end_ns_);
    state_.give_back(last_session_);
    last_session_ = nullptr;
  }

  // ---- Calls

  // Whether its exit may be among the records of a chunk that is missing.
  bool may_have_ended(const Call<Sink>& call) const { return call.gaps_before != gaps_; }

  void push(Call<Sink>&& call) {
    call.gaps_before = gaps_;
    ++call.session->open_calls;
    calls_.push(std::move(call));
  }

  // `lost` tells that it is known to have ended unseen.
  void leave(Outcome outcome, bool own_exit, bool lost = false) {
    Call<Sink>& call = calls_.innermost();
    if (call.depth > 1) return calls_.shrink(1);
    if (call.site != Call<Sink>::kEnterLost) {
      uint32_t detail = call.detail;
      if (outcome == Outcome::kSuccess && call.is_partial) {
        outcome = Outcome::kPartial;
        detail = call.partial;
      }
      lost = !own_exit && (lost || may_have_ended(call));
      const CallEnd end{outcome, now_ns_, own_exit, lost, detail};
      state_.sink.call_ended(call, calls_.below_innermost(), end);
    }
    if (call.coroutine) end_piece(call);
    Session<Sink>* const session = call.session;
    const bool ends_session = call.starts_session;
    calls_.pop();
    --session->open_calls;
    if (ends_session && !session->ended) {
      end_session(session);
    } else if (session->ended && session->open_calls == 0) {
      forget(session);
    }
  }

  void abandon_innermost(bool lost = false) {
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

  void suspend(uint64_t suspension) {
    if (too_deep_ != 0) {
      --too_deep_;
      return;
    }
    if (calls_.empty() || state_.suspended.size() >= kMaxSuspended || state_.suspended.contains(suspension)) {
      ++state_.unmatched_records;
      return;
    }
    Call<Sink> call = take_innermost();
    Coroutine<Sink>& coroutine = *call.coroutine;
    ++coroutine.suspensions;
    coroutine.suspended_at_ns = now_ns_;
    if (call.site != Call<Sink>::kEnterLost) state_.sink.call_suspended(call, calls_.known_innermost());
    coroutine.ran_ns = call.running_ns(now_ns_);
    state_.suspended.emplace(suspension, std::move(call));
    if (const auto waits = state_.awaited.find(suspension); waits != state_.awaited.end()) {
      state_.can_go_on.push_back(waits->second);
      state_.awaited.erase(waits);
    }
  }

  // False if the suspension was not seen yet.
  bool resume(uint64_t suspension, uint32_t word) {
    const auto found = state_.suspended.find(suspension);
    if (found != state_.suspended.end()) {
      Coroutine<Sink>& coroutine = *found->second.coroutine;
      coroutine.suspended_ns += std::max<int64_t>(0, now_ns_ - coroutine.suspended_at_ns);
      put_back(std::move(found->second));
      state_.suspended.erase(found);
      return true;
    }
    if (is_lost_) {
      state_.awaited.erase(suspension);
    } else if (state_.awaited.emplace(suspension, thread_).second) {  // two can't have resumed it
      return false;
    }
    is_lost_ = false;
    ++state_.unmatched_records;
    push_unknown(1, word);
    return true;
  }

  // Off the stack, with the sessions that began in it.
  Call<Sink> take_innermost() {
    if (calls_.innermost().depth > 1) {  // of calls whose enters were lost, one
      Session<Sink>* const session = calls_.innermost().session;
      calls_.shrink(1);
      push({.site = Call<Sink>::kEnterLost, .session = session});
    }
    Call<Sink>& innermost = calls_.innermost();
    if (!innermost.coroutine) {
      innermost.coroutine = std::make_unique<Coroutine<Sink>>();
      innermost.coroutine->piece_start_ns = innermost.start_ns;
      innermost.coroutine->losses_before = losses_;
    }
    end_piece(innermost);
    active_.take_along(innermost, calls_.depth() - 1);
    Call<Sink> call = std::move(innermost);
    calls_.pop();
    return call;
  }

  void put_back(Call<Sink>&& call) {
    call.coroutine->piece_start_ns = now_ns_;
    call.coroutine->losses_before = losses_;
    active_.carry(call, calls_.depth());
    --call.session->open_calls;  // that push counts
    push(std::move(call));
  }

  // Of the innermost call.
  void end_piece(const Call<Sink>& call) {
    call.session->lost_records |= call.coroutine->losses_before != losses_;
    active_.stop_carrying(call, calls_.depth() - 1);
  }

  // A session that began on another thread.
  void forget_carried(Session<Sink>* session) {
    session->lost_records |= session->losses_before != state_.losses_of(session->position.thread);
    state_.sink.session_ended(*session, now_ns_);
    state_.give_back(session);
  }

  // ---- Losses

  // The lost record that is the first of the chunk, if it is one. Its short form says nothing of the depth,
  // which then counts as that of the chunk.
  std::optional<format::LostRecords> loss_at_beginning(const trace::Chunk& chunk) {
    for (size_t word = 0; word < chunk.records.size(); ++word) {
      const trace::Record& record = chunk.records[word];
      if (record.kind == Kind::kNone || record.kind == Kind::kPayload) continue;
      const bool is_loss =
          record.kind == Kind::kWide && record.site >> format::kWideTypeShift == uint32_t(Wide::kLost);
      if (!is_loss) return {};
      const auto whole = trace::read_number<format::LostRecords>(chunk.records, word);
      return whole ? *whole : format::LostRecords{0, 0, chunk.depth, 0};
    }
    return {};
  }

  // The thread's depth fell to `least_depth`, and rose to the chunk's.
  void find_footing_after_loss(const trace::Chunk& chunk, const format::LostRecords& lost) {
    find_footing(chunk, std::min(lost.least_depth, chunk.depth));
    for (uint32_t i = 0; i < lost.ended_sessions && !active_.empty(); ++i) end_innermost_explicit_session();
  }

  // How far the depth fell is not known: calls that it still counts may be others.
  void find_footing_after_gap(const trace::Chunk& chunk) {
    ++gaps_;
    find_footing(chunk, chunk.depth);
  }

  // Records before this chunk are missing. Its depth tells how many calls are open: those above `still_open`
  // ended unseen, those that are not on the stack began unseen. The latter get a session, so that what they
  // call does not start one each.
  void find_footing(const trace::Chunk& chunk, uint64_t still_open) {
    now_ns_ = state_.trace.clock().monotonic_ns(chunk.base_ticks);
    ++losses_;
    too_deep_ = 0;
    abandon_above(still_open, true);
    while (Session<Sink>* const session = active_.explicit_above(still_open)) end_session(session);
    if (calls_.depth() < chunk.depth)
      push_unknown(uint32_t(chunk.depth - calls_.depth()), kWordOfLostBeginning);
  }

  // Calls that are open, and whose enters were lost.
  void push_unknown(uint32_t depth, uint32_t word) {
    const bool starts = active_.empty();
    Session<Sink>* const session = starts ? begin_session(word, 0) : active_.innermost();
    session->lost_records |= starts;
    push({.site = Call<Sink>::kEnterLost,
          .depth = depth,
          .starts_session = starts,
          .start_ns = now_ns_,
          .session = session});
  }

  StreamState<Sink>& state_;
  const uint32_t thread_;
  uint64_t sequence_ = 0, next_sequence_ = 0;
  uint64_t& losses_;                       // gaps and lost records so far
  uint64_t gaps_ = 0;                      // of these, chunks that are missing
  Session<Sink>* last_session_ = nullptr;  // has ended, and no other is active
  int64_t last_end_ns_ = 0;
  uint64_t losses_at_last_end_ = 0;
  int64_t now_ns_ = 0;
  CallStack<Sink> calls_;
  ActiveSessions<Sink> active_;
  bool is_lost_ = false;  // what is resumed next
  size_t too_deep_ = 0;   // open calls beyond kMaxDepth
  std::string payload_;
};

}  // namespace flowlog::graph
