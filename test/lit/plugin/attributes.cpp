// Every spelling and every place of the attributes.
//
// RUN: %flowlog_cxx -std=c++2b -Wall -Wextra -Werror -c %s -o %t.o && %flowlog sites %t.o | FileCheck %s --implicit-check-not='"function_name"'
// RUN: %flowlog_cxx -std=c++2b -Wall -Wextra -Werror -I%source/runtime/include -DFLOWLOG_MACROS -c %s -o %t.o
// RUN: %flowlog sites %t.o | FileCheck %s --check-prefix=MACROS --implicit-check-not='"function_name"'

#ifndef FLOWLOG_MACROS
#include <string>

[[flowlog]] int a1() { return 1; }
[[flowlog::track]] int a2() { return 1; }
[[flowlog::session]] int a3() { return 1; }
__attribute__((flowlog)) int a4() { return 1; }
__attribute__((flowlog_track)) int a5() { return 1; }
__attribute__((flowlog_session)) int a6() { return 1; }
int a7 [[flowlog::track]] () { return 1; }
[[flowlog::track]] int a8();
int a8() { return 1; }
int a9();
int before_the_attribute() { return a9(); }
[[flowlog::track]] int a9() { return 1; }
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wbackend-plugin"  // which says that they contradict each other
[[flowlog::track, flowlog::ignore]] int ignored() { return 1; }
__attribute__((flowlog, flowlog_ignore)) int ignored_too() { return 1; }
#pragma clang diagnostic pop

// CHECK-DAG: "function_name":"a1"
// CHECK-DAG: "function_name":"a2"
// CHECK-DAG: "function_name":"a3"
// CHECK-DAG: "function_name":"a4"
// CHECK-DAG: "function_name":"a5"
// CHECK-DAG: "function_name":"a6"
// CHECK-DAG: "function_name":"a7"
// CHECK-DAG: "function_name":"a8"
// CHECK-DAG: "function_name":"a9"

// A class stands for its members and those of its nested classes; not for its friends, nor for what is in bodies.
struct [[flowlog::track]] Class {
  Class() : value(1) {}
  Class(const Class&) = default;
  ~Class() {}
  int method() const {
    auto untracked = [](int n) { return n; };
    return untracked(value);
  }
  int defined_below();
  static int of_class() { return 1; }
  [[flowlog::ignore]] int ignored() { return 1; }
  friend int befriended(const Class&) { return 1; }
  struct Nested {
    int method() { return 1; }
  };
  struct [[flowlog::ignore]] Ignored {
    int method() { return 1; }
    [[flowlog::track]] int but_this() { return 1; }
  };
  int value;
  std::string text;  // or copying were no function
};
int Class::defined_below() { return 1; }

// CHECK-DAG: "id":"Class::Class()","function_name":"Class::Class"
// CHECK-DAG: "id":"Class::Class(const Class &)","function_name":"Class::Class"
// CHECK-DAG: "function_name":"Class::~Class"
// CHECK-DAG: "function_name":"Class::method"
// CHECK-DAG: "function_name":"Class::defined_below"
// CHECK-DAG: "function_name":"Class::of_class"
// CHECK-DAG: "function_name":"Class::Nested::method"
// CHECK-DAG: "function_name":"Class::Ignored::but_this"

int use_class() {
  Class one, other(one);
  return one.method() + other.defined_below() + one.ignored() + befriended(one) + Class::of_class() +
         Class::Nested().method() + Class::Ignored().method() + Class::Ignored().but_this();
}

// A namespace block stands for what is written in it; another block of the namespace does not count.
namespace [[flowlog::track]] block {
static int helper(int n) {
  auto lambda = [](int m) { return m; };
  return lambda(n);
}
int function(int n) { return helper(n); }
struct Member {
  int method();
};
namespace inner {
int function() { return 1; }
}
[[flowlog::ignore]] int ignored() { return 1; }
}  // namespace block
namespace block {
int other_block() { return 1; }
int Member::method() { return 1; }
}  // namespace block

// CHECK-DAG: "function_name":"block::helper"
// CHECK-DAG: "function_name":"block::helper::lambda#1"
// CHECK-DAG: "function_name":"block::function"
// CHECK-DAG: "function_name":"block::Member::method"
// CHECK-DAG: "function_name":"block::inner::function"

#else
#include <flowlog/annotate.h>
FLOWLOG_TRACK int m1() { return 1; }
FLOWLOG_SESSION int m2() { return 1; }
struct FLOWLOG_TRACK M {
  int m3();
  FLOWLOG_IGNORE int m4();
};
int M::m3() { return 1; }
int M::m4() { return 1; }
namespace FLOWLOG_TRACK m {
int m5() { return 1; }
}

// MACROS-DAG: "function_name":"m1"
// MACROS-DAG: "function_name":"m2"
// MACROS-DAG: "function_name":"M::m3"
// MACROS-DAG: "function_name":"m::m5"
#endif
