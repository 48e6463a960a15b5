// traced_run.h: runs traced_program in a folder of its own, and reads what it left with the tool's reader.
#pragma once

#include <flowlog/format.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "trace/trace.h"

namespace flowlog::runtime {

// What stands in a trace.
struct Counts {
  std::map<format::Kind, uint64_t> kinds;                 // words
  std::map<uint32_t, uint64_t> entered;                   // by site number
  std::map<format::Wide, std::vector<std::string>> wide;  // payloads, in order
  std::map<uint32_t, uint64_t> words_of_thread;
  uint64_t words = 0;  // holes not counted

  uint64_t entries() const { return of(format::Kind::kEnter); }
  uint64_t exits() const;
  uint64_t of(format::Kind kind) const;
  std::vector<std::string> of(format::Wide type) const;
};

Counts count(trace::Trace& trace);

// Whether every exit closes the innermost open call, no call stays open, and time never goes back in any
// thread, unless handlers record between a record's place and its time.
void expect_balanced(trace::Trace& trace, bool handlers_record = false);

class TracedRun {
 public:
  // Runs traced_program with `arguments` and an environment of nothing but `environment`; waits for its end.
  // `prefix` is a shell command that comes first; `program` may be another.
  explicit TracedRun(const std::string& arguments, const std::map<std::string, std::string>& environment = {},
                     const std::string& prefix = {}, const std::string& program = TRACED_PROGRAM);
  ~TracedRun();

  int status() const { return status_; }  // as a shell tells it: 128 + signal if it was killed
  std::string output() const;
  std::string errors() const;
  std::filesystem::path folder() const { return folder_; }
  std::vector<std::filesystem::path> files() const;  // the archives, by name

  // What its processes left in shared memory.
  std::vector<std::filesystem::path> pools_left() const;

  // The one trace it left.
  trace::Trace& trace();
  std::vector<std::unique_ptr<trace::Trace>> traces() const;

 private:
  std::filesystem::path folder_;
  int status_ = 0;
  std::unique_ptr<trace::Trace> trace_;
};

}  // namespace flowlog::runtime
