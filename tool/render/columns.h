// columns.h: how much room text takes on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flowlog::render {

// Columns of `text`, which is valid UTF-8 on one line without escapes: two for wide characters (East Asian
// ones, pictures), none for those that combine with the one before them.
size_t columns_in(std::string_view text);

// As much of the beginning as takes at most `columns`, with an ellipsis at its end if that is not all.
std::string cut_to_columns(const std::string& text, size_t columns);

}  // namespace flowlog::render
