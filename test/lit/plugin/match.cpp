// match= and exclude= track by qualified name, in headers too; what is ignored stays so.
//
// RUN: %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-match='^app::' -fplugin-arg-flowlog-exclude='::skip' && %flowlog sites %t.o | FileCheck %s --implicit-check-not='"function_name"'
// RUN: %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-match='lambda#' && %flowlog sites %t.o | FileCheck %s --check-prefix=LAMBDA --implicit-check-not='"function_name"'
// RUN: %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-match='^std::optional' && %flowlog sites %t.o | FileCheck %s --check-prefix=LIBRARY
// RUN: %flowlog_cxx -std=c++17 -c %s -o %t.o -fplugin-arg-flowlog-match='^app::' -fplugin-arg-flowlog-min-instructions=12 2> %t.err && %flowlog sites %t.o | FileCheck %s --check-prefix=LARGE --implicit-check-not='"function_name"'
// RUN: FileCheck %s --check-prefix=SMALL --input-file=%t.err

#include <optional>

namespace app {
int function(int n) {
  for (int i = 0; i < n; ++i) n += i * n;
  return n;
}
int skip() { return 1; }
[[flowlog::ignore]] int ignored() { return 1; }
struct [[flowlog::ignore]] Ignored {
  int method() { return 1; }
};
template <class T>
T twice(T value) {
  return value + value;
}
int optional() { return std::optional<int>(1).value(); }
}  // namespace app
int other() {
  auto lambda = [](int n) { return n; };
  return app::twice(1) + app::Ignored().method() + lambda(1);
}

// CHECK-DAG: "function_name":"app::function"
// CHECK-DAG: "function_name":"app::twice<T>"
// CHECK-DAG: "function_name":"app::optional"

// LAMBDA: "id":"other()::lambda#1(int)","function_name":"other::lambda#1"

// LIBRARY: "function_name":"std::optional<_Tp>::optional<_Up>"
// LIBRARY: "function_name":"std::optional<_Tp>::value"

// LARGE: "function_name":"app::function"
// SMALL: match.cpp:[[#@LINE-26]]:5: remark: 'app::skip' is not tracked: it has fewer instructions than min-instructions=
