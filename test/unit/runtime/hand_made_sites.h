// hand_made_sites.h: three sites of a program that calls the recorder as generated code does, registered by a
// constructor as the plugin's are. Of one translation unit only.
#pragma once

#include <flowlog/abi.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

struct Description {  // a flowlog_info and its text
  uint64_t id;
  uint32_t text_bytes;
  uint32_t flags;
  char text[32];
};

// Three sites: outer, inner and a third for what runs around main.
Description descriptions[3] = {};
flowlog_site sites[3] = {};
unsigned char gate = 0;

const flowlog_site* const kOuter = &sites[0];
const flowlog_site* const kInner = &sites[1];
const flowlog_site* const kAround = &sites[2];

[[gnu::constructor]] void register_sites() {
  const char* const names[] = {"outer()", "inner()", "around()"};
  for (unsigned i = 0; i < 3; ++i) {
    Description& description = descriptions[i];
    description.id = 100 + i;
    description.text_bytes = static_cast<uint32_t>(
        std::snprintf(description.text, sizeof description.text, "{\"id\":\"%s\"}", names[i]));
    sites[i].info =
        static_cast<int32_t>(reinterpret_cast<char*>(&description) - reinterpret_cast<char*>(&sites[i]));
  }
  flowlog_register(sites, sites + 3, &gate, FLOWLOG_ABI_VERSION, nullptr, nullptr);
}

// What the plugin makes of a function whose body is `body`.
template <typename Body>
void call(const flowlog_site* site, Body body) {
  const uint32_t token = gate != 0 ? flowlog_enter(site) : 0;
  body();
  if (token != 0) flowlog_exit(site, token, FLOWLOG_SUCCESS);
}

void call_pairs(int pairs) {
  for (int i = 0; i < pairs; ++i) {
    call(kOuter, [] { call(kInner, [] {}); });
  }
}

[[maybe_unused]] int argument(char** argv, int at, int otherwise) {
  return argv[at] != nullptr ? std::atoi(argv[at]) : otherwise;
}

}  // namespace
