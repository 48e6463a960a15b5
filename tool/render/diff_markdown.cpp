// diff_markdown.cpp: what changed, as a comment on a pull request; see diff_report.h.
#include <algorithm>
#include <cctype>
#include <string_view>

#include "render/diff_report.h"
#include "render/labels.h"
#include "text.h"

namespace flowlog::render {
namespace {

constexpr size_t kNameLimit = 100;
constexpr size_t kMostRows = 100;  // of a table

// Text that GitHub shows as it is: no markup, no link, nobody mentioned, no column ended.
std::string escaped(const std::string& text) {
  const std::string line = printable(text);
  std::string out;
  for (size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    const bool in_name = line[i] == ':' && (line.compare(i, 2, "::") == 0 || (i > 0 && line[i - 1] == ':'));
    const bool harmless = byte >= 0x80 || std::isalnum(byte) != 0 || in_name ||
                          std::string_view(" ,;()+-=").find(line[i]) != std::string_view::npos;
    out += harmless ? std::string(1, line[i]) : "&#" + std::to_string(byte) + ";";
  }
  return out;
}

// Within code nobody is mentioned and no link is made.
std::string code(const std::string& text) { return text.empty() ? "" : "<code>" + escaped(text) + "</code>"; }

std::string table(const DiffSection& section, size_t most_rows) {
  std::string out = "|";
  for (const Table::Column& column : section.columns)
    out += " " + (column.head.empty() ? "&nbsp;" : column.head) + " |";
  out += "\n|";
  for (const Table::Column& column : section.columns) out += column.align == Align::kRight ? "---:|" : "---|";
  out += '\n';
  for (size_t i = 0; i < section.rows.size() && i < most_rows; ++i) {
    out += '|';
    for (const std::string& cell : section.rows[i].cells) out += " " + code(cell) + " |";
    out += '\n';
  }
  if (section.rows.size() > most_rows)
    out += "\nLeft out: " + plural(section.rows.size() - most_rows, "more row", "more rows") + ".\n";
  return out;
}

std::string page(const std::string& summary, const std::vector<DiffSection>& sections,
                 const std::string& sides, const std::string& chart, size_t most_rows) {
  std::string out = "**flowlog:** " + escaped(summary) + "\n\n";
  for (const DiffSection& section : sections) {
    out += "<details><summary>" + escaped(section.rows.empty() ? section.title : section.count) +
           "</summary>\n\n";
    if (!section.rows.empty()) out += table(section, most_rows);
    for (const std::string& note : section.notes) out += "\n" + escaped(note) + "\n";
    out += "\n</details>\n";
  }
  if (!chart.empty()) {
    out +=
        "<details><summary>Picture of what changed</summary>\n\n```mermaid\n" + chart + "```\n\n</details>\n";
  }
  return out + "\n" + sides;
}

}  // namespace

std::string diff_markdown(const graph::Diff& diff, const DiffNames& names, const std::string& chart) {
  const std::vector<DiffSection> sections = diff_sections(diff, kNameLimit);
  std::string sides;
  for (const std::string& remark : diff_remarks(diff)) sides += escaped(remark) + "\n\n";
  sides += "BASE " + code(shortened(printable(names.base), kNameLimit)) + ": " + side_text(diff.base) +
           "  \nHEAD " + code(shortened(printable(names.head), kNameLimit)) + ": " + side_text(diff.head) +
           "\n";

  const std::string summary = diff_summary(sections);
  std::string text = page(summary, sections, sides, chart, kMostRows);
  if (text.size() > kMarkdownMost)
    text = page(summary, sections, sides + "\nThe picture is left out for its size.\n", "", kMostRows);
  for (size_t rows = kMostRows / 2; text.size() > kMarkdownMost && rows > 0; rows /= 2)
    text = page(summary, sections, sides + "\nThe picture is left out for its size.\n", "", rows);
  return text;
}

}  // namespace flowlog::render
