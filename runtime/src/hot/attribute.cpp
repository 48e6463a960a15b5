// attribute.cpp: what a program says of its sessions, on its way into the stream (session.h).
#include <flowlog/format.h>

#include <cstring>

#include "rare.h"

namespace flowlog::runtime {
namespace {

constexpr size_t cut(size_t bytes) {
  return bytes < format::kMaxAttributeBytes ? bytes : format::kMaxAttributeBytes;
}

}  // namespace
}  // namespace flowlog::runtime

using namespace flowlog::runtime;

FLOWLOG_SESSION_HOOK void flowlog_attribute(const char* key, size_t key_bytes, const char* value,
                                            size_t value_bytes) {
  if (!is_recording() || is_skipping()) return;
  key_bytes = cut(key_bytes);
  value_bytes = cut(value_bytes);
  char payload[1 + 2 * flowlog::format::kMaxAttributeBytes];
  payload[0] = static_cast<char>(key_bytes);
  if (key_bytes != 0) memcpy(payload + 1, key, key_bytes);
  if (value_bytes != 0) memcpy(payload + 1 + key_bytes, value, value_bytes);
  unpark();
  put_text(flowlog::format::Wide::kAttribute, payload, 1 + key_bytes + value_bytes);
  settle();
}
