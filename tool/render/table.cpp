// table.cpp: see table.h.
#include "render/table.h"

#include <algorithm>

#include "render/columns.h"

namespace flowlog::render {

std::vector<std::string> Table::lines() const {
  std::vector<std::vector<std::string>> rows(1);
  for (const Column& column : columns_) rows[0].push_back(column.head);
  rows.insert(rows.end(), rows_.begin(), rows_.end());

  std::vector<size_t> widths(columns_.size());
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_in(row[i]));
  }
  std::vector<std::string> lines;
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - columns_in(row[i]), ' ');
      line += "  " + (columns_[i].align == Align::kLeft ? row[i] + padding : padding + row[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace flowlog::render
