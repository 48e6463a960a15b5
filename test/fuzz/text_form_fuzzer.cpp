// text_form_fuzzer.cpp: any text is either refused, or a trace whose dump packs to a trace with the same
// dump.
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>

#include "error.h"
#include "trace/text_form.h"

namespace {

using namespace flowlog;

std::string dumped(std::string archive) {
  trace::Trace trace(trace::open_memory("packed", std::move(archive)));
  std::string text;
  trace::dump(trace, [&](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t length) {
  std::string archive;
  try {
    archive = trace::pack({reinterpret_cast<const char*>(data), length}, "input");
  } catch (const Error&) {
    return 0;
  }
  const std::string text = dumped(archive);
  if (dumped(trace::pack(text, "dump")) != text) std::abort();
  return 0;
}
