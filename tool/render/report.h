// report.h: text of headings and tables, for people.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "graph/graph.h"
#include "render/columns.h"
#include "render/table.h"

namespace flowlog::render {

inline constexpr const char* kBold = "\x1b[1m";
inline constexpr const char* kDim = "\x1b[2m";
inline constexpr const char* kPlain = "\x1b[0m";
// As in the pictures; by graph::Outcome.
inline constexpr const char* kOutcomeEscapes[graph::kOutcomes] = {"\x1b[32m", "\x1b[31m", "\x1b[33m",
                                                                  "\x1b[35m"};

// Text whose parts are coloured if that is wanted.
class Report {
 public:
  // Rows of tables are cut to `columns`; 0: they are not.
  explicit Report(bool color, size_t columns = 0) : color_(color), columns_(columns) {}

  std::string painted(const char* escape, const std::string& text) const {
    return color_ ? escape + text + kPlain : text;
  }
  void line(const std::string& text) { out_ += text + '\n'; }

  // Nothing if there are no rows.
  void table(const std::string& title, const Table& table) {
    if (table.empty()) return;
    line("");
    line(painted(kBold, title));
    const std::vector<std::string> lines = table.lines();
    const auto cut = [this](const std::string& row) {
      return columns_ == 0 ? row : cut_to_columns(row, columns_);
    };
    line(painted(kDim, cut(lines[0])));
    for (size_t i = 1; i < lines.size(); ++i) line(cut(lines[i]));
  }
  std::string take() { return std::move(out_); }

 private:
  bool color_;
  size_t columns_;
  std::string out_;
};

}  // namespace flowlog::render
