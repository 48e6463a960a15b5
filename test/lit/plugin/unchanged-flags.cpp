// With nothing annotated the object is the one that the compiler makes without the plugin, whatever it is asked to make; with
// everything matched and `off`, too.
//
// RUN: rm -rf %t && mkdir -p %t && cd %t && echo '%clangxx -w -std=c++20 -I%build/include' > plain && echo '%flowlog_cxx -std=c++20 -Wno-unused' > nothing && echo '%flowlog_cxx -w -std=c++20 -fplugin-arg-flowlog-off -fplugin-arg-flowlog-match=.' > off
// RUN: while read -r flags; do for made in plain nothing off; do rm -rf unit.* $made.d; $(cat $made) $flags %s -o unit.out || exit 1; mkdir $made.d; mv unit.* $made.d/; diff -r plain.d $made.d || { echo "$made: $flags"; exit 1; }; done; done < %S/Inputs/unchanged-flags.txt
//
// A header that was precompiled with and without the plugin makes the same program.
// RUN: %clangxx -std=c++20 -O2 -g -x c++-header %S/Inputs/unchanged.h -o plain.pch && %clangxx -std=c++20 -O2 -g -include-pch plain.pch -c %s -o plain.o
// RUN: %flowlog_cxx -std=c++20 -O2 -g -x c++-header -c %S/Inputs/unchanged.h -o plain.pch && %flowlog_cxx -std=c++20 -O2 -g -include-pch plain.pch -c %s -o nothing.o
// RUN: cmp plain.o nothing.o
//
// C as well.
// RUN: for flags in -O0 -O1 "-O2 -g" "-O3 -flto" "-O1 --coverage" "-O1 -fsanitize=address,undefined"; do %clang $flags -c %S/Inputs/unchanged.c -o unit.o && mv unit.o plain.o && %flowlog_cc $flags -c %S/Inputs/unchanged.c -o unit.o && cmp plain.o unit.o || exit 1; done
//
// Switched off by the preprocessor, what the headers offer leaves no trace.
// RUN: %flowlog_cxx -std=c++20 -O0 -DFLOWLOG_DISABLE -DUSES_HEADERS -c %s -o disabled.o && nm disabled.o > names && not grep flowlog_ names

#include "Inputs/unchanged.h"
#ifdef USES_HEADERS
#include <flowlog/annotate.h>
#include <flowlog/outcome.h>
#include <flowlog/session.h>
void in_session() {
  flowlog::session session("one");
  flowlog::partial("why");
}
#endif

namespace {
struct Shape {
  virtual ~Shape() = default;
  virtual int area() const = 0;
};
struct Square : Shape {
  explicit Square(int side) : side(side) {}
  int area() const override { return side < 0 ? throw std::runtime_error("negative") : side * side; }
  int side;
};
}  // namespace

template <class Function>
int apply(Function function, int n) {
  return function(n);
}

int use(int n) {
  static const std::vector<std::string> names{"one", "two"};
  try {
    return apply([&](int side) { return Square(side).area() + int(names.size()); }, n);
  } catch (const std::exception& error) {
    return *std::optional<int>(n);
  }
}
