// count_option.h: options whose value is a number of things.
#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <string>
#include <system_error>

#include "error.h"

namespace flowlog::cli {

// An option for a whole number from 0; `count` must live until the command line is parsed. Any other value is
// an Error that names the option and the value.
template <class Count>
CLI::Option* add_count(CLI::App* command, const std::string& option, Count& count, const std::string& help) {
  const auto read = [&count, option](const std::string& text) {
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, count);
    if (error == std::errc::result_out_of_range)
      throw Error(option + " '" + text + "': a smaller number was expected");
    if (error != std::errc() || stopped != end)
      throw Error(option + " '" + text + "': a whole number from 0 was expected");
  };
  return command->add_option_function<std::string>(option, read, help)->type_name("N");
}

}  // namespace flowlog::cli
