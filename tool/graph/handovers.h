// handovers.h: what threads of a stream leave for each other under numbers: a coroutine's call to be resumed,
// or one to be worked for. A thread that asks for it before it is there has to wait.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace flowlog::graph {

template <class What>
class Handovers {
 public:
  size_t size() const { return left_.size(); }
  const std::unordered_map<uint64_t, What>& all() const { return left_; }

  // Null if it is not there, or not yet.
  What* find(uint64_t number) {
    const auto found = left_.find(number);
    return found == left_.end() ? nullptr : &found->second;
  }

  // Adds the threads that waited for it to `can_go_on`. False if there is one of that number already.
  bool leave(uint64_t number, What&& what, std::vector<uint32_t>& can_go_on) {
    if (!left_.try_emplace(number, std::move(what)).second) return false;
    const auto [first, last] = awaited_.equal_range(number);
    for (auto wait = first; wait != last; ++wait) can_go_on.push_back(wait->second);
    awaited_.erase(first, last);
    return true;
  }

  What take(uint64_t number) { return std::move(left_.extract(number).mapped()); }

  bool is_awaited(uint64_t number) const { return awaited_.contains(number); }
  void await(uint64_t number, uint32_t thread) { awaited_.emplace(number, thread); }
  void stop_awaiting(uint64_t number, uint32_t thread) {
    const auto [first, last] = awaited_.equal_range(number);
    for (auto wait = first; wait != last; ++wait) {
      if (wait->second == thread) return void(awaited_.erase(wait));
    }
  }

 private:
  std::unordered_map<uint64_t, What> left_;
  std::unordered_multimap<uint64_t, uint32_t> awaited_;  // number -> thread
};

// A thread's waiting for what others leave.
class Waiting {
 public:
  explicit Waiting(uint32_t thread) : thread_(thread) {}

  // What is asked for next will never come.
  void give_up() { gave_up_ = true; }
  bool gave_up() const { return gave_up_; }

  // True if `number` may still come: the record is to be taken again then. Else it is lost, and counted in
  // `lost`.
  template <class What>
  bool waits_for(Handovers<What>& handovers, uint64_t number, uint64_t& lost) {
    if (!gave_up_) {
      handovers.await(number, thread_);
      return true;
    }
    gave_up_ = false;
    handovers.stop_awaiting(number, thread_);
    ++lost;
    return false;
  }

 private:
  const uint32_t thread_;
  bool gave_up_ = false;
};

}  // namespace flowlog::graph
