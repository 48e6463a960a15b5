// trace_context_fuzzer.cpp: headers are refused, or read as what they say: written again they are read the
// same.
#include <flowlog/trace_context.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

std::string hex(const unsigned char* bytes, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += "0123456789abcdef"[bytes[i] >> 4];
    text += "0123456789abcdef"[bytes[i] & 15];
  }
  return text;
}

void check_parent(std::string_view header) {
  const auto parent = flowlog::parse_traceparent(header);
  if (!parent) return;
  const std::string again =
      "00-" + hex(parent->trace_id, 16) + "-" + hex(parent->parent_id, 8) + (parent->sampled ? "-01" : "-00");
  const auto same = flowlog::parse_traceparent(again);
  if (!same || std::memcmp(same->trace_id, parent->trace_id, 16) != 0 || same->sampled != parent->sampled)
    std::abort();
  if (header.find(again.substr(3, 49)) == std::string_view::npos) std::abort();
}

void check_state(std::string_view headers) {
  const auto state = flowlog::parse_tracestate(headers);
  if (!state) return;
  std::string again;
  for (const auto& [key, value] : *state) {
    if (headers.find(key) == std::string_view::npos || value.size() > 256) std::abort();
    again += (again.empty() ? "" : ",") + std::string(key) + "=" + std::string(value);
  }
  const auto same = flowlog::parse_tracestate(again);
  if (!same || same->count != state->count) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t length) {
  const std::string_view text(reinterpret_cast<const char*>(data), length);
  check_parent(text);
  check_state(text);
  return 0;
}
