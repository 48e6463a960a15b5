// sequence.cpp: see sequence.h.
#include "render/sequence.h"

#include <cctype>
#include <map>
#include <string_view>

#include "render/labels.h"
#include "text.h"

namespace flowlog::render {
namespace {

using graph::Outcome;

constexpr size_t kMaxCharacters = 48'000;
constexpr size_t kNameLimit = 60;

// Mermaid knows entities by `#`, and takes much of what is no letter for its own.
std::string quoted(const std::string& text) {
  constexpr std::string_view kPlain = " _.(),";
  std::string out;
  for (const char c : compact_name(printable(text), kNameLimit)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '#' + std::to_string(byte) + ';';
    }
  }
  return out;
}

// Where the function's own name begins in its qualified one: behind the last "::" that stands in no brackets.
size_t own_name_in(std::string_view qualified) {
  size_t begin = 0, depth = 0;
  for (size_t i = 0; i < qualified.size(); ++i) {
    const std::string_view rest = qualified.substr(i);
    if (depth == 0 && begin == i && rest.starts_with("operator")) break;
    if (qualified[i] == '<' || qualified[i] == '(') ++depth;
    if ((qualified[i] == '>' || qualified[i] == ')') && depth > 0) --depth;
    if (depth == 0 && rest.starts_with("::")) begin = ++i + 1;
  }
  return begin;
}

// The class or namespace that is called, and its process.
std::string participant_name(const SequenceCall& call) {
  const size_t own = own_name_in(call.function_name);
  const std::string scope = own == 0 ? "" : call.function_name.substr(0, own - 2);
  if (call.process.empty()) return scope.empty() ? "(global)" : scope;
  return scope.empty() ? call.process : call.process + ", " + scope;
}

class Diagram {
 public:
  Diagram(const std::string& session, const std::vector<SequenceCall>& calls)
      : calls_(calls), callees_(calls.size()), shown_(calls.size()) {
    head_ = "sequenceDiagram\n  participant p0 as " + quoted(session.empty() ? "session" : session) + "\n";
    for (size_t i = 0; i < calls.size(); ++i) {
      (calls[i].caller == SequenceCall::kFromOutside ? outermost_ : callees_[calls[i].caller]).push_back(i);
    }
  }

  std::string text(uint64_t left_out) {
    struct Open {
      size_t call;
      size_t next = 0;
    };
    std::vector<Open> open;
    size_t next_outermost = 0;
    while (!open.empty() || next_outermost < outermost_.size()) {
      if (!open.empty() && open.back().next == callees_[open.back().call].size()) {
        end(open.back().call);
        open.pop_back();
        continue;
      }
      const size_t call =
          open.empty() ? outermost_[next_outermost++] : callees_[open.back().call][open.back().next++];
      if (is_full()) {
        left_out += calls_[call].repeats;
      } else {
        begin(call);
      }
      open.push_back({call});
    }
    if (left_out != 0) {
      body_ +=
          "  Note over p0: " + quoted(plural(left_out, "more call is", "more calls are") + " not shown") +
          "\n";
    }
    return head_ + body_;
  }

 private:
  bool is_full() const {
    return arrows_ >= kMaxSequenceArrows || head_.size() + body_.size() >= kMaxCharacters;
  }

  std::string participant_of(size_t call) {
    if (call == SequenceCall::kFromOutside) return "p0";
    const std::string name = participant_name(calls_[call]);
    const auto [at, fresh] = participants_.try_emplace(name, "p" + std::to_string(participants_.size() + 1));
    if (fresh) head_ += "  participant " + at->second + " as " + quoted(name) + "\n";
    return at->second;
  }

  void begin(size_t number) {
    const SequenceCall& call = calls_[number];
    const std::string from = participant_of(call.caller), to = participant_of(number);
    const bool is_leaf = callees_[number].empty();
    body_ += "  " + from + (is_leaf ? "->>" : "->>+") + to + ": " +
             quoted(call.function_name.substr(own_name_in(call.function_name))) +
             (call.repeats > 1 ? " \u00d7" + std::to_string(call.repeats) : "") + "\n";
    ++arrows_;
    shown_[number] = true;
  }

  void end(size_t number) {
    if (!shown_[number]) return;
    const SequenceCall& call = calls_[number];
    if (call.outcome != Outcome::kSuccess) {
      const bool failed = call.outcome != Outcome::kPartial;
      body_ += "  " + participant_of(number) + (failed ? "--x" : "-->>") + participant_of(call.caller) +
               ": " + graph::name_of(call.outcome) + (call.detail.empty() ? "" : " " + quoted(call.detail)) +
               "\n";
      ++arrows_;
    }
    if (!callees_[number].empty()) body_ += "  deactivate " + participant_of(number) + "\n";
  }

  const std::vector<SequenceCall>& calls_;
  std::vector<std::vector<size_t>> callees_;
  std::vector<size_t> outermost_;
  std::vector<bool> shown_;
  std::map<std::string, std::string> participants_;  // -> Mermaid's name for it
  std::string head_, body_;
  size_t arrows_ = 0;
};

}  // namespace

std::string sequence_diagram(const std::string& session, const std::vector<SequenceCall>& calls,
                             uint64_t left_out) {
  return Diagram(session, calls).text(left_out);
}

}  // namespace flowlog::render
