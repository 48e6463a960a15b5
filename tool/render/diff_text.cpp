// diff_text.cpp: what changed, for a terminal; see diff_report.h.
#include "render/diff_report.h"
#include "render/report.h"
#include "text.h"

namespace flowlog::render {
namespace {

constexpr size_t kNameLimit = 56;

const char* escape_of(Tone tone) {
  switch (tone) {
    case Tone::kAdded:
      return "\x1b[32m";
    case Tone::kRemoved:
      return "\x1b[35m";
    case Tone::kWorse:
      return "\x1b[31m";
    case Tone::kDoubtful:
      return kDim;
    case Tone::kChanged:
      break;
  }
  return "\x1b[33m";
}

}  // namespace

std::string diff_text(const graph::Diff& diff, const DiffNames& names, bool color) {
  Report report(color);
  const std::vector<DiffSection> sections = diff_sections(diff, kNameLimit);
  report.line(report.painted(kBold, diff_summary(sections)));
  report.line("  BASE " + printable(names.base) + ": " + side_text(diff.base));
  report.line("  HEAD " + printable(names.head) + ": " + side_text(diff.head));
  for (const std::string& remark : diff_remarks(diff)) report.line("  " + remark);
  for (const DiffSection& section : sections) {
    Table table(section.columns);
    for (const DiffSection::Row& row : section.rows) table.add(row.cells);
    report.line("");
    report.line(report.painted(kBold, section.title));
    const std::vector<std::string> lines = table.lines();
    if (!section.rows.empty()) report.line(report.painted(kDim, lines[0]));
    for (size_t i = 0; i < section.rows.size(); ++i)
      report.line(report.painted(escape_of(section.rows[i].tone), lines[i + 1]));
    for (const std::string& note : section.notes) report.line("  " + note);
  }
  return report.take();
}

}  // namespace flowlog::render
