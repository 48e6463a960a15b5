// call_stream.h: from records to calls and sessions: the stack machine of docs/format.md, "Calls" and
// "Sessions".
//
// One pass, one stack for each thread; a call is passed on when it begins and when it ends, and then
// forgotten, so that memory is what is open, not what there was. A sink says what is made of them:
//
//   struct Sink {
//     struct CallData {};     // kept with a call while it is open
//     struct SessionData {};  // kept with a session; reused for the next, so session_began must reset it
//     void session_began(Session<Sink>&);
//     void call_began(Call<Sink>&, Call<Sink>* caller);
//     void call_ended(Call<Sink>&, Call<Sink>* caller, const CallEnd&);
//     void session_ended(Session<Sink>&, int64_t end_ns);
//   };
//
// and, where log records are asked for,
//
//     void logged(const std::string& payload, int64_t time_ns, Session<Sink>*, Call<Sink>*);
//
// with the innermost session and open call of the thread, null where there is none.
//
// `caller` is the innermost open call of the thread, of whatever session; null if there is none, or if the
// record of its enter was lost. A session ends after its last call.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/thread_calls.h"
#include "trace/trace.h"

namespace flowlog::graph {

// Runs a whole trace through `sink`.
template <class Sink>
class CallStream {
 public:
  CallStream(trace::Trace& trace, Sink& sink) : trace_(trace), state_(trace, sink) {}

  void run() {
    trace_.for_each_chunk([this](const trace::Chunk& chunk) {
      if (last_ == nullptr || chunk.thread != last_thread_) {
        auto& calls = threads_[chunk.thread];
        if (!calls) {
          calls = std::make_unique<ThreadCalls<Sink>>(state_, chunk.thread);
          in_order_.push_back(calls.get());
        }
        last_ = calls.get();
        last_thread_ = chunk.thread;
      }
      last_->take(chunk);
    });
    for (ThreadCalls<Sink>* const calls : in_order_) calls->finish();
  }

  const Texts& texts() const { return state_.texts; }
  Texts take_texts() { return std::move(state_.texts); }
  uint64_t sessions() const { return state_.sessions; }
  uint64_t calls() const { return state_.calls; }
  uint64_t unmatched_records() const { return state_.unmatched_records; }

 private:
  trace::Trace& trace_;
  StreamState<Sink> state_;
  std::unordered_map<uint32_t, std::unique_ptr<ThreadCalls<Sink>>> threads_;
  std::vector<ThreadCalls<Sink>*> in_order_;  // as the threads were first seen
  ThreadCalls<Sink>* last_ = nullptr;
  uint32_t last_thread_ = 0;
};

// The id of a session of `trace`.
template <class Sink>
trace::Uuid id_of(const trace::Trace& trace, const Session<Sink>& session) {
  trace::Uuid id;
  session_id(trace.id().data(), session.position, id.data());
  return id;
}

}  // namespace flowlog::graph
