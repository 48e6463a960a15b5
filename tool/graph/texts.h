// texts.h: texts that occur again and again (branch details, session names), each kept once and known by a
// number.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace flowlog::graph {

class Texts {
 public:
  static constexpr uint32_t kNone = 0;  // of the empty text

  uint32_t number_of(std::string_view text) {
    if (text.empty()) return kNone;
    const auto known = numbers_.find(text);
    if (known != numbers_.end()) return known->second;
    texts_.emplace_back(text);
    numbers_.emplace(texts_.back(), uint32_t(texts_.size() - 1));
    return uint32_t(texts_.size() - 1);
  }

  const std::string& at(uint32_t number) const { return texts_[number]; }

 private:
  std::deque<std::string> texts_{std::string()};  // a deque: the keys below point into it
  std::unordered_map<std::string_view, uint32_t> numbers_;
};

}  // namespace flowlog::graph
