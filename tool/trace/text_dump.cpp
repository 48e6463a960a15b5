// text_dump.cpp: a trace -> text; see text_form.h.
#include <algorithm>
#include <cstdio>
#include <optional>

#include "text.h"
#include "trace/text_form.h"
#include "trace/text_line.h"
#include "trace/text_log.h"

namespace flowlog::trace {
namespace {

using format::Kind;

constexpr size_t kPieceBytes = 1 << 16;

// JSON as it is where that is one harmless line, else quoted.
std::string json_or_quoted(std::string_view json) {
  return json.starts_with('{') && printable(json) == json ? std::string(json) : quoted(json);
}

std::string number(uint64_t value) { return std::to_string(value); }

std::string hex(uint64_t id) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(id));
  return digits;
}

std::string hex_of(const auto& bytes) {
  std::string digits;
  for (const uint8_t byte : bytes) digits += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
  return digits;
}

class Dumper {
 public:
  Dumper(Trace& trace, const std::function<void(std::string_view)>& write) : trace_(trace), write_(write) {}

  void run() {
    line("trace " + to_text(trace_.id()));
    if (trace_.about().text != "{}") line("about " + json_or_quoted(trace_.about().text));
    for (const auto& point : trace_.clock_points()) {
      line("clock " + number(point.ticks) + " " + std::to_string(point.monotonic_ns) + " " +
           std::to_string(point.wall_ns));
    }
    if (const auto& cost = trace_.cost())
      line("cost " + number(cost->pairs) + " " + number(cost->ticks) + " " + number(cost->inside_ticks));
    for (const ShapeTable::Shape& shape : trace_.shapes().all()) {
      line("shape " + hex(shape.number) + " " + json_or_quoted(shape.text));
    }
    for (const Site& site : trace_.sites().all()) {
      if (site.number != 0) dump_site(site);
    }
    trace_.for_each_chunk([this](const Chunk& chunk) { dump_chunk(chunk); });
    if (const auto& totals = trace_.totals()) {
      line("end " + number(totals->recorded_words) + " " + number(totals->dropped_records));
    } else if (const auto dropped = trace_.told_dropped()) {
      line("dropped " + number(*dropped));
    }
    flush();
  }

 private:
  void dump_site(const Site& site) {
    std::string text = "site " + number(site.number);
    if (site.flags == FLOWLOG_INFO_SESSION) {
      text += " session";
    } else if (site.flags != 0) {
      text += " flags=" + number(site.flags);
    }
    if (site.id != 0) text += " id=" + hex(site.id);
    if (!site.image.empty()) text += " image=" + quoted(site.image);
    line(text + " " + json_or_quoted(site.text));
  }

  void dump_chunk(const Chunk& chunk) {
    line("chunk " + number(chunk.thread) + " " + number(chunk.sequence) + " base=" +
         number(chunk.base_ticks) + " depth=" + number(chunk.depth) + " os=" + number(chunk.os_thread));
    for (size_t i = 0; i < chunk.records.size();) i += dump_words(chunk.records, i);
  }

  // The line that starts at word `at`. Returns how many words it tells of.
  size_t dump_words(const std::vector<Record>& records, size_t at) {
    switch (records[at].kind) {
      case Kind::kNone: {
        size_t end = at;
        while (end < records.size() && records[end].kind == Kind::kNone) ++end;
        line("none " + number(end - at));
        return end - at;
      }
      case Kind::kPayload:
      case Kind::kWide:
        return dump_wide(records, at);
      case Kind::kEnter:
        line(number(records[at].value) + " enter " + number(records[at].site) + comment(records[at].site));
        return 1;
      default:
        line(number(records[at].value) + " exit " + number(records[at].site) + " " +
             exit_name(records[at].kind));
        return 1;
    }
  }

  // A whole wide record on one line, or a lone word of a torn one.
  size_t dump_wide(const std::vector<Record>& records, size_t at) {
    size_t header = at;
    while (header < records.size() && records[header].kind == Kind::kPayload) ++header;
    if (header < records.size() && records[header].kind == Kind::kWide) {
      const size_t payload_words = records[header].site & format::kMaxPayloadWords;
      if (header - at == payload_words && dump_whole_wide(records, at, header)) return payload_words + 1;
    }
    char text[64];
    if (records[at].kind == Kind::kPayload) {
      const uint64_t word = records[at].value;
      std::snprintf(text, sizeof text, "payload %u %014llx", unsigned(word >> 56 & 15),
                    static_cast<unsigned long long>(word & ((uint64_t{1} << 56) - 1)));
    } else {
      std::snprintf(text, sizeof text, "%llu header %u %u",
                    static_cast<unsigned long long>(records[at].value),
                    records[at].site >> format::kWideTypeShift, records[at].site & format::kMaxPayloadWords);
    }
    line(text);
    return 1;
  }

  // Whether `words` are the payload that stands from `first` to `header`.
  static bool is_payload(const std::vector<uint64_t>& words, const std::vector<Record>& records, size_t first,
                         size_t header) {
    return std::equal(words.begin(), words.end(), records.begin() + ptrdiff_t(first),
                      records.begin() + ptrdiff_t(header),
                      [](uint64_t word, const Record& record) { return word == record.value; });
  }

  // False if the words are not those that packing its line would give.
  bool dump_whole_wide(const std::vector<Record>& records, size_t first, size_t header) {
    std::string payload;
    if (!read_payload(records, header, payload)) return false;
    const uint64_t ticks = records[header].value;
    const auto type = format::Wide(records[header].site >> format::kWideTypeShift);
    std::vector<uint64_t> words;
    if (type == format::Wide::kLog) {
      const std::optional<LogRecord> log = read_log_record(payload);
      if (log && append_log_record(words, *log) && is_payload(words, records, first, header)) {
        line(number(ticks) + " log " + log_text(*log));
        return true;
      }
      words.clear();
    }
    append_wide(words, type, payload, ticks);
    words.pop_back();  // the header
    if (!is_payload(words, records, first, header)) return false;

    for (const WideName& known : kWideNames) {
      if (known.type != type) continue;
      std::string argument;
      if (!argument_of(known, payload, ticks, argument)) break;
      line(number(ticks) + " " + known.name + argument);
      return true;
    }
    line(number(ticks) + " wide " + number(unsigned(type)) + " " + quoted(payload));
    return true;
  }

  static bool argument_of(const WideName& known, std::string_view payload, uint64_t ticks,
                          std::string& argument) {
    ByteReader reader(bytes_of(payload));
    switch (known.payload) {
      case WideName::kNothing:
        break;
      case WideName::kText:
        argument = " " + quoted(payload);
        return true;
      case WideName::kU8:
        argument = " " + number(reader.read<uint8_t>());
        break;
      case WideName::kU32:
        argument = " " + number(reader.read<uint32_t>());
        break;
      case WideName::kU64:
        argument = " " + number(reader.read<uint64_t>());
        break;
      case WideName::kLost: {
        argument = " " + number(reader.read<uint64_t>());
        if (reader.left() == 0) break;
        argument += " since=" + number(reader.read<uint64_t>());
        argument += " least=" + number(reader.read<uint32_t>());
        argument += " ended=" + number(reader.read<uint32_t>());
        break;
      }
      case WideName::kRemote: {
        const auto remote = read_remote_parent(payload);
        if (!remote) return false;
        argument = " " + hex_of(remote->trace_id) + " " + hex_of(remote->parent_id);
        if (remote->site != 0) argument += " site=" + hex(remote->site);
        if (remote->flags != 0) argument += " flags=" + number(remote->flags);
        return true;
      }
      case WideName::kAttribute: {
        const auto key_bytes = reader.read<uint8_t>();
        if (!reader.ok() || key_bytes > reader.left()) return false;
        argument = " " + quoted(payload.substr(1, key_bytes)) + " " + quoted(payload.substr(1 + key_bytes));
        return true;
      }
      case WideName::kTicks:
        if (reader.read<uint64_t>() != ticks) return false;
        break;
    }
    return reader.ok() && reader.left() == 0;
  }

  static const char* exit_name(Kind kind) {
    for (const ExitName& exit : kExitNames) {
      if (exit.kind == kind) return exit.name;
    }
    return "";
  }

  std::string comment(uint32_t site) const {
    if (!trace_.sites().knows(site)) return {};
    return "  # " + printable(trace_.sites().at(site).description.function_name);
  }

  void line(std::string_view text) {
    buffer_ += text;
    buffer_ += '\n';
    if (buffer_.size() >= kPieceBytes) flush();
  }

  void flush() {
    write_(buffer_);
    buffer_.clear();
  }

  Trace& trace_;
  const std::function<void(std::string_view)>& write_;
  std::string buffer_;
};

}  // namespace

void append_wide(std::vector<uint64_t>& words, format::Wide type, std::string_view payload, uint64_t ticks) {
  const size_t first = words.size();
  for (size_t at = 0; at < payload.size(); at += format::kPayloadBytesPerWord) {
    const std::string_view part = payload.substr(at, format::kPayloadBytesPerWord);
    uint64_t data = 0;
    for (size_t i = 0; i < part.size(); ++i) data |= uint64_t(uint8_t(part[i])) << (8 * i);
    words.push_back(format::payload_word(data, unsigned(part.size())));
  }
  words.push_back(format::wide_header(type, uint32_t(words.size() - first), ticks));
}

void dump(Trace& trace, const std::function<void(std::string_view)>& write) { Dumper(trace, write).run(); }

}  // namespace flowlog::trace
