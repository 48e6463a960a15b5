// The shape of a std::expected. The standard library has it for newer compilers only.
//
// REQUIRES: llvm-19
// RUN: %flowlog_cxx -std=c++2b -c %s -o %t.o && %flowlog sites %t.o | FileCheck %s

#include <expected>

enum class Color { red, green };
[[flowlog::track]] std::expected<int, Color> expected() { return 1; }
// CHECK: "symbol":"_Z8expected{{.*}}"output_shape":{"type":"std::expected<int, Color>","alternatives":["int",{"type":"Color",
