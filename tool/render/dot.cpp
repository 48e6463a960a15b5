// dot.cpp: see dot.h.
#include "render/dot.h"

#include <cstdio>
#include <map>
#include <set>

#include "text.h"

namespace flowlog::render {
namespace {

// One set of light colours for every viewer: the ground is painted, so that the picture reads on dark pages
// too.
constexpr const char* kHead =
    R"(  graph [bgcolor="#ffffff", rankdir=LR, nodesep=0.22, ranksep=0.75, pad=0.25, newrank=true,
         fontname="Helvetica,Arial,sans-serif", fontsize=11, fontcolor="#57606a", labelloc=b, labeljust=l]
  node [shape=box, style="rounded,filled", fillcolor="#ffffff", color="#8c959f", penwidth=1,
        margin="0.13,0.06", fontname="Helvetica,Arial,sans-serif", fontsize=12, fontcolor="#1f2328"]
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, arrowsize=0.7]
)";

// Frames lie in each other; each is a shade darker than the one around it.
constexpr const char* kFrameColors[] = {"#f6f8fa", "#eef1f4", "#e6eaef"};

// Graphviz can't read a quoted string of 16 KiB. No character here takes more than six bytes, so that this
// many stay below that.
constexpr size_t kTextLimit = 2000;

// In double quotes a backslash escapes only a quote, and otherwise stays: so none may be left in a name. A
// name that starts with % would be taken for one that Graphviz made up itself.
std::string readable_name(const std::string& id) {
  std::string out;
  for (const char c : shortened(printable(id), kTextLimit)) {
    if (c == '\\') {
      out += "\u29F5";  // reverse solidus operator: looks the same
    } else if (c == '%' && out.empty()) {
      out += "\uFF05";  // full-width percent sign
    } else {
      out += c;
    }
  }
  return out;
}

std::string quoted_name(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\\\"") : std::string(1, c);
  return out + '"';
}

using Names = std::map<std::string, std::string>;  // node id -> its name in DOT, quoted

// Ids that can be names are, as are callers from outside. Of the others, those that would look like a name
// that is taken get a number.
Names names_of(const Picture& picture) {
  std::set<std::string> taken = picture.outside;
  for (const auto& [id, box] : picture.boxes) {
    if (readable_name(id) == id) taken.insert(id);
  }
  Names names;
  for (const std::string& caller : picture.outside) names.emplace(caller, quoted_name(caller));
  for (const auto& [id, box] : picture.boxes) {
    const std::string readable = readable_name(id);
    std::string name = readable;
    if (readable != id) {
      for (size_t number = 2; !taken.insert(name).second; ++number) {
        name = readable + " #" + std::to_string(number);
      }
    }
    names.emplace(id, quoted_name(name));
  }
  return names;
}

// For labels and tooltips, which Graphviz takes for text with escapes and entities.
std::string quoted_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : shortened(text, kTextLimit)) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '&':
        out += "&amp;";
        break;
      default:
        out += c;
    }
  }
  return out + '"';
}

std::string html(const std::string& text) {
  std::string out;
  for (const char c : shortened(text, kTextLimit)) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

void write_box(std::string& out, const std::string& indent, const std::string& name, const Box& box) {
  out += indent + name + " [label=<" + html(box.name) + "<BR/><FONT POINT-SIZE=\"9.5\" COLOR=\"#57606a\">" +
         html(box.facts) + "</FONT>>, tooltip=" + quoted_text(box.tooltip);
  if (box.mark != Mark::kNone) {
    const std::string color = color_of(box.mark);
    out += ", color=\"" + color + "\", fontcolor=\"" + color + "\"";
    out += box.mark == Mark::kRemoved ? ", style=\"rounded,filled,dashed\", penwidth=1.5" : ", penwidth=2.5";
  } else if (!box.ran) {
    out += ", style=\"rounded,filled,dashed\", color=\"#afb8c1\", fontcolor=\"#57606a\"";
  } else if (box.failed()) {
    out += ", color=\"#d1242f\", fillcolor=\"#fff5f5\"";
  }
  out += "]\n";
}

void write_group(std::string& out, const Picture& picture, const Names& names, const Group& group,
                 size_t depth, size_t& number) {
  const std::string indent(2 * depth + 2, ' ');
  for (const std::string& id : group.ids) write_box(out, indent, names.at(id), picture.boxes.at(id));
  for (const Group& inner : group.groups) {
    const char* color = kFrameColors[std::min(depth, std::size(kFrameColors) - 1)];
    out += indent + "subgraph cluster_" + std::to_string(++number) + " {\n";
    out += indent + "  graph [label=<<B>" + html(inner.name) + "</B>>, tooltip=" + quoted_text(inner.name) +
           ", style=\"rounded,filled\", color=\"#d0d7de\", fillcolor=\"" + color +
           "\", labelloc=t, margin=12]\n";
    write_group(out, picture, names, inner, depth + 1, number);
    out += indent + "}\n";
  }
}

void write_arrow(std::string& out, const Names& names, const Arrow& arrow) {
  const char* const marked = color_of(arrow.mark);
  const std::string color = marked ? marked : arrow.ran ? kOutcomeColors[size_t(arrow.branch)] : "#8c959f";
  const std::string tooltip = quoted_text(arrow.tooltip);
  out += "  " + names.at(arrow.from) + " -> " + names.at(arrow.to) + " [color=\"" + color + "\"";
  if (arrow.remote) out += ", dir=both, arrowtail=odot";
  if (arrow.ran) {
    out += ", fontcolor=\"" + color + "\", label=" + quoted_text(arrow.count);
    out += ", penwidth=" + number(1 + 3.5 * arrow.weight * arrow.weight);
    out += ", weight=" + std::to_string(1 + int(4 * arrow.weight));
  } else {
    out += ", style=dashed, penwidth=0.80";
  }
  if (arrow.ran && arrow.mark == Mark::kRemoved) out += ", style=dashed";
  if (arrow.mark == Mark::kFailing) out += ", arrowhead=normalnormal";
  out += ", tooltip=" + tooltip + ", labeltooltip=" + tooltip + "]\n";
}

std::string legend_entry(const char* color, const std::string& text) {
  return "<TD FIXEDSIZE=\"TRUE\" WIDTH=\"18\" HEIGHT=\"4\" BGCOLOR=\"" + std::string(color) +
         "\"></TD><TD ALIGN=\"LEFT\">" + html(text) + "</TD>";
}

struct MarkText {
  Mark mark;
  const char* text;
};
constexpr MarkText kMarkTexts[] = {
    {Mark::kAdded, "new"},     {Mark::kRemoved, "dashed: gone"}, {Mark::kFailing, "fails in new ways"},
    {Mark::kSlower, "slower"}, {Mark::kFaster, "faster"},        {Mark::kChanged, "changed"},
};

// Title, what colours and marks mean (only those that occur), and what the picture does not show.
std::string legend(const Picture& picture) {
  std::string out = "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"1\" CELLPADDING=\"2\">";
  const auto line = [&](const std::string& cells) {
    out += "<TR><TD ALIGN=\"LEFT\">" + cells + "</TD></TR>";
  };
  line("<FONT POINT-SIZE=\"13\" COLOR=\"#1f2328\"><B>" + html(picture.title) + "</B></FONT>");
  std::string entries;
  for (size_t i = 0; i < graph::kOutcomes; ++i) {
    if (picture.calls[i] != 0) entries += legend_entry(kOutcomeColors[i], name_of(graph::Outcome(i)));
  }
  for (const auto& [mark, text] : kMarkTexts) {
    if (picture.marks.count(mark) != 0) entries += legend_entry(color_of(mark), text);
  }
  if (picture.has_static_edges) entries += legend_entry("#afb8c1", "dashed: in the code, never run");
  if (picture.has_remote_edges)
    entries += "<TD ALIGN=\"LEFT\">" + html("\u00B7 \u25CB\u2192 from another process") + "</TD>";
  entries += "<TD ALIGN=\"LEFT\">" + html("\u00B7 the thicker, the more calls") + "</TD>";
  if (picture.has_lower_bounds)
    entries += "<TD ALIGN=\"LEFT\">" + html("\u00B7 \u2265 at least: records were lost") + "</TD>";
  line("<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"5\" CELLPADDING=\"0\"><TR>" + entries +
       "</TR></TABLE>");
  for (const std::string& note : picture.notes) line("<FONT COLOR=\"#9a6700\">" + html(note) + "</FONT>");
  return out + "</TABLE>>";
}

}  // namespace

std::string to_dot(const Picture& picture) {
  const Names names = names_of(picture);
  std::string out = "digraph flowlog {\n";
  out += kHead;
  out += "  label=" + legend(picture) + "\n  tooltip=" + quoted_text(picture.title) + "\n\n";
  for (const std::string& caller : picture.outside) {
    out += "  " + names.at(caller) +
           " [shape=box, style=\"rounded,filled\", fillcolor=\"#32383f\", color=\"#32383f\", "
           "fontcolor=\"#ffffff\", fontsize=10, height=0.25, margin=\"0.12,0.03\", tooltip=" +
           quoted_text(caller == graph::kEntry
                           ? "calls that no tracked function made"
                           : "calls of a function of another process, whose trace is not here") +
           "]\n";
  }
  size_t clusters = 0;
  write_group(out, picture, names, picture.frame, 0, clusters);
  out += '\n';
  for (const Arrow& arrow : picture.arrows) write_arrow(out, names, arrow);
  return out + "}\n";
}

}  // namespace flowlog::render
