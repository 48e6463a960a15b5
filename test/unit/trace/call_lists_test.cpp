// call_lists_test.cpp: call lists of binaries. That a real compiler's are read is shown end to end; here,
// that lies do no harm.
#include "trace/call_lists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "elf_with.h"
#include "flowlog/abi.h"

namespace flowlog::trace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string list(uint64_t id, uint32_t calls, uint32_t virtual_calls, uint32_t answers, uint32_t flags) {
  return raw(id) + raw(calls) + raw(virtual_calls) + raw(answers) + raw(flags);
}

std::string made_elf(const std::string& lists) { return elf_with(FLOWLOG_CALLS_SECTION, lists); }

std::vector<CallList> lists_in(const std::string& bytes) {
  return read_calls_of_binary(*open_memory("a.out", bytes));
}

std::string message_for(const std::string& bytes) {
  return message_of([&] { lists_in(bytes); });
}

// f() calls 20 and virtually 30, and answers for 40 and 50; 11 calls nothing.
std::string two_lists() {
  return list(10, 1, 1, 2, FLOWLOG_CALLS_TRACKED) + raw(uint64_t{20}) + raw(uint64_t{30}) +
         raw(uint64_t{40}) + raw(uint64_t{50}) + list(11, 0, 0, 0, 0);
}

TEST(CallLists, ReadsEachList) {
  const std::vector<CallList> lists = lists_in(made_elf(two_lists()));

  ASSERT_EQ(lists.size(), 2u);
  EXPECT_EQ(lists[0].id, 10u);
  EXPECT_TRUE(lists[0].tracked);
  EXPECT_THAT(lists[0].calls, ElementsAre(20));
  EXPECT_THAT(lists[0].virtual_calls, ElementsAre(30));
  EXPECT_THAT(lists[0].answers, ElementsAre(40, 50));
  EXPECT_EQ(lists[1].id, 11u);
  EXPECT_FALSE(lists[1].tracked);
  EXPECT_THAT(lists[1].calls, IsEmpty());
}

TEST(CallLists, ABinaryWithoutTheSectionHasNone) { EXPECT_THAT(lists_in(made_elf("")), IsEmpty()); }

TEST(CallLists, AListThatClaimsTooMuchIsRefusedByItsOffset) {
  for (const auto& [calls, virtual_calls, answers] :
       {std::tuple{1u, 0u, 0u}, {0u, UINT32_MAX, 0u}, {UINT32_MAX, UINT32_MAX, UINT32_MAX}}) {
    const std::string message =
        message_for(made_elf(list(1, 0, 0, 0, 0) + list(10, calls, virtual_calls, answers, 0)));
    EXPECT_THAT(message, HasSubstr("a.out: offset 103: has an entry in flowlog_calls that does not fit"));
  }
}

TEST(CallLists, CutAnywhereOrWithAnyBitFlippedTheyAreReadOrRefused) {
  const std::string whole = made_elf(two_lists());
  for (size_t length = 0; length < whole.size(); ++length) message_for(whole.substr(0, length));
  for (size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string bytes = whole;
    bytes[bit / 8] ^= char(1 << bit % 8);
    message_for(bytes);
  }
}

}  // namespace
}  // namespace flowlog::trace
