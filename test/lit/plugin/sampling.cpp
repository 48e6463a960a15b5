// Sessions are sampled: each is in the trace whole or not at all, however its calls end, and the calls around it are as if it had
// been tracked by nobody.
//
// RUN: %flowlog_cxx -std=c++20 -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d FLOWLOG_SAMPLE=0.5 FLOWLOG_WHEN_FULL=wait %t > %t.known
// RUN: %flowlog merge --strict %t.d -o - | python3 %S/Inputs/sampled.py %t.known
// RUN: %flowlog_cxx -std=c++20 -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d FLOWLOG_SAMPLE=0.5 FLOWLOG_WHEN_FULL=wait %t > %t.known
// RUN: %flowlog merge --strict %t.d -o - | python3 %S/Inputs/sampled.py %t.known
// RUN: %flowlog merge --strict %t.d -o %t.json && %flowlog stats %t.json | FileCheck %s --check-prefix=STATS
// STATS: sampled: 50 % of the sessions were recorded, and all numbers are of these

#include "Inputs/coroutines.h"

#include <flowlog/session.h>

#include <csetjmp>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#define T __attribute__((flowlog))
#define SESSION __attribute__((flowlog_session))

// What the program knows: how often each function was called in a session that is recorded.
std::map<std::string, int> known;
bool recorded() { return !flowlog::current_session_id().is_nil(); }
void note(const char* function) { known[function] += recorded(); }

T void leaf() { asm volatile(""); }

SESSION void plain() {
  note("plain");
  note("leaf");
  leaf();
}

SESSION void throws() {
  note("throws");
  throw std::runtime_error("on its way");
}

jmp_buf back;
SESSION void jumps() {
  note("jumps");
  leaf();
  note("leaf");
  longjmp(back, 1);
}

// What is called behind it belongs to the outer session again.
SESSION void outer() {
  note("outer");
  try {
    throws();
  } catch (const std::runtime_error&) {
  }
  note("leaf");
  leaf();
  if (setjmp(back) == 0) jumps();
  note("leaf");
  leaf();
  plain();
  note("leaf");
  leaf();
}

// It goes on in the session in which it began, wherever it is resumed.
T generator<int> numbers() {
  leaf();
  co_yield 1;
  leaf();
  co_yield 2;
  leaf();
}

SESSION generator<int> own_session() {
  note("own_session");
  note("leaf");
  leaf();
  co_yield 1;
  note("leaf");
  leaf();
  co_yield 2;
}

SESSION void resumes(generator<int>& from) {
  note("resumes");
  from.next();
}

generator<int> begin_numbers() {
  const flowlog::session one("one");
  auto made = numbers();
  made.next();
  known["numbers"] += recorded();
  known["leaf"] += 3 * recorded();
  return made;
}

void rounds() {
  for (int i = 0; i < 300; ++i) {
    plain();
    outer();
    auto made = begin_numbers();
    resumes(made);
    std::thread([&] {
      const flowlog::session other("other");
      while (made.next()) {
      }
    }).join();
    auto own = own_session();
    own.next();
    resumes(own);
    while (own.next()) {
    }
  }
}

int main() {
  rounds();
  for (const auto& [function, calls] : known) std::printf("%s %d\n", function.c_str(), calls);
}
