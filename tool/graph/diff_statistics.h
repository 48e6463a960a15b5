// diff_statistics.h: whether a difference of numbers is more than chance. The reasons for each choice:
// docs/diff.md.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/histogram.h"

namespace flowlog::graph {

// Differences up to this factor are no news, however certain: another layout of the code or another hour on
// the same machine makes as much.
inline constexpr double kNoNews = 1.1;

// Calls of one session are alike. `calls` of them, made by `sessions`, tell as much as so many that are
// independent (Kish 1965: calls / (1 + (calls for each session - 1) * correlation), with a correlation of
// 0.05).
double independent_calls(uint64_t calls, uint64_t sessions);

// The probability that normally distributed noise exceeds `z` standard deviations.
double upper_tail(double z);

// By how much durations are shifted.
struct Shift {
  double factor = 1;  // at which the two are alike (Hodges and Lehmann 1963)
  double p = 1;       // that they differ by no more than kNoNews, in either direction (Mann and Whitney 1947)
};
// `base_units`, `head_units`: see independent_calls. Durations of base count `pace` times as much.
Shift shift_between(const Histogram& base, double base_units, const Histogram& head, double head_units,
                    double pace);

// The same for means of which only a bound of the spread is known: the root of the mean square of each.
Shift shift_of_means(double base, double base_spread, double base_units, double head, double head_spread,
                     double head_units, double pace);
double root_mean_square(const Histogram& durations);

// Numbers of calls for each of something, made by so many sessions in bunches of any size: p as above.
double p_of_rates(double base_rate, uint64_t base_sessions, double head_rate, uint64_t head_sessions);

// Which of `p` are news if no more than one in a thousand of them may be chance (Benjamini and Hochberg
// 1995).
std::vector<bool> news_among(const std::vector<double>& p);

}  // namespace flowlog::graph
