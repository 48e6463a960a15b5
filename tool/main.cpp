// main.cpp: parses the command line and turns every outcome into an exit code.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "commands/commands.h"
#include "error.h"

namespace {

// CLI11 complains of what is missing before it complains of what it does not know; but who mistypes an option
// or a command wants to hear of that.
std::string what_is_wrong(const CLI::App& cli, const CLI::ParseError& wrong) {
  const auto unknown = cli.remaining(/*recurse=*/true);
  if (dynamic_cast<const CLI::RequiredError*>(&wrong) == nullptr || unknown.empty()) return wrong.what();
  return "'" + unknown.front() + "' is no " + (unknown.front().starts_with('-') ? "option" : "command") +
         " of flowlog's";
}

}  // namespace

int main(int argc, char** argv) {
  using namespace flowlog;
  // Past the limit to the size of files a write fails instead of ending the process. A handler, for programs
  // that are run would inherit it if the signal was ignored.
  std::signal(SIGXFSZ, [](int) {});
  CLI::App cli{"Shows the architecture a C++ program really has, from traces of its runs.", "flowlog"};
  cli.require_subcommand(1);
  cli.set_version_flag("--version", FLOWLOG_VERSION);
  for (const auto declare : cli::kCommands) declare(cli);

  try {
    cli.parse(argc, argv);
    return cli::kFine;
  } catch (const CLI::RuntimeError& end) {
    return end.get_exit_code();
  } catch (const CLI::Success& help) {  // --help, --version
    return cli.exit(help);
  } catch (const CLI::ParseError& wrong) {
    std::fprintf(stderr, "flowlog: %s (see flowlog --help)\n", what_is_wrong(cli, wrong).c_str());
    return cli::kWrongUse;
  } catch (const Error& bad) {
    std::fprintf(stderr, "flowlog: %s\n", bad.what());
    return cli::kWrongUse;
  } catch (const std::bad_alloc&) {
    std::fputs("flowlog: out of memory\n", stderr);
    return cli::kWrongUse;
  } catch (const std::exception& unexpected) {
    std::fprintf(stderr, "flowlog: %s\n", unexpected.what());
    return cli::kWrongUse;
  }
}
