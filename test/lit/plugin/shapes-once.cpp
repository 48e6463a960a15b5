// A shape stands in a binary once, however many functions and units have it, and in a trace, too; linkers keep it whatever else
// they throw away.
//
// RUN: %flowlog_cxx -c %s -o %t.1.o && %flowlog_cxx -c -DSECOND %s -o %t.2.o
// RUN: %flowlog_cxx -c %s -o %t.again.o && cmp %t.1.o %t.again.o
// RUN: llvm-readelf --sections --wide %t.1.o | grep -c 'flowlog_shapes .* AGR ' | FileCheck %s --check-prefix=OBJECT
// RUN: %flowlog sites %t.1.o | FileCheck %s
// RUN: %flowlog_cxx %t.1.o %t.2.o -o %t && llvm-strings -n 8 %t | grep -c street | FileCheck %s --check-prefix=ONCE
// RUN: %flowlog sites %t | FileCheck %s --check-prefixes=CHECK,BOTH
// RUN: rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog dump %t.d/*.flog | grep '^shape' | grep -c street | FileCheck %s --check-prefix=ONCE
// RUN: %flowlog merge %t.d -o - | FileCheck %s --check-prefix=GRAPH
//
// RUN: %flowlog_cxx -ffunction-sections -fdata-sections -Wl,--gc-sections %t.1.o %t.2.o -o %t.gc && %flowlog sites %t.gc | FileCheck %s --check-prefixes=CHECK,BOTH

// OBJECT: 1
// ONCE: 1
// CHECK-DAG: "symbol":"_Z5firstRK7Address"{{.*}}"input_shape":{"to":{"type":"const Address &","fields":{"street":{"type":"char *","pointee":"char"},"next":{"type":"Address *","pointee":{"type":"Address","fields":{"street":"char *","next":"Address *"}}}}}},"output_shape":"int",
// CHECK-DAG: "symbol":"_Z6secondRK7Addressi"{{.*}}"input_shape":{"other":{"type":"const Address &","fields":{"street":{"type":"char *","pointee":"char"},"next":{"type":"Address *","pointee":{"type":"Address","fields":{"street":"char *","next":"Address *"}}}}},"count":"int"},
// BOTH-DAG: "symbol":"_Z5thirdRK7Address"{{.*}}"input_shape":{"third":{"type":"const Address &","fields":{"street":{"type":"char *","pointee":"char"},"next":{"type":"Address *","pointee":{"type":"Address","fields":{"street":"char *","next":"Address *"}}}}}},
// GRAPH: "input_shape": {"third":{"type":"const Address &"

struct Address {
  char* street;
  Address* next;
};
#ifdef SECOND
[[flowlog::track]] int third(const Address& third) { return third.next ? 3 : 0; }
#else
[[flowlog::track]] int first(const Address& to) { return to.street ? 1 : 0; }
[[flowlog::track]] int second(const Address& other, int count) { return other.next ? count : 0; }
int third(const Address& third);
int main() { return first({}) + second({}, 1) + third({}); }
#endif
