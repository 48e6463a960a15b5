// text.h: names that come from outside, made fit to be shown or written.
//
// Function names, shapes and paths come from binaries and traces, so they may hold anything. Everything that
// writes them for people or for another program passes them through here first.
#pragma once

#include <string>
#include <string_view>

namespace flowlog {

// `text` with every byte that is not part of valid UTF-8 replaced by U+FFFD, as are the two code points that
// XML forbids.
std::string valid_utf8(std::string_view text);

// As valid_utf8, and on one line: control characters become their visible pictures (a newline becomes
// U+240A); those that have none, and those that turn the direction of text, become U+FFFD.
std::string printable(std::string_view text);

// Appends `text` as a JSON string with its quotes. What printable() would replace is written as an escape.
void append_json_string(std::string& out, std::string_view text);
std::string json_string(std::string_view text);

// At most `limit` characters (not bytes), the middle left out and shown as an ellipsis. `text` is valid
// UTF-8.
std::string shortened(std::string_view text, size_t limit);

// How many characters (code points) `text` has.
size_t character_count(std::string_view text);

}  // namespace flowlog
