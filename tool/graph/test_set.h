// test_set.h: a set of tests, by number. Ten thousand tests on each of ten thousand edges have to fit into
// memory, as does a set of one test that comes late; so it is bits, and only those words of them that are not
// 0.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace flowlog::graph {

class TestSet {
 public:
  void add(uint32_t test) { word_at(test / 64).bits |= uint64_t{1} << test % 64; }

  bool empty() const { return words_.empty(); }
  size_t size() const {
    size_t tests = 0;
    for (const Word& word : words_) tests += size_t(std::popcount(word.bits));
    return tests;
  }

  // In ascending order.
  template <class Each>
  void for_each(Each each) const {
    for (const Word& word : words_) {
      for (uint64_t bits = word.bits; bits != 0; bits &= bits - 1)
        each(word.index * 64 + uint32_t(std::countr_zero(bits)));
    }
  }

 private:
  struct Word {
    uint32_t index;
    uint64_t bits;
  };

  // Tests mostly come in the order of their numbers.
  Word& word_at(uint32_t index) {
    if (words_.empty() || words_.back().index < index) return words_.emplace_back(Word{index, 0});
    if (words_.back().index == index) return words_.back();
    const auto at = std::lower_bound(words_.begin(), words_.end(), index,
                                     [](const Word& word, uint32_t wanted) { return word.index < wanted; });
    return at->index == index ? *at : *words_.insert(at, Word{index, 0});
  }

  std::vector<Word> words_;  // by index
};

}  // namespace flowlog::graph
