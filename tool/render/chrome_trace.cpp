// chrome_trace.cpp: timelines as JSON: "Trace Event Format", as Google published it for chrome://tracing.
#include <cinttypes>
#include <cstdio>
#include <string>

#include "render/timeline_tracks.h"
#include "text.h"
#include "trace/clock.h"

namespace flowlog::render {
namespace {

// Times are in microseconds there, and may have a fraction.
std::string microseconds(int64_t ns) {
  char text[32];
  std::snprintf(text, sizeof text, "%" PRId64 ".%03" PRId64, ns / 1000, ns % 1000);
  return text;
}

class Writer {
 public:
  Writer(const Tracks& tracks, const WriteBytes& write) : start_ns_(tracks.start_ns), write_(write) {
    write_("{\"displayTimeUnit\":\"ns\",\"otherData\":{\"producer\":\"flowlog\",\"start\":" +
           json_string(trace::iso8601(start_ns_)) + "},\"traceEvents\":[");
  }

  void process(const TraceTimeline& of, const ProcessTracks& tracks) {
    of_ = &of;
    tracks_ = &tracks;
    name_track("process_name", 0, tracks.name);
    for (const auto& [number, id] : tracks.threads)
      name_track("thread_name", id, "thread " + std::to_string(number));
    for (const graph::Slice& each : of.timeline.slices) slice(each);
    for (const graph::Arrow& each : of.timeline.arrows) arrow(each);
    for (const graph::Moment& each : of.timeline.logs) log(each);
  }

  void finish() { write_("\n]}\n"); }

 private:
  void begin_event(const char* phase, uint64_t thread) {
    event_ = first_ ? "\n{\"ph\":\"" : ",\n{\"ph\":\"";
    first_ = false;
    event_ += phase;
    event_ += "\",\"pid\":" + std::to_string(tracks_->pid) + ",\"tid\":" + std::to_string(thread);
  }
  void name(std::string_view text) {
    event_ += ",\"name\":";
    append_json_string(event_, text);
  }
  void at(int64_t wall_ns) { event_ += ",\"ts\":" + microseconds(wall_ns - start_ns_); }
  void argument(std::string_view key, std::string_view value) {
    event_ += has_arguments_ ? "," : ",\"args\":{";
    has_arguments_ = true;
    append_json_string(event_, key);
    event_ += ':';
    append_json_string(event_, value);
  }
  void end_event() {
    event_ += has_arguments_ ? "}}" : "}";
    has_arguments_ = false;
    write_(event_);
  }

  void name_track(const char* what, uint64_t thread, const std::string& text) {
    begin_event("M", thread);
    name(what);
    argument("name", text);
    end_event();
  }

  const std::string& function_of(const graph::Slice& slice) const {
    return of_->trace->sites().at(slice.site).description.function_name;
  }

  void slice(const graph::Slice& slice) {
    begin_event("X", tracks_->threads.at(slice.thread));
    at(slice.start_ns);
    event_ += ",\"dur\":" + microseconds(slice.end_ns - slice.start_ns) + ",\"cat\":\"call\"";
    name(function_of(slice));
    describe_slice(*of_, slice,
                   [this](std::string_view key, const std::string& value) { argument(key, value); });
    end_event();
  }

  void arrow(const graph::Arrow& arrow) {
    const graph::Slice& from = of_->timeline.slices[arrow.from];
    const graph::Slice& to = of_->timeline.slices[arrow.to];
    ++arrows_;
    end_of_arrow("s", from.thread, arrow.at_ns, function_of(to));
    end_of_arrow("f", to.thread, to.start_ns, function_of(to));
  }
  void end_of_arrow(const char* phase, uint32_t thread, int64_t wall_ns, const std::string& to) {
    begin_event(phase, tracks_->threads.at(thread));
    at(wall_ns);
    if (*phase == 'f') event_ += ",\"bp\":\"e\"";  // to the slice around it
    event_ += ",\"cat\":\"call\",\"id\":" + std::to_string(arrows_);
    name(to);
    end_event();
  }

  void log(const graph::Moment& log) {
    begin_event("i", tracks_->threads.at(log.thread));
    at(log.time_ns);
    event_ += ",\"s\":\"t\",\"cat\":\"log\"";
    name(log.record.event);
    argument("level", trace::level_name(log.record.level));
    for (const trace::LogRecord::Field& field : log.record.fields)
      argument(field.key, field_text(field.value));
    end_event();
  }

  const int64_t start_ns_;
  const WriteBytes& write_;
  const TraceTimeline* of_ = nullptr;
  const ProcessTracks* tracks_ = nullptr;
  std::string event_;
  bool first_ = true;
  bool has_arguments_ = false;
  uint64_t arrows_ = 0;
};

}  // namespace

void write_chrome_trace(const std::vector<TraceTimeline>& traces, const WriteBytes& write) {
  const Tracks tracks = tracks_of(traces);
  Writer writer(tracks, write);
  for (size_t i = 0; i < traces.size(); ++i) writer.process(traces[i], tracks.processes[i]);
  writer.finish();
}

}  // namespace flowlog::render
