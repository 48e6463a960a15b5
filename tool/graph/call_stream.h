// call_stream.h: from records to calls and sessions: the stack machine of docs/format.md, "Calls",
// "Coroutines" and "Sessions".
//
// One pass, one stack for each thread; a call is passed on when it begins and when it ends, and then
// forgotten, so that memory is what is open, not what there was. A sink says what is made of them:
//
//   struct Sink {
//     struct CallData {};       // kept with a call while it is open
//     struct CoroutineData {};  // besides, once it was suspended
//     struct ShareData {};      // of a call that other threads may work for, kept while the trace goes on
//     struct ThreadData {};     // kept with a thread
//     struct SessionData {};    // kept with a session; reused for the next, so session_began must reset it
//
//     void session_began(Session<Sink>&);
//     void call_began(Call<Sink>&, Call<Sink>* caller);
//     void call_suspended(Call<Sink>&, Call<Sink>* below);
//     void call_resumed(Call<Sink>&, ThreadData&);
//     void call_ended(Call<Sink>&, Call<Sink>* below, const CallEnd&);
//     void coroutine_ended(Call<Sink>&, ThreadData&);  // after call_ended, if it was ever suspended
//     ShareData shared(Session<Sink>&, Call<Sink>*);
//     void branch_began(Call<Sink>& borrowed, const ShareData&);
//     void branch_ended(Call<Sink>& borrowed, Session<Sink>&);
//     void session_ended(Session<Sink>&, int64_t end_ns);
//   };
//
// and, where log records are asked for,
//
//     void logged(const std::string& payload, int64_t time_ns, Session<Sink>*, Call<Sink>*);
//
// with the innermost session and open call of the thread, null where there is none.
//
// and, where attributes of sessions are,
//
//     void attribute_set(Session<Sink>&, std::string_view key, std::string_view value);
//
// and, where it matters which thread it is that does the following,
//
//     void reads_thread(uint32_t thread);
//
// `caller` is the innermost open call of the thread, of whatever session; null if there is none, or if the
// record of its enter was lost or sampling has left it out. `below` is what is innermost without the call:
// its caller, unless it was suspended before. A session ends after its last call.
//
// What other threads do for a session are its branches. Each has a borrowed entry on its thread's stack,
// which stands in for the call that was innermost when the session was shared, null if none was: it is given
// as `caller` and as `below`, though that call may have ended meanwhile, and what a sink has to know of it
// then is what it gave away in `shared`.
//
// Threads are read as they come, and one that resumes a coroutine, or works for a session, waits until the
// thread on which that was suspended, or shared, has been read so far. So a sink hears of everything in an
// order in which it can have happened.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <queue>
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
    Workers alone;
    run(alone);
  }

  // The sink is called on this thread; `workers` read the trace ahead of it.
  void run(Workers& workers) {
    const auto take_next = [this](const trace::Chunk& chunk) {
      if (last_ == nullptr || chunk.thread != last_->number) last_ = &thread(chunk.thread);
      if (last_->waits) {
        last_->later.push_back(trace_.place());
      } else {
        take(*last_, chunk, 0, trace_.place());
        while (!state_.can_go_on.empty()) go_on_with_next();
      }
    };
    trace_.for_each_chunk(take_next, workers);
    give_up_waiting();
    for (Thread* const thread : in_order_) {
      tell_sink(*thread);
      thread->calls.machine().finish();
    }
    abandon_suspended();
    for (Session<Sink>* const session : state_.shared_sessions) {
      state_.sink.session_ended(*session, session->end_ns);
    }
  }

  const Texts& texts() const { return state_.texts; }
  Texts take_texts() { return std::move(state_.texts); }
  uint64_t sessions() const { return state_.sessions; }
  uint64_t calls() const { return state_.calls; }
  uint64_t parts() const { return state_.parts; }
  uint64_t refused_headers() const { return state_.refused_headers; }
  uint64_t misused_sessions() const { return state_.misused_sessions; }
  uint64_t unmatched_records() const { return state_.unmatched_records; }

 private:
  struct Thread {
    Thread(StreamState<Sink>& state, uint32_t thread) : number(thread), calls(state, thread) {}

    const uint32_t number;
    ThreadCalls<Sink> calls;

    // While it waits:
    bool waits = false;
    trace::ChunkPlace place;  // of the chunk in which it does
    size_t word = 0;
    trace::Chunk chunk;  // without records where too many are kept already
    std::deque<trace::ChunkPlace> later;
  };

  // Of threads that wait. Beyond that chunks are read again.
  static constexpr size_t kMaxKeptRecords = 1u << 22;

  Thread& thread(uint32_t number) {
    auto& thread = threads_[number];
    if (!thread) {
      thread = std::make_unique<Thread>(state_, number);
      in_order_.push_back(thread.get());
    }
    return *thread;
  }

  void tell_sink([[maybe_unused]] const Thread& thread) {
    if constexpr (requires { &Sink::reads_thread; }) state_.sink.reads_thread(thread.number);
  }

  // The thread's next chunk, or the rest of the one in which it waited.
  void take(Thread& thread, const trace::Chunk& chunk, size_t word, const trace::ChunkPlace& place) {
    tell_sink(thread);
    thread.word = thread.calls.take(chunk, word);
    thread.waits = thread.word < chunk.records.size();
    if (!thread.waits) return;
    thread.place = place;
    if (&chunk != &thread.chunk && kept_records_ + chunk.records.size() <= kMaxKeptRecords) {
      thread.chunk = chunk;
      kept_records_ += chunk.records.size();
    }
    if (giving_up_) waiting_.emplace(thread.calls.machine().now_ns(), thread.number);
  }

  void go_on_with_next() {
    Thread& thread = *threads_[state_.can_go_on.back()];
    state_.can_go_on.pop_back();
    go_on(thread);
  }

  void go_on(Thread& thread) {
    if (thread.chunk.records.empty()) {
      trace::Chunk chunk;
      trace_.read_again(thread.place, chunk);
      take(thread, chunk, thread.word, thread.place);
    } else {
      take(thread, thread.chunk, thread.word, thread.place);
    }
    if (thread.waits) return;
    kept_records_ -= thread.chunk.records.size();
    thread.chunk.records.clear();
    while (!thread.waits && !thread.later.empty()) {
      const trace::ChunkPlace place = thread.later.front();
      thread.later.pop_front();
      trace::Chunk chunk;
      trace_.read_again(place, chunk);
      take(thread, chunk, 0, place);
    }
  }

  // All has been read, so whoever still waits does so for what was lost. The earliest goes on without it,
  // which may help the others.
  void give_up_waiting() {
    giving_up_ = true;
    for (Thread* const thread : in_order_) {
      if (thread->waits) waiting_.emplace(thread->calls.machine().now_ns(), thread->number);
    }
    while (!waiting_.empty()) {
      const auto [since_ns, number] = waiting_.top();
      waiting_.pop();
      Thread& thread = *threads_[number];
      if (!thread.waits || thread.calls.machine().now_ns() != since_ns) continue;
      thread.calls.machine().stop_waiting();
      go_on(thread);
      while (!state_.can_go_on.empty()) go_on_with_next();
    }
  }

  void abandon_suspended() {
    if (state_.suspended.size() == 0) return;
    int64_t end_ns = INT64_MIN;
    bool lost_records = false;
    for (Thread* const thread : in_order_) {
      end_ns = std::max(end_ns, thread->calls.machine().now_ns());
      lost_records |= state_.losses_of(thread->number) != 0;
    }
    std::vector<uint64_t> suspensions;
    for (const auto& [suspension, call] : state_.suspended.all()) suspensions.push_back(suspension);
    std::sort(suspensions.begin(), suspensions.end());
    tell_sink(*in_order_.front());
    for (const uint64_t suspension : suspensions) {
      in_order_.front()->calls.machine().abandon(state_.suspended.take(suspension), lost_records, end_ns);
    }
  }

  trace::Trace& trace_;
  StreamState<Sink> state_;
  std::unordered_map<uint32_t, std::unique_ptr<Thread>> threads_;
  std::vector<Thread*> in_order_;  // as the threads were first seen
  Thread* last_ = nullptr;
  size_t kept_records_ = 0;
  bool giving_up_ = false;
  using Waiting = std::pair<int64_t, uint32_t>;  // since, thread
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting_;
};

// The id of a session of `trace`.
template <class Sink>
trace::Uuid id_of(const trace::Trace& trace, const Session<Sink>& session) {
  trace::Uuid id;
  if (session.from_outside) {
    std::copy(std::begin(session.remote.trace_id), std::end(session.remote.trace_id), id.begin());
    return id;
  }
  session_id(trace.id().data(), session.position, id.data());
  return id;
}

}  // namespace flowlog::graph
