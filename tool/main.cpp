// main.cpp: parses the command line and turns every outcome into an exit code.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "commands/commands.h"
#include "error.h"

int main(int argc, char** argv) {
  using namespace flowlog;
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
    std::fprintf(stderr, "flowlog: %s (see flowlog --help)\n", wrong.what());
    return cli::kWrongUse;
  } catch (const Error& bad) {
    std::fprintf(stderr, "flowlog: %s\n", bad.what());
    return cli::kWrongUse;
  } catch (const std::exception& unexpected) {
    std::fprintf(stderr, "flowlog: %s\n", unexpected.what());
    return cli::kWrongUse;
  }
}
