// errors_json.cpp: see errors_json.h.
#include "graph/errors_json.h"

#include <utility>

namespace flowlog::graph {
namespace {

constexpr auto kOneLine = JsonWriter::kOneLine;

void write_handlers(JsonWriter& json, const Errors& errors) {
  json.key("handlers").list();
  for (const auto& [handler, handled] : errors.handlers) {
    json.object(kOneLine).member("id", handler).member("count", handled.count());
    if (!handled.then_called.empty()) {
      json.key("then_called").list();
      for (const auto& [callee, times] : handled.then_called)
        json.object().member("id", callee).member("count", times).end();
      json.end();
    }
    if (handled.then_ended != HandledErrors{}.then_ended) {
      json.key("then_ended").object();
      for (size_t i = 0; i < kOutcomes; ++i) {
        if (handled.then_ended[i] != 0) json.member(name_of(Outcome(i)), handled.then_ended[i]);
      }
      json.end();
    }
    json.end();
  }
  json.end();
}

HandledErrors read_handler(const Field& field) {
  HandledErrors handled;
  uint64_t sum = 0;
  const auto read = [&sum](const Field& count) {
    if (count.number() == 0) count.expected("a positive integer");
    if (__builtin_add_overflow(sum, count.number(), &sum)) count.wrong("the sum exceeds 2^64 - 1");
    return count.number();
  };
  if (const auto called = field.find("then_called")) {
    called->for_each_item([&](const Field& item) {
      const Field id = item["id"];
      if (!handled.then_called.emplace(id.text(), read(item["count"])).second) id.wrong("occurs twice");
    });
  }
  if (const auto ended = field.find("then_ended")) {
    for (size_t i = 0; i < kOutcomes; ++i) {
      if (const auto times = ended->find(name_of(Outcome(i)))) handled.then_ended[i] = read(*times);
    }
  }
  if (sum == 0 || field["count"].number() != sum) field["count"].expected("the sum of what came then");
  return handled;
}

}  // namespace

void write_errors(JsonWriter& json, const ErrorList& errors, bool with_exemplars) {
  json.key("errors").list();
  for (const auto& [origin, of] : errors) {
    json.object().member("origin", origin.function).member("detail", origin.detail);
    json.member("occurrences", of.occurrences()).member("unhandled", of.unhandled);
    json.key("hops").list(kOneLine);
    for (const auto& [hops, times] : of.hops) json.list().value(hops).value(times).end();
    json.end();
    write_handlers(json, of);
    if (with_exemplars) {
      json.key("exemplars").list(kOneLine);
      for (const std::string& id : of.exemplars.ids()) json.value(id);
      json.end();
    }
    json.member("lower_bound", of.lower_bound).end();
  }
  json.end();
}

ErrorList read_errors(const Field& field) {
  ErrorList errors;
  field.for_each_item([&](const Field& item) {
    Errors of;
    uint64_t far = 0;
    item["hops"].for_each_item([&](const Field& pair) {
      const auto numbers = pair.pair_of_numbers();
      if (!numbers) pair.expected("[hops, count]");
      const auto [hops, times] = *numbers;
      if (hops_shown(hops) != hops) pair.wrong("beyond 32 hops are powers of two");
      if (times == 0 || !of.hops.emplace(hops, times).second)
        pair.expected("each number of hops once, and a count");
      if (__builtin_add_overflow(far, times, &far)) pair.wrong("the sum exceeds 2^64 - 1");
    });
    of.unhandled = item["unhandled"].number();
    uint64_t ends = of.unhandled;
    item["handlers"].for_each_item([&](const Field& handler) {
      const Field id = handler["id"];
      const HandledErrors handled = read_handler(handler);
      if (__builtin_add_overflow(ends, handled.count(), &ends)) id.wrong("the sum exceeds 2^64 - 1");
      if (!of.handlers.emplace(id.text(), handled).second) id.wrong("occurs twice");
    });
    const Field occurrences = item["occurrences"];
    if (far == 0 || occurrences.number() != far)
      occurrences.expected("the sum of the hops' counts, at least 1");
    if (ends != far) occurrences.expected("what was handled and what was not");
    if (const auto exemplars = item.find("exemplars"))
      exemplars->for_each_item([&](const Field& id) { of.exemplars.add(id.text()); });
    of.lower_bound = item["lower_bound"].flag();
    const Field origin = item["origin"];
    if (!errors.emplace(ErrorOrigin{origin.text(), item["detail"].text()}, std::move(of)).second)
      origin.wrong("occurs twice with this detail");
  });
  return errors;
}

}  // namespace flowlog::graph
