// A pattern that matches nothing in a file, as most do in most files of a program, is worth a warning only where it
// may be wrong.
//
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -fplugin-arg-flowlog-match='^nothing$' 2>&1 | FileCheck %s
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -fplugin-arg-flowlog-match='^app::$' -fplugin-arg-flowlog-match='^lib:' 2>&1 | FileCheck %s --check-prefix=BOTH
// CHECK: warning: flowlog: no function of this file matches '^nothing$'; matched are qualified names such as 'app::Store::find', without parameters
// CHECK-NEXT: 1 warning generated
// BOTH: warning: flowlog: no function of this file matches '^app::$', '^lib:';
//
// Names that are declared here, and defined in other files.
// RUN: %flowlog_cxx -std=c++20 -Werror -c %s -o %t.o -fplugin-arg-flowlog-match='^app::function$' 2>&1 | count 0
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -fplugin-arg-flowlog-match='^app::Class::method$' 2>&1 | count 0
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -fplugin-arg-flowlog-match='^app::of_template' 2>&1 | count 0
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -fplugin-arg-flowlog-match='^app::Box<T>::get$' 2>&1 | count 0
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -fplugin-arg-flowlog-match='^of_c$' 2>&1 | count 0
//
// A file without functions; but macros make some, and preprocessed ones have those of headers in them.
// RUN: echo 'int data = 1;' > %t.data.cpp
// RUN: %flowlog_cxx -c %t.data.cpp -o %t.o -fplugin-arg-flowlog-match='^nothing$' 2>&1 | count 0
// RUN: printf '#define TEST(name) int name() { return 1; }\nTEST(one)\n' > %t.macro.cpp
// RUN: %flowlog_cxx -c %t.macro.cpp -o %t.o -fplugin-arg-flowlog-match='^nothing$' 2>&1 | FileCheck %s
// RUN: echo 'inline int in_header() { return 1; }' > %t.h && %flowlog_cxx -include %t.h -E %t.data.cpp -o %t.ii
// RUN: %flowlog_cxx -c %t.ii -o %t.o -fplugin-arg-flowlog-match='^nothing$' 2>&1 | count 0
//
// Switched off by the compiler's own switches, too; on request a remark where there is no warning.
// RUN: %flowlog_cxx -w -c %t.data.cpp -include %s -o %t.o -fplugin-arg-flowlog-match='^nothing$' 2>&1 | count 0
// RUN: %flowlog_cxx -Wno-backend-plugin -c %s -o %t.o -fplugin-arg-flowlog-match='^nothing$' 2>&1 | count 0
// RUN: %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-match='^app::function$' -fplugin-arg-flowlog-remarks 2>&1 | FileCheck %s --check-prefix=REMARK
// REMARK: remark: flowlog: no function of this file matches '^app::function$'
//
// What holds for the whole program, the binary tells.
// RUN: %flowlog_cxx -c %s -o %t.o -fplugin-arg-flowlog-match=^app::function$ && not %flowlog sites %t.o 2>&1 | FileCheck %s --check-prefix=SITES
// SITES: has no tracked functions; was it compiled with flowlog's flag?

#include <vector>

namespace app {
int function(int n);
struct Class {
  int method();
};
template <class T>
T of_template(T value);
template <class T>
struct Box {
  T get();
};
}  // namespace app
extern "C" int of_c();

int defined_here() { return 1; }
