// commands.h: the table of subcommands. Each is one file here, which declares its options once and does its
// work.
#pragma once

#include <CLI/CLI.hpp>

namespace flowlog::cli {

inline constexpr int kFine = 0;
inline constexpr int kFinding = 1;
inline constexpr int kWrongUse = 2;

// Each adds its subcommand to `cli`. The callback does the work, throws flowlog::Error for bad input, and
// throws CLI::RuntimeError(code) for any other exit code but 0.
void declare_run(CLI::App& cli);
void declare_merge(CLI::App& cli);
void declare_render(CLI::App& cli);
void declare_show(CLI::App& cli);
void declare_stats(CLI::App& cli);
void declare_diff(CLI::App& cli);
void declare_sessions(CLI::App& cli);
void declare_session(CLI::App& cli);
void declare_events(CLI::App& cli);
void declare_logs(CLI::App& cli);
void declare_dump(CLI::App& cli);
void declare_pack(CLI::App& cli);
void declare_sites(CLI::App& cli);

// In the order of `flowlog --help`.
inline constexpr void (*kCommands[])(CLI::App&) = {
    declare_run,  declare_merge,    declare_render,  declare_show,   declare_stats,
    declare_diff, declare_sessions, declare_session, declare_events, declare_logs,
    declare_dump, declare_pack,     declare_sites,
};

}  // namespace flowlog::cli
