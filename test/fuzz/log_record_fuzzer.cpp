// log_record_fuzzer.cpp: any payload of a log record is either refused, or one that a line can be made of.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "trace/log_record.h"
#include "trace/text_log.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t length) {
  using namespace flowlog;
  const auto record = trace::read_log_record({reinterpret_cast<const char*>(data), length});
  if (!record) return 0;
  trace::log_text(*record);
  std::vector<uint64_t> words;
  trace::append_log_record(words, *record);
  return 0;
}
