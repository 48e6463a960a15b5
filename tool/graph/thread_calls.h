// thread_calls.h: the stack machine for one thread; see call_stream.h.
#pragma once

#include <algorithm>
#include <cstdint>
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
    if (chunk.sequence != next_sequence_ || begins_with_loss(chunk)) find_footing(chunk);
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
      case Wide::kLost:
        state_.dropped_records += payload.read<uint64_t>();
        ++losses_;
        break;
      case Wide::kTime:  // the reader has applied it
      case Wide::kLog:
        break;
    }
  }

  void set_alternative(Call<Sink>& call, uint32_t alternative) {
    call.detail = state_.texts.number_of(alternative_name(state_.trace.sites().at(call.site), alternative));
  }

  // ---- Sessions

  Session<Sink>* begin_session(uint32_t word, uint32_t first_site) {
    Session<Sink>* const session = state_.take_session();
    session->position = {thread_, sequence_, word};
    session->start_ns = now_ns_;
    session->name = Texts::kNone;
    session->first_site = first_site;
    session->calls = 0;
    session->number = ++state_.sessions;
    session->losses_before = losses_;
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

  void forget(Session<Sink>* session) {
    session->lost_records = session->losses_before != losses_;
    state_.sink.session_ended(*session, now_ns_);
    state_.give_back(session);
  }

  // ---- Calls

  static bool matches(const Call<Sink>& call, uint32_t site) {
    return call.site == site || call.site == Call<Sink>::kEnterLost;
  }

  // Null if there is none, or nothing is known of it.
  Call<Sink>* caller_of_innermost() {
    if (calls_.size() < 2) return nullptr;
    Call<Sink>& caller = calls_[calls_.size() - 2];
    return caller.site == Call<Sink>::kEnterLost ? nullptr : &caller;
  }

  void push(Call<Sink>&& call) {
    ++call.session->open_calls;
    depth_ += call.depth;
    if (counting_) ++open_[call.site];
    calls_.push_back(std::move(call));
  }

  void leave(Outcome outcome, bool own_exit) {
    Call<Sink>& call = calls_.back();
    --depth_;
    if (--call.depth != 0) return;
    if (call.site != Call<Sink>::kEnterLost) {
      uint32_t detail = call.detail;
      if (outcome == Outcome::kSuccess && call.is_partial) {
        outcome = Outcome::kPartial;
        detail = call.partial;
      }
      state_.sink.call_ended(call, caller_of_innermost(), CallEnd{outcome, now_ns_, own_exit, detail});
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

  void abandon_innermost() {
    depth_ -= calls_.back().depth - 1;
    calls_.back().depth = 1;
    leave(Outcome::kAbandoned, false);
  }

  void abandon_above(uint64_t depth) {
    while (depth_ > depth) {
      const uint64_t above = depth_ - depth;
      if (calls_.back().depth <= above) {
        abandon_innermost();
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

  static bool begins_with_loss(const trace::Chunk& chunk) {
    for (const trace::Record& record : chunk.records) {
      if (record.kind == Kind::kNone || record.kind == Kind::kPayload) continue;
      return record.kind == Kind::kWide && record.site >> format::kWideTypeShift == uint32_t(Wide::kLost);
    }
    return false;
  }

  // Records before this chunk are missing. Its depth tells how many calls are open: those above it ended
  // unseen, those that are not on the stack began unseen. The latter get a session, so that what they call
  // does not start one each.
  void find_footing(const trace::Chunk& chunk) {
    now_ns_ = state_.trace.clock().monotonic_ns(chunk.base_ticks);
    ++losses_;
    too_deep_ = 0;
    abandon_above(chunk.depth);
    while (!active_.empty() && active_.back()->explicit_ && active_.back()->begin_depth > chunk.depth) {
      end_session(active_.back());
    }
    if (depth_ == chunk.depth) return;
    const bool starts = active_.empty();
    Session<Sink>* const session = starts ? begin_session(kWordOfLostBeginning, 0) : active_.back();
    if (starts) --session->losses_before;  // it began in the gap
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
  uint64_t losses_ = 0;  // gaps and lost records so far
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
