// diff_report.h: what changed between two graphs, for people and for programs. The formats: docs/diff.md.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "graph/diff.h"
#include "render/table.h"

namespace flowlog::render {

// Which files were compared, as the user named them.
struct DiffNames {
  std::string base, head;
};

std::string diff_text(const graph::Diff& diff, const DiffNames& names, bool color);
std::string diff_json(const graph::Diff& diff, const DiffNames& names);

// For a comment on a pull request: at most kMarkdownMost bytes, and what was left out for that is said.
// `chart` is a Mermaid chart of the changed part, or "".
inline constexpr size_t kMarkdownMost = 60'000;
std::string diff_markdown(const graph::Diff& diff, const DiffNames& names, const std::string& chart);

// The changed part, of the graphs that `diff` is of: as Graphviz text, and as a Mermaid chart ("" if nothing
// changed).
std::string diff_dot(const graph::Graph& base, const graph::Graph& head, const graph::Diff& diff);
std::string diff_chart(const graph::Graph& base, const graph::Graph& head, const graph::Diff& diff);

// ---- What the formats for people share. All text is valid UTF-8 on one line; nothing is escaped yet.

enum class Tone { kAdded, kRemoved, kChanged, kWorse, kDoubtful };

struct DiffSection {
  struct Row {
    Tone tone;
    std::vector<std::string> cells;
  };
  std::string title;
  std::string count;  // "2 new edges", for the line that sums up
  std::vector<Table::Column> columns;
  std::vector<Row> rows;
  std::vector<std::string> notes;
};

// Only those that have something to say. Names have at most `name_limit` characters.
std::vector<DiffSection> diff_sections(const graph::Diff& diff, size_t name_limit);

// "1000 sessions in 2 runs, 12k calls, …".
std::string side_text(const graph::Side& side);
// What has to be known to read the sections: that everything took longer, that no durations were compared.
std::vector<std::string> diff_remarks(const graph::Diff& diff);
// "2 new ways to fail, 1 new edge"; "nothing changed".
std::string diff_summary(const std::vector<DiffSection>& sections);

}  // namespace flowlog::render
