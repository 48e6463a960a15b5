// table.h: rows of text in columns.
#pragma once

#include <string>
#include <vector>

namespace flowlog::render {

enum class Align { kLeft, kRight };

// Cells are valid UTF-8; wide characters take two columns. Rows may be shorter than the head. Two
// spaces stand before each line and between columns, none at the end of a line.
class Table {
 public:
  struct Column {
    std::string head;
    Align align;
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }

  // The first line holds the heads.
  std::vector<std::string> lines() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace flowlog::render
