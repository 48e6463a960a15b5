// thread_calls.h: the stack machine for one thread; see call_stream.h.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/details.h"
#include "graph/open_calls.h"

namespace flowlog::graph {

template <class Sink>
class ThreadCalls {
 public:
  ThreadCalls(StreamState<Sink>& state, uint32_t thread) : state_(state), thread_(thread) {}

  // The thread's chunks come in the order of their sequence; a gap in it is a loss.
  void take(const trace::Chunk& chunk) {
    sequence_ = chunk.sequence;
    if (chunk.sequence != next_sequence_) {
      find_footing_after_gap(chunk);
    } else if (const auto lost = loss_at_beginning(chunk)) {
      find_footing_after_loss(chunk, *lost);
    }
    next_sequence_ = chunk.sequence + 1;
    const trace::Clock& clock = state_.trace.clock();
    for (size_t word = 0; word < chunk.records.size(); ++word) {
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
          wide(chunk, uint32_t(word));
          break;
        case Kind::kNone:
        case Kind::kPayload:
          break;
      }
    }
  }

  // The trace ends: what is open was abandoned.
  void finish() {
    for (Session<Sink>* const session : active_) session->left_open = true;
    while (!calls_.empty()) abandon_innermost();
    while (!active_.empty()) end_session(active_.back());
    let_last_session_go();
  }

 private:
  using Kind = format::Kind;
  using Wide = format::Wide;

  // Deeper than any stack of a real thread. A trace that goes on is hostile, and gets no memory for it.
  static constexpr size_t kMaxDepth = 1u << 20;
  static constexpr size_t kMaxSessions = 1u << 14;  // likewise, nested in each other

  // In the id of a session whose beginning was lost: no chunk has a record there.
  static constexpr uint32_t kWordOfLostBeginning = trace::kMaxChunkWords;

  void enter(uint32_t site, uint32_t word) {
    if (calls_.size() >= kMaxDepth) {
      ++too_deep_;
      ++state_.unmatched_records;
      return;
    }
    const bool starts = active_.empty() || (state_.starts_session(site) && active_.size() < kMaxSessions);
    Session<Sink>* const session = starts ? begin_session(word, site) : active_.back();
    ++session->calls;
    ++state_.calls;
    push({.site = site, .starts_session = starts, .start_ns = now_ns_, .session = session});
    state_.sink.call_began(calls_.back(), caller_of_innermost());
  }

  void exit(uint32_t site, Outcome outcome) {
    if (too_deep_ != 0) {
      --too_deep_;
      return;
    }
    if (calls_.empty() || !matches(calls_.back(), site)) {
      if (!is_open(site)) {
        // In a gap the innermost call may have ended, and given its place to one that is not known.
        if (!calls_.empty() && may_have_ended(calls_.back())) return abandon_innermost();
        ++state_.unmatched_records;
        return;
      }
      while (!matches(calls_.back(), site)) abandon_innermost();
    }
    leave(outcome, true);
  }

  void wide(const trace::Chunk& chunk, uint32_t word) {
    if (!trace::read_payload(chunk.records, word, payload_)) return;
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
        if (!calls_.empty()) calls_.back().detail = state_.texts.number_of(payload_);
        break;
      case Wide::kException:
      case Wide::kType:
        if (!calls_.empty()) calls_.back().detail = state_.texts.number_of(demangled_type(payload_));
        break;
      case Wide::kAlternative:
        if (!calls_.empty()) set_alternative(calls_.back(), payload.read<uint32_t>());
        break;
      case Wide::kPartial:
        if (calls_.empty()) break;
        calls_.back().is_partial = true;
        calls_.back().partial = state_.texts.number_of(payload_);
        break;
      case Wide::kResync: {
        const auto depth = payload.read<uint32_t>();
        if (!payload.ok() || depth > depth_) break;
        too_deep_ = 0;
        abandon_above(depth);
        break;
      }
      case Wide::kLost:  // what follows from it is done where it begins a chunk
        ++losses_;
        break;
      case Wide::kLog:
        if constexpr (requires { &Sink::logged; })
          state_.sink.logged(payload_, now_ns_, innermost_session(), innermost_call());
        break;
      case Wide::kTime:  // the reader has applied it
        break;
    }
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
    session->begin_depth = depth_;
    session->open_calls = 0;
    active_.push_back(session);
    state_.sink.session_began(*session);
    return session;
  }

  void end_innermost_explicit_session() {
    const auto found =
        std::find_if(active_.rbegin(), active_.rend(), [](const auto* s) { return s->explicit_; });
    if (found == active_.rend()) {
      ++state_.unmatched_records;
    } else {
      end_session(*found);
    }
  }

  // No further call belongs to it. Its open ones still do, so the sink hears of it when the last of them has
  // ended.
  void end_session(Session<Sink>* session) {
    session->ended = true;
    active_.erase(std::find(active_.rbegin(), active_.rend(), session).base() - 1);
    if (session->open_calls == 0) forget(session);
  }

  // What is lost while no session is active may have been more of what the sessions beside it did. So the
  // last of them waits for the next, or for the thread's end.
  void forget(Session<Sink>* session) {
    let_last_session_go();
    last_session_ = session;
    last_end_ns_ = now_ns_;
    if (!active_.empty()) return let_last_session_go();
    losses_at_last_end_ = losses_;
  }

  void let_last_session_go() {
    if (last_session_ == nullptr) return;
    last_session_->lost_records = last_session_->losses_before != losses_;
    state_.sink.session_ended(*last_session_, last_end_ns_);
    state_.give_back(last_session_);
    last_session_ = nullptr;
  }

  // ---- Calls

  static bool matches(const Call<Sink>& call, uint32_t site) {
    return call.site == site || call.site == Call<Sink>::kEnterLost;
  }

  Session<Sink>* innermost_session() { return active_.empty() ? nullptr : active_.back(); }
  Call<Sink>* innermost_call() { return calls_.empty() ? nullptr : known(calls_.back()); }

  static Call<Sink>* known(Call<Sink>& call) { return call.site == Call<Sink>::kEnterLost ? nullptr : &call; }

  // Null if there is none, or nothing is known of it.
  Call<Sink>* caller_of_innermost() { return calls_.size() < 2 ? nullptr : known(calls_[calls_.size() - 2]); }

  // Whether its exit may be among the records of a chunk that is missing.
  bool may_have_ended(const Call<Sink>& call) const { return call.gaps_before != gaps_; }

  void push(Call<Sink>&& call) {
    call.gaps_before = gaps_;
    ++call.session->open_calls;
    depth_ += call.depth;
    if (counting_) ++open_[call.site];
    calls_.push_back(std::move(call));
  }

  // `lost` tells that it is known to have ended unseen.
  void leave(Outcome outcome, bool own_exit, bool lost = false) {
    Call<Sink>& call = calls_.back();
    --depth_;
    if (--call.depth != 0) return;
    if (call.site != Call<Sink>::kEnterLost) {
      uint32_t detail = call.detail;
      if (outcome == Outcome::kSuccess && call.is_partial) {
        outcome = Outcome::kPartial;
        detail = call.partial;
      }
      lost = !own_exit && (lost || may_have_ended(call));
      state_.sink.call_ended(call, caller_of_innermost(), CallEnd{outcome, now_ns_, own_exit, lost, detail});
    }
    if (counting_) --open_[call.site];
    Session<Sink>* const session = call.session;
    const bool ends_session = call.starts_session;
    calls_.pop_back();
    --session->open_calls;
    if (ends_session && !session->ended) {
      end_session(session);
    } else if (session->ended && session->open_calls == 0) {
      forget(session);
    }
  }

  void abandon_innermost(bool lost = false) {
    depth_ -= calls_.back().depth - 1;
    calls_.back().depth = 1;
    leave(Outcome::kAbandoned, false, lost);
  }

  void abandon_above(uint64_t depth, bool lost = false) {
    while (depth_ > depth) {
      const uint64_t above = depth_ - depth;
      if (calls_.back().depth <= above) {
        abandon_innermost(lost);
      } else {
        calls_.back().depth -= uint32_t(above);
        depth_ = depth;
      }
    }
  }

  // Whether some open call matches `site`. Asked only when the innermost does not, which is rare in honest
  // traces; from then on the open calls are counted, so that a hostile trace can't make each answer a search
  // of the whole stack.
  bool is_open(uint32_t site) {
    if (!counting_) {
      counting_ = true;
      for (const Call<Sink>& call : calls_) ++open_[call.site];
    }
    const auto open = [this](uint32_t which) {
      const auto found = open_.find(which);
      return found != open_.end() && found->second != 0;
    };
    return open(site) || open(Call<Sink>::kEnterLost);
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
    while (!active_.empty() && active_.back()->explicit_ && active_.back()->begin_depth > still_open) {
      end_session(active_.back());
    }
    if (depth_ == chunk.depth) return;
    const bool starts = active_.empty();
    Session<Sink>* const session = starts ? begin_session(kWordOfLostBeginning, 0) : active_.back();
    push({.site = Call<Sink>::kEnterLost,
          .depth = uint32_t(chunk.depth - depth_),
          .starts_session = starts,
          .start_ns = now_ns_,
          .session = session});
  }

  StreamState<Sink>& state_;
  const uint32_t thread_;
  uint64_t sequence_ = 0;
  uint64_t next_sequence_ = 0;
  uint64_t losses_ = 0;                    // gaps and lost records so far
  uint64_t gaps_ = 0;                      // of these, chunks that are missing
  Session<Sink>* last_session_ = nullptr;  // has ended, and no other is active
  int64_t last_end_ns_ = 0;
  uint64_t losses_at_last_end_ = 0;
  int64_t now_ns_ = 0;
  uint64_t depth_ = 0;                  // calls that are open
  std::vector<Call<Sink>> calls_;       // open, innermost last
  std::vector<Session<Sink>*> active_;  // not ended, innermost last
  size_t too_deep_ = 0;                 // open calls beyond kMaxDepth
  bool counting_ = false;
  std::unordered_map<uint32_t, size_t> open_;  // by site, while counting
  std::string payload_;
};

}  // namespace flowlog::graph
