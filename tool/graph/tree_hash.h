// tree_hash.h: the hash of a call tree, and the calls it stands for, made while the calls go by.
//
// A tree's hash is made of its function's id, its outcome and its children's hashes in order, where a run of
// equal neighbours counts once: a loop's length is no difference. It depends on nothing but names, so that it
// is the same in every trace. No tree is ever built: a child that equals the one before it is taken back as
// soon as it has ended.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace flowlog::graph {

constexpr uint64_t mixed(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
  return hash ^ hash >> 29;
}

constexpr uint64_t hash_of(std::string_view text) {
  uint64_t hash = 0xCBF29CE484222325u;  // FNV-1a, then mixed
  for (const char c : text) hash = (hash ^ uint8_t(c)) * 0x100000001B3u;
  return mixed(hash, text.size());
}

// The children of a call, or of a session, so far.
class ChildHash {
 public:
  // False if the child is equal to the one before it.
  bool add(uint64_t child) {
    if (child == last_) return false;
    last_ = child;
    all_ = mixed(all_, child);
    return true;
  }
  uint64_t value() const { return all_; }

 private:
  uint64_t all_ = 0x243F6A8885A308D3u;
  uint64_t last_ = 0;
};

constexpr uint64_t tree_hash(uint64_t function, unsigned outcome, uint64_t children) {
  return mixed(mixed(function, outcome + 1), children) | 1;  // never 0, which is "no child yet"
}

// The first calls of a tree in the order in which they began, and how many there were, each run of equal
// neighbours once.
class CallPath {
 public:
  void clear() { length_ = 0; }

  // Returns the place to go back to should this call's tree turn out to repeat its neighbour.
  uint64_t add(uint32_t node, size_t kept) {
    if (length_ < kept) {
      if (length_ == nodes_.size()) nodes_.emplace_back();
      nodes_[length_] = node;
    }
    return length_++;
  }
  void go_back(uint64_t place) { length_ = place; }

  // As if the calls of `other` had followed.
  void append(const CallPath& other, size_t kept) {
    for (uint64_t i = 0; i < std::min<uint64_t>(other.length_, other.nodes_.size()); ++i)
      add(other.nodes_[i], kept);
    length_ += other.length_ - std::min<uint64_t>(other.length_, other.nodes_.size());
  }

  uint64_t length() const { return length_; }
  std::vector<uint32_t> nodes() const {
    return {nodes_.begin(), nodes_.begin() + ptrdiff_t(std::min<uint64_t>(length_, nodes_.size()))};
  }

 private:
  std::vector<uint32_t> nodes_;
  uint64_t length_ = 0;
};

}  // namespace flowlog::graph
