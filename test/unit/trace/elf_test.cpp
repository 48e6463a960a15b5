// elf_test.cpp: sites of binaries. That a real compiler's are read is shown end to end; here, that lies do no
// harm.
#include "trace/elf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "elf_with.h"

namespace flowlog::trace {
namespace {

using testing::HasSubstr;

std::string info(const std::string& text, uint32_t claimed_bytes) {
  std::string entry = raw(uint64_t{42}) + raw(claimed_bytes) + raw(uint32_t{FLOWLOG_INFO_SESSION}) + text;
  entry.resize((entry.size() + 7) / 8 * 8);
  return entry;
}
std::string info(const std::string& text) { return info(text, uint32_t(text.size())); }

std::string made_elf(const std::string& infos) { return elf_with(FLOWLOG_INFO_SECTION, infos); }

std::vector<Site> sites_in(const std::string& bytes) {
  return read_sites_of_binary(*open_memory("a.out", bytes));
}

std::string message_for(const std::string& bytes) {
  return message_of([&] { sites_in(bytes); });
}

TEST(Elf, ReadsEachDescription) {
  const std::vector<Site> sites =
      sites_in(made_elf(info(R"json({"id":"f()"})json") + info(R"json({"id":"longer()"})json")));

  ASSERT_EQ(sites.size(), 2u);
  EXPECT_EQ(sites[0].description.id, "f()");
  EXPECT_EQ(sites[0].id, 42u);
  EXPECT_TRUE(sites[0].starts_session());
  EXPECT_EQ(sites[1].description.id, "longer()");
}

TEST(Elf, ABinaryWithoutTrackedFunctionsHasNone) { EXPECT_TRUE(sites_in(made_elf("")).empty()); }

TEST(Elf, RefusesWhatIsNoElfFile) {
  EXPECT_THAT(message_for(std::string(100, 'x')), HasSubstr("a.out: offset 0: is no ELF file"));
  EXPECT_THAT(message_for("short"), HasSubstr("a.out: offset 0: ends where the ELF header was expected"));
}

TEST(Elf, AnEntryThatClaimsTooMuchIsRefusedByItsOffset) {
  EXPECT_THAT(message_for(made_elf(info(R"json({"id":"f()"})json", 4000))),
              HasSubstr("does not fit into the section"));
  EXPECT_THAT(message_for(made_elf(info(R"json({"id":"f()"})json", UINT32_MAX))), HasSubstr("offset 78"));
}

TEST(Elf, CutAnywhereOrWithAnyBitFlippedItIsReadOrRefused) {
  const std::string whole = made_elf(info(R"json({"id":"f()"})json") + info(R"json({"id":"g()"})json"));
  for (size_t length = 0; length < whole.size(); ++length) message_for(whole.substr(0, length));
  for (size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string bytes = whole;
    bytes[bit / 8] ^= char(1 << bit % 8);
    message_for(bytes);
  }
}

}  // namespace
}  // namespace flowlog::trace
