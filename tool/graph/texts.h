// texts.h: texts that occur again and again (branch details, session names), each kept once and known by a
// number. Traces may hold any bytes; what is kept is valid UTF-8, so that texts which are written alike are
// one.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "text.h"

namespace flowlog::graph {

class Texts {
 public:
  static constexpr uint32_t kNone = 0;  // of the empty text

  uint32_t number_of(std::string_view text) {
    if (text.empty()) return kNone;
    const auto known = numbers_.find(text);
    if (known != numbers_.end()) return known->second;
    std::string valid = valid_utf8(text);
    if (valid != text) {
      const uint32_t number = number_of(valid);
      numbers_.emplace(raw_.emplace_back(text), number);
      return number;
    }
    texts_.push_back(std::move(valid));
    numbers_.emplace(texts_.back(), uint32_t(texts_.size() - 1));
    return uint32_t(texts_.size() - 1);
  }

  const std::string& at(uint32_t number) const { return texts_[number]; }

 private:
  std::deque<std::string> texts_{std::string()};  // deques: the keys below point into them
  std::deque<std::string> raw_;                   // bytes that stand for one of texts_ and differ from it
  std::unordered_map<std::string_view, uint32_t> numbers_;
};

}  // namespace flowlog::graph
