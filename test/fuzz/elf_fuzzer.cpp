// elf_fuzzer.cpp: any bytes are either refused as a binary, or have sites and call lists that make a graph.
#include <cstddef>
#include <string>

#include "error.h"
#include "graph/static_graph.h"
#include "trace/elf.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t length) {
  using namespace flowlog;
  const auto binary = trace::open_memory("input", std::string(reinterpret_cast<const char*>(data), length));
  try {
    graph::static_graph(
        {{"input", trace::read_sites_of_binary(*binary), trace::read_calls_of_binary(*binary)}});
  } catch (const Error&) {
  }
  return 0;
}
