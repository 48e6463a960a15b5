// The same source makes the same object wherever it stands, if paths are mapped as the compiler offers it, and what was
// compiled once is found again by ccache.
//
// RUN: rm -rf %t && mkdir -p %t/one %t/two && cp %s %t/one/unit.cpp && cp %s %t/two/unit.cpp && cd %t
// RUN: for map in -ffile-prefix-map -fdebug-prefix-map "-g -ffile-prefix-map" "-g -fdebug-prefix-map"; do for folder in one two; do (cd $folder && %flowlog_cxx -O2 $map=%t/$folder=/built -c %t/$folder/unit.cpp -o unit.o) || exit 1; done; cmp one/unit.o two/unit.o || exit 1; %flowlog sites one/unit.o | FileCheck %s; done
// RUN: export CCACHE_DIR=%t/cache CCACHE_CONFIGPATH=%t/none; for time in 1 2; do ccache %flowlog_cxx -O2 -c one/unit.cpp -o unit$time.o || exit 1; done; cmp unit1.o unit2.o && ccache --print-stats | FileCheck %s --check-prefix=HIT
//
// CHECK: /built/unit.cpp
// HIT: direct_cache_hit{{[[:space:]]+}}1

[[flowlog::track]] static int internal(int n) { return n + 1; }
[[flowlog::track]] int use(int n) { return internal(n) * 2; }
