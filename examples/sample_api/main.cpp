// main.cpp: a small shop that serves itself. It shows how flowlog is used, and what a graph can show: nested
// calls, a thread, sessions, exceptions that are caught far above, partial results, templates, recursion,
// lambdas, another process.
//
//   sample_api [--requests N] [--seed S] [--bank PORT]
//
// The bank is the program sample_bank beside this one, which it starts, or one that listens on that port.
// Prints how the requests ended. The same seed gives the same requests, the same answers and the same graph.
#include <signal.h>

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>

#include "api.h"
#include "audit.h"
#include "bank_process.h"
#include "payments.h"
#include "traffic.h"

namespace {

struct Options {
  std::uint64_t requests = 200;
  std::uint64_t seed = 1;
  std::uint64_t bank = 0;  // 0: one of its own
};

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    std::uint64_t* const value = name == "--requests" ? &options.requests
                                 : name == "--seed"   ? &options.seed
                                 : name == "--bank"   ? &options.bank
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
    std::fprintf(stderr, "usage: sample_api [--requests N] [--seed S] [--bank PORT]\n");
    return 2;
  }

  ::signal(SIGPIPE, SIG_IGN);  // a bank that is gone is an answer, too
  std::optional<shop::BankProcess> bank;
  if (options.bank == 0) {
    try {
      bank.emplace(std::filesystem::read_symlink("/proc/self/exe").replace_filename("sample_bank").string());
    } catch (const std::exception& wrong) {
      std::fprintf(stderr, "sample_api: %s\n", wrong.what());
      return 1;
    }
  }
  shop::payments::connect_to_bank(bank ? bank->port() : static_cast<int>(options.bank));

  shop::audit::Journal journal;
  shop::api::Service service(journal);
  shop::Traffic traffic(options.seed);
  for (std::uint64_t i = 0; i < options.requests; ++i) service.handle(traffic.next());
  shop::payments::disconnect_from_bank();

  std::printf("%llu requests\n", static_cast<unsigned long long>(options.requests));
  for (const auto& [status, count] : journal.close()) std::printf("%6d x %d\n", count, status);
}
