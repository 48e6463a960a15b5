// line_output.h: output that grows line by line: to standard output as it comes, to a file whole at the end.
#pragma once

#include <string>
#include <string_view>

#include "output.h"

namespace flowlog::cli {

class LineOutput {
 public:
  explicit LineOutput(std::string path) : path_(std::move(path)) {}

  void write(std::string_view text) {
    text_ += text;
    if (path_ == kStandardStream && text_.size() >= kPieceBytes) finish();
  }

  // Call it at the end; what a command that fails half-way has gathered for a file is not written.
  void finish() {
    write_output(path_, text_);
    text_.clear();
  }

 private:
  static constexpr size_t kPieceBytes = 1 << 16;

  const std::string path_;
  std::string text_;
};

}  // namespace flowlog::cli
