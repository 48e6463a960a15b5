// A header or module that was precompiled without the plugin has lost its marks, and a warning says so; one without
// marks is nobody's business. That one made with the plugin tracks what is in it, pch.cpp and modules.cpp show.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %clangxx -w -x c++-header -c %s -o %t/plain.pch
// RUN: %flowlog_cxx -x c++-header -c %s -o %t/signed.pch
// RUN: echo 'inline int half(int n) { return n / 2; }' > %t/unmarked.h
// RUN: %clangxx -w -x c++-header -c %t/unmarked.h -o %t/unmarked.pch
//
// RUN: %flowlog_cxx -Werror -include-pch %t/plain.pch -DFLOWLOG_PROGRAM -c %s -o %t/plain.o 2>&1 | FileCheck %s
// CHECK: warning: flowlog: nothing that is marked in '{{.*}}pch-without-plugin.cpp' is tracked, since it was precompiled without flowlog; precompile it with the same --config=
// CHECK: 1 warning generated
//
// RUN: %flowlog_cxx -include-pch %t/plain.pch -DFLOWLOG_PROGRAM -fplugin-arg-flowlog-quiet -c %s -o %t/quiet.o 2>&1 | count 0
// RUN: %flowlog_cxx -include-pch %t/plain.pch -DFLOWLOG_PROGRAM -fplugin-arg-flowlog-off -c %s -o %t/off.o 2>&1 | count 0
// RUN: %flowlog_cxx -include-pch %t/signed.pch -DFLOWLOG_PROGRAM -c %s -o %t/signed.o 2>&1 | count 0
// RUN: %flowlog_cxx -include-pch %t/unmarked.pch -DFLOWLOG_PROGRAM -c %s -o %t/unmarked.o 2>&1 | count 0
//
// RUN: echo 'export module m; export [[flowlog::track]] inline int half(int n) { return n / 2; }' > %t/m.cppm
// RUN: %clangxx -w -std=c++20 --precompile %t/m.cppm -o %t/plain.pcm
// RUN: %flowlog_cxx -std=c++20 --precompile %t/m.cppm -o %t/signed.pcm
// RUN: echo 'import m; int use() { return half(2); }' > %t/importer.cpp
// RUN: %flowlog_cxx -std=c++20 -fmodule-file=m=%t/plain.pcm -c %t/importer.cpp -o %t/plain.o 2>&1 | FileCheck %s --check-prefix=MODULE
// RUN: %flowlog_cxx -std=c++20 -fmodule-file=m=%t/signed.pcm -c %t/importer.cpp -o %t/signed.o 2>&1 | count 0
// RUN: %flowlog sites %t/signed.o | FileCheck %s --check-prefix=SITES
// MODULE: warning: flowlog: nothing that is marked in '{{.*}}m.cppm' is tracked, since it was precompiled without flowlog
// SITES: "function_name":"half"

#ifndef FLOWLOG_PROGRAM
[[flowlog::track]] inline int half(int n) { return n / 2; }
#else
int use() { return half(2); }
#endif
