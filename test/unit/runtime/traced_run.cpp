// traced_run.cpp: see traced_run.h.
#include "traced_run.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace flowlog::runtime {
namespace {

using namespace format;

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool is_exit(Kind kind) { return kind >= Kind::kExitSuccess && kind <= Kind::kExitAbandoned; }

}  // namespace

uint64_t Counts::of(Kind kind) const {
  const auto found = kinds.find(kind);
  return found == kinds.end() ? 0 : found->second;
}

std::vector<std::string> Counts::of(Wide type) const {
  const auto found = wide.find(type);
  return found == wide.end() ? std::vector<std::string>{} : found->second;
}

uint64_t Counts::exits() const {
  uint64_t sum = 0;
  for (const auto& [kind, words] : kinds) sum += is_exit(kind) ? words : 0;
  return sum;
}

Counts count(trace::Trace& trace) {
  Counts counts;
  trace.for_each_chunk([&](const trace::Chunk& chunk) {
    for (size_t i = 0; i < chunk.records.size(); ++i) {
      const trace::Record& record = chunk.records[i];
      if (record.kind == Kind::kNone) continue;
      ++counts.words;
      ++counts.kinds[record.kind];
      ++counts.words_of_thread[chunk.thread];
      if (record.kind == Kind::kEnter) ++counts.entered[record.site];
      std::string payload;
      if (record.kind == Kind::kWide && trace::read_payload(chunk.records, i, payload)) {
        counts.wide[static_cast<Wide>(record.site >> kWideTypeShift)].push_back(payload);
      }
    }
  });
  return counts;
}

void expect_balanced(trace::Trace& trace, bool handlers_record) {
  std::map<uint32_t, std::vector<uint32_t>> open;
  std::map<uint32_t, uint64_t> last_ticks;
  trace.for_each_chunk([&](const trace::Chunk& chunk) {
    for (const trace::Record& record : chunk.records) {
      if (record.kind != Kind::kEnter && !is_exit(record.kind)) continue;
      auto& calls = open[chunk.thread];
      if (!handlers_record) {
        EXPECT_GE(record.value, last_ticks[chunk.thread]);
      }
      last_ticks[chunk.thread] = record.value;
      if (record.kind == Kind::kEnter) {
        calls.push_back(record.site);
        continue;
      }
      ASSERT_FALSE(calls.empty());
      ASSERT_EQ(calls.back(), record.site);
      calls.pop_back();
    }
  });
  for (const auto& [thread, calls] : open) EXPECT_TRUE(calls.empty()) << "thread " << thread;
}

TracedRun::TracedRun(const std::string& arguments, const std::map<std::string, std::string>& environment,
                     const std::string& prefix, const std::string& program) {
  std::string pattern = (std::filesystem::temp_directory_path() / "flowlog-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
  std::string command = "cd '" + folder_.string() + "' && " + prefix + " exec env -i FLOWLOG_DIR=out";
  for (const auto& [name, value] : environment) command += " '" + name + "=" + value + "'";
  command += " '" + program + "' " + arguments + " > stdout 2> stderr";
  const int status = std::system(("sh -c \"" + command + "\" 2> /dev/null").c_str());
  status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

TracedRun::~TracedRun() {
  for (const auto& pool : pools_left()) std::filesystem::remove(pool);
  std::filesystem::remove_all(folder_);
}

// A pool's name begins with process and trace, with which its archive's ends.
std::vector<std::filesystem::path> TracedRun::pools_left() const {
  std::set<std::string> begins;
  for (const auto& file : files()) {
    const std::string name = file.stem().string();
    begins.insert("flowlog" + name.substr(name.rfind('-', name.rfind('-') - 1)));
  }
  std::vector<std::filesystem::path> pools;
  for (const auto& entry : std::filesystem::directory_iterator("/dev/shm")) {
    const std::string name = entry.path().filename().string();
    if (begins.count(name.substr(0, name.find('-', std::string_view("flowlog-").size()) + 9)) != 0)
      pools.push_back(entry.path());
  }
  return pools;
}

std::string TracedRun::output() const { return contents(folder_ / "stdout"); }
std::string TracedRun::errors() const { return contents(folder_ / "stderr"); }

std::vector<std::filesystem::path> TracedRun::files() const {
  std::vector<std::filesystem::path> files;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "out", missing)) {
    if (entry.path().extension() == ".flog") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::unique_ptr<trace::Trace>> TracedRun::traces() const {
  std::vector<std::unique_ptr<trace::Trace>> traces;
  for (const auto& file : files()) {
    traces.push_back(std::make_unique<trace::Trace>(trace::open_file(file.string())));
  }
  return traces;
}

trace::Trace& TracedRun::trace() {
  if (trace_ == nullptr) {
    auto all = traces();
    if (all.size() != 1) throw std::runtime_error(std::to_string(all.size()) + " traces; " + errors());
    trace_ = std::move(all.front());
  }
  return *trace_;
}

}  // namespace flowlog::runtime
