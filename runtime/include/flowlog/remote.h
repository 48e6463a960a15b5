// remote.h: sessions that go on in other processes, by the headers of the messages between them: W3C Trace
// Context and a correlation id. docs/processes.md.
//
//   // who calls                                          // who is called
//   flowlog::inject([&](auto name, auto value) {          flowlog::session s("GET /orders",
//     request.headers.emplace(name, value);                   flowlog::extract([&](const char* name) {
//   });                                                         return request.get_header_value(name);
//                                                             }));
//
// Headers come from outside: what is malformed, too long or hostile in any other way is not used, and counted
// (docs/graph.md, `refused_headers`); the session is then one of its own.
//
// Threads: any, signal handlers excepted. A program that is not linked with the recorder runs the same, hands
// out nothing, and records nothing.
#pragma once

#include <flowlog/abi.h>
#include <flowlog/annotate.h>
#include <flowlog/session.h>
#include <flowlog/trace_context.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#ifndef FLOWLOG_DISABLE
extern "C" {
__attribute__((weak)) decltype(flowlog_session_begin_received) flowlog_session_begin_received;
__attribute__((weak)) decltype(flowlog_refused) flowlog_refused;
__attribute__((weak)) decltype(flowlog_inject) flowlog_inject;
}
#endif

namespace FLOWLOG_IGNORE flowlog {

// What a message says of the session in which it was sent. A plain value; nothing refers to the message.
class remote_caller {
 public:
  // Nobody: a session that is given it begins as one of its own.
  remote_caller() = default;

  // Whether a session of it is part of the caller's.
  bool is_known() const noexcept { return is_known_; }

  // As `X-Correlation-ID` has it, or else `X-Request-ID`; "" if there was neither.
  const std::string& correlation_id() const noexcept { return correlation_id_; }

 private:
  template <class Lookup>
  friend remote_caller extract(Lookup&& lookup);
  friend class session;

  void read_parent(std::string_view traceparent, std::string_view tracestate);
  void read_state(const trace_state& state);
  bool read_correlation_id(std::string_view header);
  flowlog_received received() const noexcept;

  trace_parent parent_;
  bool is_known_ = false;
  bool is_flowlog_ = false;
  std::uint64_t site_ = 0;  // of the call that sent the message; 0: not known
  std::string state_;       // what other tracing systems said of it
  std::string correlation_id_;
};

// Reads the headers of a message. `lookup(name)` gives the value of a header, as a std::string or what
// converts to std::string_view, "" (or a null pointer) if there is none. Names of headers do not depend on
// case. Of a header that stands in several lines it gives all, with commas between them.
template <class Lookup>
remote_caller extract(Lookup&& lookup);

// Hands out the headers with which a message takes the current session along: `set(name, value)`, two
// std::string_views, for `traceparent`, `tracestate` and `X-Correlation-ID`. While nothing is recorded, these
// are as they came with the session. False, and nothing is handed out, where there is no session, or none
// came. Costs some microseconds: docs/processes.md.
template <class Set>
bool inject(Set&& set);

// ---- Implementation

namespace detail {

inline void refused([[maybe_unused]] std::uint32_t what) noexcept {
#ifndef FLOWLOG_DISABLE
  if (flowlog_refused != nullptr) flowlog_refused(what);
#endif
}

inline std::string_view view_of(const char* text) noexcept { return text != nullptr ? text : ""; }
inline std::string_view view_of(std::string_view text) noexcept { return text; }

inline void append_hex(std::string& text, const unsigned char* bytes, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    text += "0123456789abcdef"[bytes[i] >> 4];
    text += "0123456789abcdef"[bytes[i] & 15];
  }
}

inline constexpr std::string_view kOurKey = "flowlog";

}  // namespace detail

inline void remote_caller::read_parent(std::string_view traceparent, std::string_view tracestate) {
  if (detail::without_blanks_around(traceparent).empty()) return;
  const auto parent = parse_traceparent(traceparent);
  if (!parent) return detail::refused(FLOWLOG_REFUSED_TRACEPARENT);
  parent_ = *parent;
  is_known_ = true;
  if (const auto state = parse_tracestate(tracestate)) {
    read_state(*state);
  } else {
    detail::refused(FLOWLOG_REFUSED_TRACESTATE);
  }
}

// Ours apart from the others'. Of these as many are sent on as there is room for: first the long ones are
// left out, then the oldest.
inline void remote_caller::read_state(const trace_state& state) {
  constexpr std::size_t kLong = 128;
  std::size_t bytes = 0, kept = 0;  // ours comes besides
  const auto size_of = [](const trace_state::member& member) {
    return member.key.size() + member.value.size() + 2;
  };
  for (const trace_state::member& member : state) bytes += size_of(member);
  for (const trace_state::member& member : state) {
    if (member.key == detail::kOurKey) {
      unsigned char digits[8];
      is_flowlog_ = detail::read_hex(member.value, digits, sizeof digits);
      for (const unsigned char byte : digits) site_ = is_flowlog_ ? site_ << 8 | byte : 0;
      continue;
    }
    if (bytes > FLOWLOG_MAX_STATE && size_of(member) > kLong) {
      bytes -= size_of(member);
      continue;
    }
    if (state_.size() + size_of(member) > FLOWLOG_MAX_STATE || ++kept == trace_state::kMaxMembers) break;
    if (!state_.empty()) state_ += ',';
    state_.append(member.key).append("=").append(member.value);
  }
}

// False if there is none.
inline bool remote_caller::read_correlation_id(std::string_view header) {
  const std::string_view id = detail::without_blanks_around(header);
  bool is_text = id.size() <= FLOWLOG_MAX_CORRELATION;
  for (std::size_t i = 0; is_text && i < id.size(); ++i) {
    const auto byte = static_cast<unsigned char>(id[i]);
    is_text = byte >= 0x20 && byte != 0x7F;
  }
  if (!is_text) detail::refused(FLOWLOG_REFUSED_CORRELATION);
  if (is_text) correlation_id_ = id;
  return !correlation_id_.empty();
}

inline flowlog_received remote_caller::received() const noexcept {
  flowlog_received given{};
  if (is_known_) {
    for (std::size_t i = 0; i < sizeof given.trace_id; ++i) given.trace_id[i] = parent_.trace_id[i];
    for (std::size_t i = 0; i < sizeof given.parent_id; ++i) given.parent_id[i] = parent_.parent_id[i];
    given.flags =
        (parent_.sampled ? FLOWLOG_RECEIVED_SAMPLED : 0) | (is_flowlog_ ? FLOWLOG_RECEIVED_FLOWLOG : 0);
    given.site = site_;
  }
  given.state = state_.data();
  given.state_bytes = static_cast<std::uint32_t>(state_.size());
  given.correlation = correlation_id_.data();
  given.correlation_bytes = static_cast<std::uint32_t>(correlation_id_.size());
  return given;
}

template <class Lookup>
remote_caller extract(Lookup&& lookup) {
  remote_caller caller;
  const auto parent = lookup("traceparent");
  const auto state = lookup("tracestate");
  caller.read_parent(detail::view_of(parent), detail::view_of(state));
  const auto correlation = lookup("X-Correlation-ID");
  if (caller.read_correlation_id(detail::view_of(correlation))) return caller;
  const auto request = lookup("X-Request-ID");
  caller.read_correlation_id(detail::view_of(request));
  return caller;
}

template <class Set>
bool inject([[maybe_unused]] Set&& set) {
#ifndef FLOWLOG_DISABLE
  flowlog_outgoing out;
  if (flowlog_inject == nullptr || flowlog_inject(&out) == 0) return false;
  std::string text = "00-";
  if (!detail::is_all_zero(out.trace_id, sizeof out.trace_id)) {
    detail::append_hex(text, out.trace_id, sizeof out.trace_id);
    text += '-';
    detail::append_hex(text, out.parent_id, sizeof out.parent_id);
    text += (out.flags & FLOWLOG_RECEIVED_SAMPLED) != 0 ? "-01" : "-00";
    set(std::string_view("traceparent"), std::string_view(text));
  }
  text.clear();
  if ((out.flags & FLOWLOG_RECEIVED_FLOWLOG) != 0) {
    unsigned char site[8];
    for (int i = 0; i < 8; ++i) site[i] = static_cast<unsigned char>(out.site >> (56 - 8 * i));
    text.append(detail::kOurKey).append("=");
    detail::append_hex(text, site, sizeof site);
    if (out.state_bytes != 0) text += ',';
  }
  text.append(out.state, out.state_bytes);
  if (!text.empty()) set(std::string_view("tracestate"), std::string_view(text));
  if (out.correlation_bytes != 0)
    set(std::string_view("X-Correlation-ID"), std::string_view(out.correlation, out.correlation_bytes));
  return true;
#else
  return false;
#endif
}

inline session::session([[maybe_unused]] std::string_view name, const remote_caller& caller)
    : received_(new received{{}, caller.correlation_id()}) {
#ifndef FLOWLOG_DISABLE
  if (flowlog_session_begin_received == nullptr) return;
  const flowlog_received given = caller.received();
  begun_ = flowlog_session_begin_received(name.data(), name.size(), &given, received_->id.bytes);
  if (const std::string& id = caller.correlation_id(); !id.empty()) attribute("correlation_id", id);
#endif
}

}  // namespace flowlog
