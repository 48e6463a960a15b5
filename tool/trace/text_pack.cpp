// text_pack.cpp: text -> a trace; see text_form.h. The recorder's own encoder makes the blocks.
#include <algorithm>
#include <iterator>
#include <vector>

#include "archive/block_writer.h"
#include "error.h"
#include "trace/text_form.h"
#include "trace/text_line.h"
#include "trace/text_log.h"

namespace flowlog::trace {
namespace {

using format::Kind;

class Packer {
 public:
  Packer(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  std::string run() {
    for (std::string_view rest = text_; !rest.empty();) {
      const size_t length = std::min(rest.find('\n'), rest.size());
      Line line(rest.substr(0, length), name_ + ": line " + std::to_string(++line_number_));
      rest.remove_prefix(std::min(length + 1, rest.size()));
      if (!line.at_end()) statement(line);
    }
    if (!begun_) throw Error(name_ + ": 'trace' and its UUID were expected");
    end_group(Group::kNone);
    return std::move(out_);
  }

 private:
  // Statements of one kind that follow each other make one block.
  enum class Group { kNone, kClock, kShapes, kSites, kChunk };

  void statement(Line& line) {
    const std::string_view word = line.word("a statement");
    if (!begun_ && word != "trace") line.fail("'trace' and its UUID were expected first");
    if (word == "trace") {
      begin_trace(line);
    } else if (word == "about") {
      end_group(Group::kNone);
      const std::string json = line.json();
      check(writer_.about(json.data(), json.size()));
    } else if (word == "clock") {
      end_group(Group::kClock);
      const auto ticks = line.number<uint64_t>("ticks");
      const auto monotonic_ns = line.number<int64_t>("monotonic nanoseconds");
      clock_.push_back({ticks, monotonic_ns, line.number<int64_t>("nanoseconds since 1970")});
    } else if (word == "cost") {
      end_group(Group::kNone);
      const auto pairs = line.number<uint64_t>("a number of pairs");
      const auto ticks = line.number<uint64_t>("their ticks");
      check(writer_.cost({pairs, ticks, line.number<uint64_t>("the ticks inside of them")}));
    } else if (word == "shape") {
      end_group(Group::kShapes);
      shape(line);
    } else if (word == "site") {
      end_group(Group::kSites);
      site(line);
    } else if (word == "chunk") {
      end_group(Group::kNone);
      chunk(line);
    } else if (word == "end") {
      end_group(Group::kNone);
      format::EndTotals totals{recorded_words_, dropped_records_};
      if (!line.at_end()) totals.recorded_words = line.number<uint64_t>("the number of words");
      if (!line.at_end()) totals.dropped_records = line.number<uint64_t>("the number of dropped records");
      check(writer_.end(totals));
    } else if (word == "dropped") {
      end_group(Group::kNone);
      check(writer_.loss(line.number<uint64_t>("the number of dropped records")));
    } else {
      words(line, word);
    }
    line.expect_end();
  }

  void begin_trace(Line& line) {
    if (begun_) line.fail("only one 'trace' was expected");
    Uuid id{};
    read_hex(line, "a UUID of 32 hexadecimal digits", id);
    const auto append = [](void* self, const void* data, size_t bytes) {
      static_cast<std::string*>(self)->append(static_cast<const char*>(data), bytes);
      return true;
    };
    check(writer_.begin_file({append, &out_}, id.data()));
    begun_ = true;
  }

  // As many bytes as there are, two digits each; hyphens do not count.
  static void read_hex(Line& line, const char* what, auto& bytes) {
    std::string digits(line.word(what));
    std::erase(digits, '-');
    const bool all_hex = std::all_of(digits.begin(), digits.end(), [](char c) { return digit(c) >= 0; });
    if (digits.size() != 2 * std::size(bytes) || !all_hex) line.fail(std::string(what) + " was expected");
    for (size_t i = 0; i < std::size(bytes); ++i) {
      bytes[i] = static_cast<unsigned char>(digit(digits[2 * i]) * 16 + digit(digits[2 * i + 1]));
    }
  }

  void shape(Line& line) {
    format::ShapeEntry entry{};
    entry.id = line.to_number<uint64_t>(line.word("a shape's number"), "a shape's number", UINT64_MAX, 16);
    const std::string text = line.json();
    entry.text_bytes = uint32_t(text.size());
    shapes_.append(reinterpret_cast<const char*>(&entry), sizeof entry).append(text);
    shapes_.resize((shapes_.size() + 7) / 8 * 8);
  }

  void site(Line& line) {
    format::SiteEntry entry{};
    entry.number = line.number<uint32_t>("a site number", format::kMaxSite);
    if (line.take_word("session")) entry.flags = FLOWLOG_INFO_SESSION;
    entry.flags = line.option<uint32_t>("flags").value_or(entry.flags);
    entry.id = line.option<uint64_t>("id", 16).value_or(0);
    const std::string image = line.text_option("image").value_or("");
    const std::string text = line.json();
    entry.image_bytes = uint32_t(image.size());
    entry.text_bytes = uint32_t(text.size());
    check(writer_.add_site(entry, image.data(), text.data()));
  }

  void chunk(Line& line) {
    facts_ = {};
    facts_.thread = line.number<uint32_t>("a thread number");
    facts_.sequence = line.number<uint64_t>("the chunk's sequence in its thread");
    facts_.base_ticks = line.option<uint64_t>("base").value_or(0);
    facts_.depth = line.option<uint32_t>("depth").value_or(0);
    facts_.os_thread = line.option<uint32_t>("os").value_or(facts_.thread);
    base_ = facts_.base_ticks;
    group_ = Group::kChunk;
  }

  // A line within a chunk whose first word is `word`: most begin with their time.
  void words(Line& line, std::string_view word) {
    if (digit(word[0]) < 0 && word != "none" && word != "payload") {
      line.fail("'" + std::string(word) + "' is no statement; " + kStatements);
    }
    if (group_ != Group::kChunk) line.fail("a 'chunk' was expected before its records");
    if (word == "none") {
      const uint32_t count = line.at_end() ? 1 : line.number<uint32_t>("a number of words", kMaxChunkWords);
      words_.insert(words_.end(), count, 0);
    } else if (word == "payload") {
      const auto bytes = line.number<unsigned>("a number of bytes", 15);
      const auto data = line.number<uint64_t>("14 hexadecimal digits", (uint64_t{1} << 56) - 1, 16);
      words_.push_back(format::payload_word(data, bytes));
    } else {
      timed_record(line, line.to_number<uint64_t>(word, "a time or a statement"));
    }
    if (words_.size() > kMaxChunkWords) {
      line.fail("at most " + std::to_string(kMaxChunkWords) + " words were expected in a chunk");
    }
  }

  void timed_record(Line& line, uint64_t ticks) {
    const std::string_view what = line.word("a record");
    if (what == "enter") {
      const auto site = line.number<uint32_t>("a site number", format::kMaxSite);
      words_.push_back(format::record(Kind::kEnter, site, ticks));
    } else if (what == "exit") {
      const auto site = line.number<uint32_t>("a site number", format::kMaxSite);
      words_.push_back(format::record(exit_kind(line), site, ticks));
    } else if (what == "header") {
      const auto type = line.number<uint8_t>("a type");
      words_.push_back(format::wide_header(
          format::Wide(type), line.number<uint32_t>("a length", format::kMaxPayloadWords), ticks));
    } else {
      wide_record(line, what, ticks);
    }
    if (format::full_time(words_.back(), base_) != ticks) {
      line.fail("a time within 2^39 ticks of " + std::to_string(base_) +
                " was expected; farther ones need a 'time' record before them");
    }
  }

  void wide_record(Line& line, std::string_view name, uint64_t ticks) {
    if (name == "wide") {
      const auto type = line.number<uint8_t>("a type");
      return append(line, format::Wide(type), line.quoted("a quoted text"), ticks);
    }
    if (name == "log") return log_record(line, ticks);
    const auto known = std::find_if(std::begin(kWideNames), std::end(kWideNames),
                                    [&](const WideName& wide) { return wide.name == name; });
    if (known == std::end(kWideNames)) line.fail("a record was expected, not '" + std::string(name) + "'");
    std::string payload;
    const auto put = [&](auto value) { payload.assign(reinterpret_cast<const char*>(&value), sizeof value); };
    switch (known->payload) {
      case WideName::kNothing:
        break;
      case WideName::kText:
        payload = line.quoted("a quoted text");
        break;
      case WideName::kU8:
        put(line.number<uint8_t>("a number"));
        break;
      case WideName::kU32:
        put(line.number<uint32_t>("a number"));
        break;
      case WideName::kU64:
        put(line.number<uint64_t>("a number"));
        break;
      case WideName::kLost:
        payload = lost_records(line);
        break;
      case WideName::kRemote:
        payload = remote_parent(line);
        break;
      case WideName::kAttribute:
        payload = attribute(line);
        break;
      case WideName::kTicks:
        put(ticks);
        base_ = ticks;
        break;
    }
    append(line, known->type, payload, ticks);
  }

  std::string lost_records(Line& line) {
    format::LostRecords lost{};
    lost.count = line.number<uint64_t>("a number");
    dropped_records_ += lost.count;
    const std::string_view bytes(reinterpret_cast<const char*>(&lost), sizeof lost);
    const auto since_ticks = line.option<uint64_t>("since");
    if (!since_ticks) return std::string(bytes.substr(0, sizeof lost.count));
    lost.since_ticks = *since_ticks;
    lost.least_depth = line.option<uint32_t>("least").value_or(0);
    lost.ended_sessions = line.option<uint32_t>("ended").value_or(0);
    return std::string(bytes);
  }

  static std::string remote_parent(Line& line) {
    format::RemoteParent remote{};
    read_hex(line, "the trace-id's 32 hexadecimal digits", remote.trace_id);
    read_hex(line, "the parent-id's 16 hexadecimal digits", remote.parent_id);
    remote.site = line.option<uint64_t>("site", 16).value_or(0);
    remote.flags = line.option<uint8_t>("flags").value_or(0);
    return {reinterpret_cast<const char*>(&remote), format::kRemoteParentBytes};
  }

  static std::string attribute(Line& line) {
    const std::string key = line.quoted("a quoted key");
    if (key.size() > format::kMaxAttributeBytes) line.fail("a key of at most 255 bytes was expected");
    return char(key.size()) + key + line.quoted("a quoted value");
  }

  void log_record(Line& line, uint64_t ticks) {
    const size_t first = words_.size();
    if (!append_log_record(words_, read_log_text(line))) line.fail("a shorter log record was expected");
    words_.push_back(format::wide_header(format::Wide::kLog, uint32_t(words_.size() - first), ticks));
  }

  void append(Line& line, format::Wide type, std::string_view payload, uint64_t ticks) {
    if (payload.size() > size_t{format::kMaxPayloadWords} * format::kPayloadBytesPerWord) {
      line.fail("a shorter text was expected");
    }
    append_wide(words_, type, payload, ticks);
  }

  static Kind exit_kind(Line& line) {
    const std::string_view outcome = line.word("an outcome");
    for (const ExitName& exit : kExitNames) {
      if (outcome == exit.name) return exit.kind;
    }
    line.fail("success, error, partial or abandoned was expected, not '" + std::string(outcome) + "'");
  }

  // Writes what the group so far has gathered, unless `next` goes on with it.
  void end_group(Group next) {
    if (group_ == next && next != Group::kNone) return;
    if (group_ == Group::kClock) check(writer_.clock(clock_.data(), clock_.size()));
    if (group_ == Group::kShapes) check(writer_.shapes(shapes_.data(), shapes_.data() + shapes_.size()));
    if (group_ == Group::kSites) check(writer_.end_sites());
    if (group_ == Group::kChunk) {
      check(writer_.chunk(facts_, words_.data(), uint32_t(words_.size())));
      recorded_words_ += uint64_t(words_.size() - size_t(std::count(words_.begin(), words_.end(), 0)));
    }
    clock_.clear();
    shapes_.clear();
    words_.clear();
    group_ = next;
  }

  void check(bool written) const {
    if (!written) throw Error(name_ + ": line " + std::to_string(line_number_) + ": too large for a trace");
  }

  static constexpr const char* kStatements =
      "expected were about, clock, cost, shape, site, chunk, end, none, payload, or a time and a record";

  const std::string_view text_;
  const std::string& name_;
  uint64_t line_number_ = 0;
  archive::BlockWriter writer_;
  std::string out_;
  bool begun_ = false;
  Group group_ = Group::kNone;
  std::vector<format::ClockPoint> clock_;
  std::string shapes_;
  archive::ChunkFacts facts_{};
  std::vector<uint64_t> words_;
  uint64_t base_ = 0;
  uint64_t recorded_words_ = 0;
  uint64_t dropped_records_ = 0;
};

}  // namespace

std::string pack(std::string_view text, const std::string& name) { return Packer(text, name).run(); }

}  // namespace flowlog::trace
