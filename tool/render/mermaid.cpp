// mermaid.cpp: see mermaid.h.
#include "render/mermaid.h"

#include <map>

#include "text.h"

namespace flowlog::render {
namespace {

// Mermaid knows entities by `#`. Besides what ends a label, everything is written so that Mermaid takes for
// markup: HTML, Markdown, directives (%%{), and the words "style" and "classDef", in whose lines it removes
// semicolons.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '"':
        out += "#quot;";
        break;
      case '#':
        out += "#35;";
        break;
      case '&':
        out += "#amp;";
        break;
      case '<':
        out += "#lt;";
        break;
      case '>':
        out += "#gt;";
        break;
      case '\\':
        out += "#92;";
        break;
      case '`':
        out += "#96;";
        break;
      case '*':
        out += "#42;";
        break;
      case '%':
        out += "#37;";
        break;
      default:
        if (text.compare(i, 5, "style") == 0) {
          out += "#115;";
        } else if (text.compare(i, 8, "classDef") == 0) {
          out += "#99;";
        } else {
          out += text[i];
        }
    }
  }
  return out + '"';
}

const char* class_of(Mark mark) {
  switch (mark) {
    case Mark::kAdded:
      return "added";
    case Mark::kRemoved:
      return "removed";
    case Mark::kFailing:
      return "failing";
    case Mark::kSlower:
      return "slower";
    case Mark::kFaster:
      return "faster";
    case Mark::kChanged:
      return "changed";
    case Mark::kNone:
      break;
  }
  return "unmarked";
}

class Chart {
 public:
  explicit Chart(const Picture& picture) : picture_(picture) {}

  std::string write() {
    out_ = "---\ntitle: " + json_string(picture_.title) + "\n---\nflowchart LR\n";
    for (const std::string& caller : picture_.outside) {
      const bool is_entry = caller == graph::kEntry;
      const std::string number = is_entry ? "entry" : "remote" + std::to_string(numbers_.size() + 1);
      numbers_.emplace(caller, number);
      out_ += "  " + number + "([" + quoted(caller) + "]):::entry\n";
    }
    write_group(picture_.frame, 1);
    for (size_t i = 0; i < picture_.notes.size(); ++i) {
      out_ += "  note" + std::to_string(i + 1) + "[" + quoted(picture_.notes[i]) + "]:::note\n";
    }
    for (size_t i = 0; i < picture_.arrows.size(); ++i) write_arrow(i, picture_.arrows[i]);
    for (const Mark mark : picture_.marks) {
      out_ += std::string("  classDef ") + class_of(mark) +
              " fill:#ffffff,color:#1f2328,stroke-width:3px,stroke:" + color_of(mark) +
              (mark == Mark::kRemoved ? ",stroke-dasharray:4" : "") + "\n";
    }
    for (const auto& [style, arrows] : styles_) out_ += "  linkStyle " + arrows + " " + style + "\n";
    out_ +=
        "  classDef default fill:#ffffff,stroke:#8c959f,color:#1f2328\n"
        "  classDef entry fill:#32383f,stroke:#32383f,color:#ffffff\n"
        "  classDef failed fill:#fff5f5,stroke:#d1242f,color:#1f2328\n"
        "  classDef unused fill:#ffffff,stroke:#afb8c1,color:#57606a,stroke-dasharray:4\n"
        "  classDef frame fill:#f6f8fa,stroke:#d0d7de,color:#57606a\n"
        "  classDef note fill:#fff8c5,stroke:#d4a72c,color:#1f2328\n";
    return std::move(out_);
  }

 private:
  void write_group(const Group& group, size_t depth) {
    const std::string indent(2 * depth, ' ');
    for (const std::string& id : group.ids) {
      const Box& box = picture_.boxes.at(id);
      const std::string number = "n" + std::to_string(++boxes_);
      numbers_.emplace(id, number);
      const std::string facts = quoted(box.facts);
      out_ += indent + number + "[" + quoted(box.name);
      out_.pop_back();  // the closing quote: the second line follows
      out_ += "<br/>" + facts.substr(1) + "]" +
              (box.mark != Mark::kNone ? std::string(":::") + class_of(box.mark)
               : !box.ran              ? ":::unused"
               : box.failed()          ? ":::failed"
                                       : "") +
              "\n";
    }
    for (const Group& inner : group.groups) {
      const std::string name = "g" + std::to_string(++groups_);
      out_ += indent + "subgraph " + name + "[" + quoted(inner.name) + "]\n";
      write_group(inner, depth + 1);
      out_ += indent + "end\n" + indent + "class " + name + " frame\n";
    }
  }

  void write_arrow(size_t number, const Arrow& arrow) {
    const std::string from = numbers_.at(arrow.from);
    const std::string to = numbers_.at(arrow.to);
    if (!arrow.ran) {
      out_ +=
          "  " + from + " -.->" + (arrow.count.empty() ? " " : "|" + quoted(arrow.count) + "| ") + to + "\n";
    } else {
      // A chart has no legend: what is no success says so.
      const bool success = arrow.branch == graph::Outcome::kSuccess;
      const std::string label = arrow.count + (success ? "" : std::string(" ") + name_of(arrow.branch)) +
                                (arrow.remote ? " remote" : "");
      const char* const line = arrow.mark == Mark::kRemoved ? " -.->|" : " -->|";
      out_ += "  " + from + line + quoted(label) + "| " + to + "\n";
    }
    const char* const marked = color_of(arrow.mark);
    const std::string color = marked ? marked : arrow.ran ? kOutcomeColors[size_t(arrow.branch)] : "#8c959f";
    const int width = arrow.ran ? 1 + int(3 * arrow.weight * arrow.weight + 0.5) : 1;
    std::string& arrows =
        styles_["stroke:" + color + ",stroke-width:" + std::to_string(width) + "px,color:" + color];
    arrows += (arrows.empty() ? "" : ",") + std::to_string(number);
  }

  const Picture& picture_;
  std::string out_;
  std::map<std::string, std::string> numbers_;  // Mermaid's name for each node
  std::map<std::string, std::string> styles_;   // -> arrows that have it
  size_t boxes_ = 0;
  size_t groups_ = 0;
};

}  // namespace

std::string to_mermaid(const Picture& picture) { return Chart(picture).write(); }

}  // namespace flowlog::render
