// duration_json.cpp: see duration_json.h.
#include "graph/duration_json.h"

#include <algorithm>
#include <bit>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace flowlog::graph {
namespace {

// Of a value in a bucket of the first version, the values in that bucket; below 16 ns each had its own.
uint64_t width_in_first_version(uint64_t ns) { return std::bit_floor(std::max<uint64_t>(ns, 16)) / 16; }

using Starts = std::vector<std::pair<uint64_t, uint64_t>>;  // of buckets, and the values in them; in order

// The least and the greatest value are known, so that the ends are where they were.
Histogram::Buckets from_first_version(const Starts& starts, uint64_t min, uint64_t max) {
  std::map<uint32_t, uint64_t> buckets;
  for (const auto& [start, count] : starts) {
    const uint64_t middle = std::clamp(start + width_in_first_version(start) / 2, min, max);
    const bool has_min = start == starts.front().first, has_max = start == starts.back().first;
    uint64_t rest = count;
    if (has_min) ++buckets[Histogram::bucket_of(min)], --rest;
    if (has_max && rest != 0) ++buckets[Histogram::bucket_of(max)], --rest;
    if (rest != 0) buckets[Histogram::bucket_of(middle)] += rest;
  }
  return {buckets.begin(), buckets.end()};
}

}  // namespace

void write_durations(JsonWriter& json, const char* name, const Histogram& durations) {
  if (durations.count() == 0) return;
  json.key(name)
      .object(JsonWriter::kOneLine)
      .member("count", durations.count())
      .member("min", durations.min());
  json.member("p50", durations.quantile(0.5)).member("p90", durations.quantile(0.9));
  json.member("p99", durations.quantile(0.99)).member("max", durations.max()).member("sum", durations.sum());
  json.key("buckets").list();
  for (const auto& [bucket, values] : durations.buckets()) {
    json.list().value(Histogram::floor_of(bucket)).value(values).end();
  }
  json.end().end();
}

Histogram read_durations(const Field& field, uint64_t format_version) {
  Starts starts;
  uint64_t values = 0;
  field["buckets"].for_each_item([&](const Field& item) {
    const auto bucket = item.pair_of_numbers();
    if (!bucket) item.expected("[nanoseconds, count]");
    const auto [start, count] = *bucket;
    const bool starts_there = format_version == 1 ? start % width_in_first_version(start) == 0
                                                  : Histogram::floor_of(Histogram::bucket_of(start)) == start;
    if (!starts_there) item.wrong("no bucket starts at " + std::to_string(start) + " ns");
    if (count == 0 || (!starts.empty() && start <= starts.back().first))
      item.expected("each bucket once, in order, and not empty");
    starts.emplace_back(start, count);
    if (__builtin_add_overflow(values, count, &values)) item.wrong("the sum of the buckets exceeds 2^64 - 1");
  });
  const uint64_t count = field["count"].number(), min = field["min"].number(), max = field["max"].number();
  if (starts.empty() || values != count) field["count"].expected("the sum of the buckets, at least 1");
  const auto start_of = [&](uint64_t ns) {
    return format_version == 1 ? ns - ns % width_in_first_version(ns)
                               : Histogram::floor_of(Histogram::bucket_of(ns));
  };
  if (start_of(min) != starts.front().first) field["min"].expected("a value of the first bucket");
  if (start_of(max) != starts.back().first) field["max"].expected("a value of the last bucket");
  if (min > max || (count == 1 && min != max)) field["min"].expected("at most the maximum");
  Histogram::Buckets buckets;
  if (format_version == 1) {
    buckets = from_first_version(starts, min, max);
  } else {
    buckets.reserve(starts.size());
    for (const auto& [start, times] : starts) buckets.emplace_back(Histogram::bucket_of(start), times);
  }
  return Histogram::restore(count, field["sum"].number(), min, max, std::move(buckets));
}

}  // namespace flowlog::graph
