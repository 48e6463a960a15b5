// thread_calls.h: the records of one thread, handed to its stack machine one by one; see call_stream.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "graph/details.h"
#include "graph/stack_machine.h"
#include "trace/attribute.h"

namespace flowlog::graph {

template <class Sink>
class ThreadCalls {
 public:
  ThreadCalls(StreamState<Sink>& state, uint32_t thread) : state_(state), machine_(state, thread) {}

  // Takes the records from `word` on. The thread's chunks come in the order of their sequence; a gap in it is
  // a loss. Returns the number of its words, or the word where it can't go on: that resumes a call whose
  // suspension was not seen yet, or works for one that was not shared yet, and is to be taken again then.
  size_t take(const trace::Chunk& chunk, size_t word) {
    if (word == 0) begin(chunk);
    const trace::Clock& clock = state_.trace.clock();
    for (; word < chunk.records.size(); ++word) {
      const trace::Record& record = chunk.records[word];
      switch (record.kind) {
        case Kind::kEnter: {
          machine_.set_time(clock.monotonic_ns(record.value));
          const bool ends_next =
              word + 1 < chunk.records.size() && is_exit_of(chunk.records[word + 1], record.site);
          if (ends_next && machine_.call(record.site, clock.monotonic_ns(chunk.records[word + 1].value),
                                         outcome_of(chunk.records[word + 1]))) {
            ++word;
          } else {
            machine_.enter(record.site, uint32_t(word));
          }
          break;
        }
        case Kind::kExitSuccess:
        case Kind::kExitError:
        case Kind::kExitPartial:
        case Kind::kExitAbandoned:
          machine_.set_time(clock.monotonic_ns(record.value));
          machine_.exit(record.site, outcome_of(record));
          break;
        case Kind::kWide:
          machine_.set_time(clock.monotonic_ns(record.value));
          if (!wide(chunk, uint32_t(word))) return word;
          break;
        case Kind::kNone:
        case Kind::kPayload:
          break;
      }
    }
    return word;
  }

  StackMachine<Sink>& machine() { return machine_; }

 private:
  using Kind = format::Kind;
  using Wide = format::Wide;

  static bool is_exit_of(const trace::Record& record, uint32_t site) {
    return record.kind >= Kind::kExitSuccess && record.kind <= Kind::kExitAbandoned && record.site == site;
  }
  static Outcome outcome_of(const trace::Record& exit) {
    return Outcome(unsigned(exit.kind) - unsigned(Kind::kExitSuccess));
  }

  void begin(const trace::Chunk& chunk) {
    machine_.set_sequence(chunk.sequence);
    const bool is_gap = chunk.sequence != next_sequence_;
    const auto lost = is_gap ? std::nullopt : loss_at_beginning(chunk);
    if (is_gap || lost) machine_.set_time(state_.trace.clock().monotonic_ns(chunk.base_ticks));
    if (is_gap) machine_.find_footing_after_gap(chunk.depth);
    if (lost) machine_.find_footing_after_loss(chunk.depth, *lost);
    next_sequence_ = chunk.sequence + 1;
  }

  // False if it is to be taken again later.
  bool wide(const trace::Chunk& chunk, uint32_t word) {
    if (!trace::read_payload(chunk.records, word, payload_)) return true;
    trace::ByteReader payload(trace::bytes_of(payload_));
    switch (Wide(chunk.records[word].site >> format::kWideTypeShift)) {
      case Wide::kSessionBegin:
        machine_.begin_explicit_session(word, payload_, remote_parent_before(chunk, word));
        break;
      case Wide::kSessionEnd:
        machine_.end_explicit_session(0);
        break;
      case Wide::kOuterSessionEnd: {
        const auto inside = payload.read<uint32_t>();
        if (payload.ok()) machine_.end_explicit_session(inside);
        break;
      }
      case Wide::kApart:
        machine_.set_apart();
        break;
      case Wide::kMisuse:
        ++state_.misused_sessions;
        break;
      case Wide::kDetail:
        machine_.set_detail(payload_);
        break;
      case Wide::kException:
      case Wide::kType:
        machine_.set_detail(demangled_type(payload_));
        break;
      case Wide::kAlternative:
        machine_.set_alternative(payload.read<uint32_t>());
        break;
      case Wide::kPartial:
        machine_.set_partial(payload_);
        break;
      case Wide::kResync: {
        const auto depth = payload.read<uint32_t>();
        if (payload.ok()) machine_.resync(depth);
        break;
      }
      case Wide::kLost:  // what follows from it is done where it begins a chunk
        machine_.count_loss();
        break;
      case Wide::kLog:
        machine_.log(payload_);
        break;
      case Wide::kSuspend: {
        const auto suspension = payload.read<uint64_t>();
        if (payload.ok()) machine_.suspend(suspension);
        break;
      }
      case Wide::kResume: {
        const auto suspension = payload.read<uint64_t>();
        return !payload.ok() || machine_.resume(suspension, word);
      }
      case Wide::kShare: {
        const auto context = payload.read<uint64_t>();
        if (payload.ok()) machine_.share(context);
        break;
      }
      case Wide::kAdopt: {
        const auto context = payload.read<uint64_t>();
        return !payload.ok() || machine_.adopt(context, word);
      }
      case Wide::kRelease: {
        const auto context = payload.read<uint64_t>();
        if (payload.ok()) machine_.release(context);
        break;
      }
      case Wide::kAttribute:
        if (const auto attribute = trace::read_attribute(payload_))
          machine_.set_attribute(attribute->key, attribute->value);
        break;
      case Wide::kRefused:
        ++state_.refused_headers;
        break;
      case Wide::kRemote:  // read with the session that it is of
      case Wide::kTime:    // the reader has applied it
        break;
    }
    return true;
  }

  // The remote record that ends where the session begin, whose header is `word`, starts.
  static Remote remote_parent_before(const trace::Chunk& chunk, uint32_t word) {
    const uint32_t words = chunk.records[word].site & format::kMaxPayloadWords;
    if (words >= word) return {};
    const trace::Record& before = chunk.records[word - words - 1];
    std::string payload;
    if (before.kind != Kind::kWide || Wide(before.site >> format::kWideTypeShift) != Wide::kRemote ||
        !trace::read_payload(chunk.records, word - words - 1, payload)) {
      return {};
    }
    return trace::read_remote_parent(payload);
  }

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

  StreamState<Sink>& state_;
  StackMachine<Sink> machine_;
  uint64_t next_sequence_ = 0;
  std::string payload_;
};

}  // namespace flowlog::graph
