// perfetto_trace.cpp: timelines as track events in Perfetto's format:
// protos/perfetto/trace/trace_packet.proto and track_event/*.proto of its sources, of which the numbers below
// are.
#include <map>
#include <string>
#include <unordered_map>

#include "render/protobuf.h"
#include "render/timeline_tracks.h"
#include "text.h"

namespace flowlog::render {
namespace {

namespace field {
// Trace
constexpr uint32_t kPacket = 1;
// TracePacket
constexpr uint32_t kClockSnapshot = 6, kTimestamp = 8, kSequence = 10, kTrackEvent = 11, kInterned = 12,
                   kSequenceFlags = 13, kTrackDescriptor = 60;
// ClockSnapshot, and Clock in it
constexpr uint32_t kClocks = 1, kClockId = 1, kClockTime = 2;
// TrackDescriptor
constexpr uint32_t kUuid = 1, kProcess = 3, kThread = 4;
// ProcessDescriptor, ThreadDescriptor
constexpr uint32_t kPid = 1, kProcessName = 6, kTid = 2, kThreadName = 5;
// TrackEvent
constexpr uint32_t kCategoryId = 3, kAnnotation = 4, kType = 9, kNameId = 10, kTrack = 11, kName = 23,
                   kSourceId = 34, kFlow = 47, kFlowEnd = 48;
// DebugAnnotation
constexpr uint32_t kAnnotationNameId = 1, kAnnotationText = 6, kAnnotationName = 10;
// InternedData
constexpr uint32_t kCategories = 1, kNames = 2, kAnnotationNames = 3, kSources = 4;
// what is in it
constexpr uint32_t kId = 1, kInternedName = 2, kSourceFile = 2, kSourceFunction = 3, kSourceLine = 4;
}  // namespace field

constexpr uint64_t kRealTime = 1, kBootTime = 6;         // clocks; the latter is what packets are in
constexpr uint64_t kStateCleared = 1, kNeedsState = 2;   // sequence flags
constexpr uint64_t kBegin = 1, kEnd = 2, kInstant = 3;   // types of events
constexpr uint64_t kCallCategory = 1, kLogCategory = 2;  // interned ids

class Writer {
 public:
  Writer(int64_t start_ns, const WriteBytes& write) : write_(write) {
    Message snapshot;  // the clock that packets are in runs as that on the wall
    for (const uint64_t clock : {kBootTime, kRealTime}) {
      snapshot.message(
          field::kClocks,
          Message().number(field::kClockId, clock).number(field::kClockTime, uint64_t(start_ns)));
    }
    Message interned;
    interned.message(field::kCategories, interned_name(kCallCategory, "call"));
    interned.message(field::kCategories, interned_name(kLogCategory, "log"));
    packet_.message(field::kClockSnapshot, snapshot).message(field::kInterned, interned);
    packet_.number(field::kSequenceFlags, kStateCleared);
    end_packet();
  }

  void process(const TraceTimeline& of, const ProcessTracks& tracks) {
    of_ = &of;
    names_.clear();
    name_tracks(tracks);
    const graph::Timeline& timeline = of.timeline;
    leaving_.clear();
    for (size_t i = 0; i < timeline.arrows.size(); ++i) leaving_[timeline.arrows[i].from].push_back(i);
    std::vector<const graph::Slice*> open;
    const auto end_until = [&](const graph::Slice* next) {
      while (!open.empty() && (next == nullptr || open.back()->thread != next->thread ||
                               open.back()->end_ns <= next->start_ns)) {
        end(*open.back());
        open.pop_back();
      }
    };
    size_t arrow = 0;
    for (size_t i = 0; i < timeline.slices.size(); ++i) {
      const graph::Slice& slice = timeline.slices[i];
      end_until(&slice);
      Message event = beginning_of(slice);
      for (const size_t leaving : arrows_from(i)) event.fixed64(field::kFlow, flow_of(leaving));
      if (arrow < timeline.arrows.size() && timeline.arrows[arrow].to == i)
        event.fixed64(field::kFlowEnd, flow_of(arrow++));
      end_event(event, slice.start_ns);
      open.push_back(&slice);
    }
    end_until(nullptr);
    for (const graph::Moment& each : timeline.logs) log(each);
    flows_before_ += timeline.arrows.size();
  }

 private:
  static Message interned_name(uint64_t id, std::string_view name) {
    return std::move(Message().number(field::kId, id).text(field::kInternedName, name));
  }

  void end_packet() {
    packet_.number(field::kSequence, 1);
    write_(Message().message(field::kPacket, packet_).bytes());
    packet_.clear();
  }

  void name_tracks(const ProcessTracks& tracks) {
    tracks_.clear();
    Message process;
    process.number(field::kPid, tracks.pid).text(field::kProcessName, tracks.name);
    packet_.message(field::kTrackDescriptor,
                    Message().number(field::kUuid, ++last_track_).message(field::kProcess, process));
    end_packet();
    for (const auto& [number, id] : tracks.threads) {
      Message thread;
      thread.number(field::kPid, tracks.pid).number(field::kTid, id);
      thread.text(field::kThreadName, "thread " + std::to_string(number));
      packet_.message(field::kTrackDescriptor,
                      Message().number(field::kUuid, ++last_track_).message(field::kThread, thread));
      end_packet();
      tracks_[number] = last_track_;
    }
  }

  // The id of the function's name and place, which are told when they first come.
  uint64_t function_of(const graph::Slice& slice) {
    const auto [at, fresh] = names_.try_emplace(slice.site, last_name_ + 1);
    if (!fresh) return at->second;
    ++last_name_;
    const trace::SiteDescription& site = of_->trace->sites().at(slice.site).description;
    const std::string name = printable(site.function_name);
    Message source;
    source.number(field::kId, last_name_).text(field::kSourceFile, printable(site.file));
    source.text(field::kSourceFunction, name).number(field::kSourceLine, site.line);
    Message interned;
    interned.message(field::kNames, interned_name(last_name_, name)).message(field::kSources, source);
    packet_.message(field::kInterned, interned);
    return last_name_;
  }

  void end_event(const Message& event, int64_t wall_ns) {
    packet_.number(field::kTimestamp, uint64_t(wall_ns)).message(field::kTrackEvent, event);
    packet_.number(field::kSequenceFlags, kNeedsState);
    end_packet();
  }

  static void annotate(Message& event, std::string_view name, std::string_view text) {
    event.message(field::kAnnotation, Message()
                                          .text(field::kAnnotationName, printable(name))
                                          .text(field::kAnnotationText, printable(text)));
  }

  Message event_of(uint64_t type, uint32_t thread) const {
    Message event;
    event.number(field::kType, type).number(field::kTrack, tracks_.at(thread));
    return event;
  }

  uint64_t flow_of(size_t arrow) const { return flows_before_ + arrow + 1; }

  std::vector<size_t> arrows_from(size_t slice) const {
    const auto found = leaving_.find(slice);
    return found == leaving_.end() ? std::vector<size_t>() : found->second;
  }

  Message beginning_of(const graph::Slice& slice) {
    Message event = event_of(kBegin, slice.thread);
    const uint64_t function = function_of(slice);
    event.number(field::kCategoryId, kCallCategory).number(field::kNameId, function);
    event.number(field::kSourceId, function);
    describe_slice(*of_, slice,
                   [&](std::string_view key, const std::string& value) { annotate(event, key, value); });
    return event;
  }

  void end(const graph::Slice& slice) { end_event(event_of(kEnd, slice.thread), slice.end_ns); }

  void log(const graph::Moment& log) {
    Message event = event_of(kInstant, log.thread);
    event.number(field::kCategoryId, kLogCategory).text(field::kName, printable(log.record.event));
    annotate(event, "level", trace::level_name(log.record.level));
    for (const trace::LogRecord::Field& field : log.record.fields)
      annotate(event, field.key, field_text(field.value));
    end_event(event, log.time_ns);
  }

  const WriteBytes& write_;
  Message packet_;
  const TraceTimeline* of_ = nullptr;
  uint64_t last_track_ = 0;
  std::map<uint32_t, uint64_t> tracks_;  // of the process, by thread
  uint64_t last_name_ = 0;
  std::unordered_map<uint32_t, uint64_t> names_;             // of the process, by site
  std::unordered_map<size_t, std::vector<size_t>> leaving_;  // slices of the process -> arrows from them
  uint64_t flows_before_ = 0;                                // of other processes
};

}  // namespace

void write_perfetto_trace(const std::vector<TraceTimeline>& traces, const WriteBytes& write) {
  const Tracks tracks = tracks_of(traces);
  Writer writer(tracks.start_ns, write);
  for (size_t i = 0; i < traces.size(); ++i) writer.process(traces[i], tracks.processes[i]);
}

}  // namespace flowlog::render
