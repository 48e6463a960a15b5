// Errors in the plugin's arguments are compile errors that show the value.
//
// RUN: not %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-match='a[' 2>&1 | FileCheck %s --check-prefix=REGEX
// REGEX: error: flowlog: bad plugin argument 'match=a[': not a regular expression: brackets ([ ]) not balanced
//
// RUN: not %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-exclude= 2>&1 | FileCheck %s --check-prefix=EMPTY
// EMPTY: error: flowlog: bad plugin argument 'exclude=': a regular expression is missing
//
// RUN: not %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-shape-depth=deep 2>&1 | FileCheck %s --check-prefix=NUMBER
// NUMBER: error: flowlog: bad plugin argument 'shape-depth=deep': expected a number from 0 to 64
//
// RUN: not %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-min-instructions=-1 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// NEGATIVE: error: flowlog: bad plugin argument 'min-instructions=-1': expected a number from 0 to 1000000
//
// RUN: not %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-off=1 2>&1 | FileCheck %s --check-prefix=FLAG
// FLAG: error: flowlog: bad plugin argument 'off=1': takes no value
//
// RUN: not %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-mach=a 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// UNKNOWN: error: flowlog: bad plugin argument 'mach=a': unknown argument; there are match, exclude, shape-depth,
//
// A pattern that fits nothing is worth a warning, though no error under -Werror: it may fit another file. Where a
// header knows such a name, or the file has no functions, it is right, or does not matter: unmatched.cpp.
// RUN: %flowlog_cxx -Werror -c %s -o %t.o -fplugin-arg-flowlog-match='^app::' 2>&1 | FileCheck %s --check-prefix=UNMATCHED
// UNMATCHED: warning: flowlog: no function of this file matches '^app::'
// RUN: %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-match='^app::' -fplugin-arg-flowlog-quiet 2>&1 | count 0
//
// RUN: %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-match='function' -Xclang -disable-llvm-passes 2>&1 | FileCheck %s --check-prefix=PASSES
// PASSES: warning: flowlog: nothing is tracked, since the compiler's passes are disabled

int function() { return 1; }
