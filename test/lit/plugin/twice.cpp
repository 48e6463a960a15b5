// The plugin given twice, by the same path or as two copies, tracks once.
//
// RUN: rm -rf %t && mkdir -p %t && cp $(dirname %cfg)/flowlog-plugin.so %t/copy.so
// RUN: %flowlog_cxx -Wall -Werror -c %s -o %t/once.o
// RUN: %flowlog_cxx -Wall -Werror --config=%cfg -c %s -o %t/same.o && cmp %t/once.o %t/same.o
// RUN: %flowlog_cxx -Wall -Werror -fplugin=%t/copy.so -c %s -o %t/copies.o && cmp %t/once.o %t/copies.o
// RUN: %flowlog_cxx -Wall -Werror -fplugin=%t/copy.so -fplugin-arg-flowlog-match=. -c %s -o %t/matched.o
// RUN: %flowlog sites %t/matched.o | FileCheck %s --implicit-check-not='"function_name"'
// CHECK-DAG: "function_name":"find"
// CHECK-DAG: "function_name":"unmarked"
//
// RUN: %flowlog_cxx -x c++-header -fplugin=%t/copy.so -c %s -o %t/header.pch
// RUN: %flowlog_cxx -fplugin=%t/copy.so -include-pch %t/header.pch -x c++ -c /dev/null -o %t/with-header.o

#include <optional>

[[flowlog::track]] std::optional<int> find(int n) { return n ? std::optional<int>(n) : std::nullopt; }
int unmarked() { return 1; }
