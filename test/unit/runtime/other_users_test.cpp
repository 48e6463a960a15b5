// other_users_test.cpp: what other users of the machine lay out for a traced program, and what they ask of
// one that has more rights than they. Needs root, or sudo, to be several users.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "traced_run.h"

namespace flowlog::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::string kAsRoot = ::geteuid() == 0 ? "" : "sudo -n ";
constexpr char kVictim[] = "65534", kOther[] = "65533";

std::string run_as(const std::string& user) {
  return " chmod 777 .; cp '" PRIVILEGED_PROGRAM "' own; exec " + kAsRoot + "setpriv --reuid=" + user +
         " --regid=" + user + R"( --clear-groups sh -c '\"\$@\"' sh)";
}

bool holds_nothing(const std::filesystem::path& folder) {
  return std::filesystem::directory_iterator(folder) == std::filesystem::directory_iterator();
}

// R17: the program runs on without a trace, and says so in one line.
void expect_refused(const std::string& lay_out, const std::filesystem::path& untouched,
                    const char* user = kVictim) {
  TracedRun run("pairs 10", {}, lay_out + run_as(user), "./own");
  EXPECT_EQ(run.status(), 0) << run.errors();
  EXPECT_THAT(run.errors(), HasSubstr("nothing is recorded"));
  const std::string said = run.errors();
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
  EXPECT_TRUE(holds_nothing(run.folder() / untouched));
}

TEST(OtherUsers, TheirFoldersAndLinksAreNotUsed) {
  expect_refused("mkdir out; chmod 777 out; " + kAsRoot + "chown " + kOther + " out;", "out");
  const std::string link_of_other =
      "mkdir target; chmod 777 target; ln -s target out; " + kAsRoot + "chown -h " + kOther + " out;";
  expect_refused(link_of_other, "target");
  expect_refused(link_of_other, "target", "0");
  expect_refused("mkdir target; mkfifo out; " + kAsRoot + "chown " + kOther + " out;", "target");
}

// Whoever owns it could only take the file away.
TEST(OtherUsers, RootMayUseTheirFolders) {
  TracedRun run("pairs 10", {}, "mkdir out; " + kAsRoot + "chown " + kOther + " out;" + run_as("0"), "./own");
  EXPECT_EQ(run.status(), 0);
  EXPECT_THAT(run.errors(), IsEmpty());
  ASSERT_EQ(run.files().size(), 1u);
  struct stat made;
  ASSERT_EQ(::stat(run.files().at(0).c_str(), &made), 0);
  EXPECT_EQ(made.st_uid, 0u);
  EXPECT_EQ(made.st_mode & 0777, 0600u);
}

// R16: what a user says in the environment of a program that has more rights than he is not heard.
TEST(OtherUsers, DoNotSteerAProgramWithMoreRights) {
  const std::string raise[] = {"chown 0 own; " + kAsRoot + "chmod 4755 own;", "setcap cap_chown+ep own;"};
  for (const std::string& rights : raise) {
    TracedRun run(
        "pairs 10", {{"FLOWLOG_DIR", "elsewhere"}, {"FLOWLOG_CHUNK_KIB", "bad"}, {"FLOWLOG_CONFIG", "said"}},
        "chmod 777 .; mkdir elsewhere; chmod 777 elsewhere; echo nonsense > said; cp '" PRIVILEGED_PROGRAM
        "' own; " +
            kAsRoot + rights + " exec " + kAsRoot + "setpriv --reuid=" + kVictim + " --regid=" + kVictim +
            R"( --clear-groups sh -c '\"\$@\"' sh)",
        "./own");
    EXPECT_EQ(run.status(), 0) << rights << run.errors();
    EXPECT_THAT(run.errors(), IsEmpty()) << rights;
    EXPECT_TRUE(holds_nothing(run.folder() / "elsewhere")) << rights;
    EXPECT_FALSE(holds_nothing(run.folder() / "flowlog-out")) << rights;
  }
}

}  // namespace
}  // namespace flowlog::runtime
