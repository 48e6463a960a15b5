// main.cpp: a small shop that serves itself. It shows how flowlog is used, and what a graph can show: nested
// calls, a thread, sessions, exceptions that are caught far above, partial results, templates, recursion,
// lambdas.
//
//   sample_api [--requests N] [--seed S]
//
// Prints how the requests ended. The same seed gives the same requests, the same answers and the same graph.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "api.h"
#include "audit.h"
#include "traffic.h"

namespace {

struct Options {
  std::uint64_t requests = 200;
  std::uint64_t seed = 1;
};

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    std::uint64_t* const value = name == "--requests" ? &options.requests
                                 : name == "--seed"   ? &options.seed
                                                      : nullptr;
    if (!value || i + 1 == argc) return false;
    const char* const end = argv[i + 1] + std::strlen(argv[i + 1]);
    const auto [stop, wrong] = std::from_chars(argv[i + 1], end, *value);
    if (wrong != std::errc{} || stop != end) return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::fprintf(stderr, "usage: sample_api [--requests N] [--seed S]\n");
    return 2;
  }

  shop::audit::Journal journal;
  shop::api::Service service(journal);
  shop::Traffic traffic(options.seed);
  for (std::uint64_t i = 0; i < options.requests; ++i) service.handle(traffic.next());

  std::printf("%llu requests\n", static_cast<unsigned long long>(options.requests));
  for (const auto& [status, count] : journal.close()) std::printf("%6d x %d\n", count, status);
}
