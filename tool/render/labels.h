// labels.h: numbers, names and shapes as people read them in pictures and reports. All text is valid UTF-8 on
// one line.
#pragma once

#include <cstdint>
#include <string>

#include "graph/graph.h"

namespace flowlog::render {

// "12.3 %", "<0.1 %".
std::string share_text(uint64_t part, uint64_t whole);

// "1204", from 100,000 on with three digits: "120k", "1.20M".
std::string count_text(uint64_t count);

// As count_text with a sign where records were lost: ">= 1204" as one character and the number.
std::string count_text(uint64_t count, bool lower_bound);

// "850 ns", "3.4 us" with the Greek letter, "12 ms", "1.2 s".
std::string duration_text(uint64_t ns);

// "1 call", "3 calls".
std::string plural(uint64_t count, const std::string& one, const std::string& many);

// "fields" of a record in braces, items in brackets, alternatives with bars: "order: Order {id: int}". `json`
// is a shape, or the object of a function's parameters.
std::string shape_text(const std::string& json);

// At most `limit` characters. What is left out, and shown as an ellipsis, first are template arguments, then
// parameters, then the path of a function of internal linkage, then the middle of what remains.
std::string compact_name(const std::string& name, size_t limit);

// Name without the namespaces around it, class kept: "Order::total".
std::string name_in_module(const graph::Node& node);

// The parameter list, and what else tells overloads apart, in at most `limit` characters: "(int) const"; ""
// if the id has none.
std::string signature_of(const std::string& id, const graph::Node& node, size_t limit);

}  // namespace flowlog::render
