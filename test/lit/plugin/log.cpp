// What a program logs is recorded in its call and its session, with the values and types that it gave; by every compiler
// and language version that users have, from every thread; and without the recorder the program runs the same.
//
// RUN: %flowlog_cxx -std=c++17 -O0 -Wall -Wextra -Werror %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t > %t.out && %flowlog logs %t.d | FileCheck %s
// RUN: %flowlog_cxx -std=c++2b -O2 -Wall -Wextra -Werror %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t | diff %t.out - && %flowlog logs %t.d | FileCheck %s
// RUN: %flowlog_cxx -std=c++17 -O1 -fsanitize=address,undefined %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t | diff %t.out - && %flowlog logs %t.d | FileCheck %s
// RUN: %flowlog logs %t.d | grep -c '"event":"e\{255\}",.*"k\{255\}":"v\{300,\}"}'
//
// Switched off, compiled out, or not linked at all:
// RUN: rm -rf %t.d && env FLOWLOG_DIR=%t.d TRACK_FLOW_ENABLED=false %t | diff %t.out - && not ls %t.d
// RUN: %clangxx -std=c++17 -O2 -Wall -Wextra -Werror -I%build/include %s -o %t.bare && %t.bare | diff %t.out -
// RUN: %clangxx -std=c++17 -O2 -DFLOWLOG_DISABLE -I%build/include -c %s -o %t.o && llvm-nm %t.o | FileCheck %s --check-prefix=OFF --implicit-check-not=flowlog_
// OFF: main
//
// What is no value, or has no key, is said by the compiler:
// RUN: not %clangxx -std=c++17 -I%build/include -fsyntax-only -DPOINTER %s 2>&1 | FileCheck %s --check-prefix=POINTER
// RUN: not %clangxx -std=c++17 -I%build/include -fsyntax-only -DLONELY %s 2>&1 | FileCheck %s --check-prefix=LONELY
// POINTER: a field's value is a number, a bool, an enumerator or a text
// LONELY: fields are pairs of a key and a value

#include <flowlog/annotate.h>
#include <flowlog/log.h>
#include <flowlog/session.h>

#include <cstdio>
#include <limits>
#include <string>
#include <thread>

namespace log = flowlog::log;

enum class Side : short { buy = -3, sell };

FLOWLOG_TRACK void order(int quantity, double price, const std::string& who) {
  // CHECK: "level":"info","event":"order accepted","session_id":"[[S:[0-9a-f-]+]]","function_name":"order","fields":{"qty":5,"price":10.2}}
  log::info("order accepted", "qty", quantity, "price", price);
  // CHECK-NEXT: "level":"debug","event":"kinds","session_id":"[[S]]","function_name":"order","fields":{"side":-3,"yes":true,"byte":255,"char":"A","half":0.5,"long":1e+300,"who":"me","literal":"x","empty":""}}
  log::debug("kinds", "side", Side::buy, "yes", true, "byte", (unsigned char)255, "char", 'A', "half", 0.5f, "long",
             1e300L, "who", who, "literal", "x", std::string("empty"), std::string_view());
  // CHECK-NEXT: "level":"warning","event":"limits",{{.*}}"fields":{"i":-9223372036854775808,"u":18446744073709551615,"s":-32768}}
  log::warning("limits", "i", std::numeric_limits<long long>::min(), "u", ~0ULL, "s", (short)-32768);
}

FLOWLOG_TRACK void long_ones() {
  // Seven, eight and more bytes of event, key and text, about the ends of words:
  // CHECK-NEXT: "event":"12345","session_id":"{{.*}}","function_name":"long_ones","fields":{"1234567":"1234567","12345":"12345678","123456":"1234567890123"}}
  log::error("12345", "1234567", "1234567", "12345", "12345678", "123456", "1234567890123");
  // CHECK-NEXT: "event":"{{e+}}",{{.*}}"fields":{"{{k+}}":"{{v+}}"},"cut":true}
  log::critical(std::string(400, 'e'), std::string(400, 'k'), std::string(5000, 'v'), "no room", 1);
}

int main() {
  {
    flowlog::session session("orders");
    order(5, 10.2, "me");
    long_ones();
    std::thread([] {
      // CHECK-NEXT: "event":"a thread of its own","session_id":null,"function_name":null,"fields":{}}
      log::info("a thread of its own");
    }).join();
    // CHECK-NEXT: "event":"no call","session_id":"[[S]]","function_name":null,"fields":{}}
    // CHECK-NOT: timestamp
    log::info("no call");
  }
#ifdef POINTER
  int value = 0;
  log::info("pointer", "p", &value);
#endif
#ifdef LONELY
  log::info("lonely", "key");
#endif
  std::puts("done");
}
