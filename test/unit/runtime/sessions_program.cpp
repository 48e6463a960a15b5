// sessions_program.cpp: a program whose sessions begin, end, nest and move in the way that its first argument
// names. It calls the recorder as generated code does, and prints what it knows of them.
#include <flowlog/abi.h>
#include <flowlog/control.h>
#include <flowlog/log.h>
#include <flowlog/outcome.h>
#include <flowlog/session.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "hand_made_sites.h"

namespace {

using flowlog::session;

void print(const flowlog::uuid& id) { std::puts(id.to_string().c_str()); }

// Implicit ones.
int calls(char** argv) {
  call_pairs(argument(argv, 2, 1000));
  return 0;
}

// The ids of those that are recorded.
int sessions(char** argv) {
  for (int i = 0; i < argument(argv, 2, 1000); ++i) {
    const session one("one");
    call_pairs(1);
    flowlog::log::info("in it");
    if (flowlog::current_session_id() != one.id()) return 1;
    if (!one.id().is_nil()) print(one.id());
  }
  return 0;
}

int sessions_of_threads(char** argv) {
  std::vector<std::thread> all;
  for (int i = 0; i < 4; ++i) all.emplace_back([argv] { sessions(argv); });
  for (std::thread& one : all) one.join();
  return 0;
}

// What the plugin makes of a [[flowlog::session]] function.
template <typename Body>
void call_session(const flowlog_site* site, Body body, uint32_t kind = FLOWLOG_CALL_SESSION) {
  const uint32_t token = gate != 0 ? flowlog_enter_special(site, kind) : 0;
  body();
  if (token != 0) flowlog_exit(site, token, FLOWLOG_SUCCESS);
}

// Each within another, each decided on by itself: calls of outer() are in the outer session, of inner() in
// the inner one.
int nested(char** argv) {
  int outer_recorded = 0, inner_recorded = 0, apart = 0;
  for (int i = 0; i < argument(argv, 2, 1000); ++i) {
    const session outer("outer");
    outer_recorded += !outer.id().is_nil();
    call(kOuter, [&] {
      flowlog::log::info("outer");
      {
        const session inner("inner");
        inner_recorded += !inner.id().is_nil();
        call(kInner, [] { flowlog::log::info("inner"); });
        if (flowlog::current_session_id() != inner.id()) std::abort();
      }
      if (flowlog::current_session_id() != outer.id()) std::abort();
      flowlog::partial("outer");
    });
    // A recorded call, a session that may be skipped, and one in it that may be recorded.
    call_session(kAround, [&] {
      const bool around = !flowlog::current_session_id().is_nil();
      const session skipped("between");
      const session recorded("innermost");
      apart += around && skipped.id().is_nil() && !recorded.id().is_nil();
    });
  }
  std::printf("%d %d %d\n", outer_recorded, inner_recorded, apart);
  return 0;
}

// Of session functions that call themselves: each is recorded with all of its own calls or not at all.
int session_calls(char** argv) {
  for (int i = 0; i < argument(argv, 2, 1000); ++i) {
    call_session(kOuter, [] {
      call(kInner, [] {});
      call_session(kAround, [] { call(kInner, [] {}); });
      call(kInner, [] {});
    });
  }
  return 0;
}

// As longjmp leaves calls and sessions: what comes after belongs to the outer session again.
int left_behind(char** argv) {
  int outer_recorded = 0;
  for (int i = 0; i < argument(argv, 2, 1000); ++i) {
    call_session(kOuter, [&] {
      outer_recorded += !flowlog::current_session_id().is_nil();
      const flowlog::uuid id = flowlog::current_session_id();
      const uint32_t depth = flowlog_depth();
      const uint32_t token = flowlog_enter_special(kAround, FLOWLOG_CALL_SESSION);
      new session("left");
      flowlog_enter(kAround);
      if (token == 0) std::abort();
      flowlog_resync(depth, 1);
      if (flowlog::current_session_id() != id) std::abort();
      call(kInner, [] {});
    });
    if (!flowlog::current_session_id().is_nil()) std::abort();
  }
  std::printf("%d\n", outer_recorded);
  return 0;
}

// A member of what a tracked constructor makes outlives the call in which it began.
int outliving(char**) {
  std::optional<session> member;
  call(kOuter, [&] { member.emplace("member"); });
  call(kInner, [] {});
  flowlog_resync(0, 1);  // back in the frame that holds it
  if (flowlog::current_session_id() != member->id()) return 1;
  member.reset();
  if (!flowlog::current_session_id().is_nil()) return 1;
  return 0;
}

// They need not end in the order of a stack.
int out_of_order(char**) {
  std::map<int, std::unique_ptr<session>> open;
  for (int i = 0; i < 20; ++i) {
    open[i] = std::make_unique<session>("session " + std::to_string(i));
    call_pairs(1);
  }
  open[3].reset();
  open[17].reset();
  open[0].reset();
  call_pairs(1);
  open.clear();
  return 0;
}

int misuse(char**) {
  session twice("twice");
  twice.end();
  twice.end();
  auto elsewhere = std::make_unique<session>("elsewhere");
  std::thread([&] { elsewhere.reset(); }).join();
  session off("off");
  flowlog::enable(false);
  off.end();
  flowlog::enable(true);
  session never("never");
  return 0;
}

int not_misused(char**) {
  {
    session begun_on("begun on");
    flowlog::enable(false);
    session begun_off("begun off");
    flowlog::enable(true);
  }
  session early("early");
  early.end();
  return 0;
}

// A coroutine that takes its session from thread to thread, and another that begins one of its own.
int moving(char** argv) {
  int recorded = 0, inner_recorded = 0;
  for (int i = 0; i < argument(argv, 2, 100); ++i) {
    flowlog::uuid id, inner_id;
    uint64_t suspension = 0;
    std::unique_ptr<session> inner;
    {
      const session outer("outer");
      id = outer.id();
      recorded += !id.is_nil();
      const uint32_t token = flowlog_enter_special(kOuter, FLOWLOG_CALL_COROUTINE);
      inner = std::make_unique<session>("inner");
      inner_id = inner->id();
      inner_recorded += !inner_id.is_nil();
      suspension = flowlog_suspend(token);
      if (flowlog::current_session_id() != id) std::abort();
    }
    std::thread([&] {
      const session other("other");
      const uint32_t token = flowlog_resume(suspension);
      if (flowlog::current_session_id() != inner_id) std::abort();
      call(kInner, [] {});
      inner.reset();
      if (flowlog::current_session_id() != id) std::abort();
      call(kAround, [] {});
      suspension = flowlog_suspend(token);
      if (flowlog::current_session_id() != other.id()) std::abort();
    }).join();
    const uint32_t token = flowlog_resume(suspension);
    if (flowlog::current_session_id() != id) std::abort();
    flowlog_exit(kOuter, token, FLOWLOG_SUCCESS);
    if (!flowlog::current_session_id().is_nil()) std::abort();
  }
  std::printf("%d %d\n", recorded, inner_recorded);
  return 0;
}

// The child finds itself in sessions and a coroutine of its parent's, which are not its own.
int fork_in_session(char** argv) {
  const bool behind_our_back = argument(argv, 2, 0) != 0;
  const session outer("outer");
  const uint32_t coroutine = flowlog_enter_special(kOuter, FLOWLOG_CALL_COROUTINE);
  const uint64_t suspension = flowlog_suspend(coroutine);
  const uint32_t other = flowlog_enter_special(kOuter, FLOWLOG_CALL_COROUTINE);
  const pid_t child = behind_our_back ? static_cast<pid_t>(syscall(SYS_fork)) : fork();
  const bool is_child = child == 0;
  if (const uint64_t second = flowlog_suspend(other); second != 0) {
    if (is_child) std::abort();
    flowlog_exit(kOuter, flowlog_resume(second), FLOWLOG_SUCCESS);
  }
  if (is_child && !flowlog::current_session_id().is_nil()) std::abort();
  const uint32_t token = flowlog_resume(suspension);
  if ((token == 0) != is_child) std::abort();
  call(kInner, [] {});
  if (token != 0) flowlog_exit(kOuter, token, FLOWLOG_SUCCESS);
  if (is_child) {
    const session own("own");
    call_session(
        kAround, [] {}, FLOWLOG_CALL_COROUTINE);
    return 0;
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

// What a session's object says of its id stays, whatever becomes of the session and of the process: it is
// asked in children of children. Prints all ids.
int ids(char** argv) {
  const bool behind_our_back = argument(argv, 2, 0) != 0;
  std::vector<std::pair<std::unique_ptr<session>, flowlog::uuid>> all;
  const auto begin = [&] {
    auto one = std::make_unique<session>("one");
    const flowlog::uuid id = one->id();
    print(id);
    std::fflush(stdout);
    all.emplace_back(std::move(one), id);
  };
  const auto check = [&] {
    for (const auto& [one, id] : all) {
      if (id.is_nil() || one->id() != id) std::abort();
    }
  };
  begin();
  call_pairs(20'000);  // the chunk is another's by then
  all.front().first->end();
  for (int generation = 0; generation < 4; ++generation) {
    begin();
    check();
    const pid_t child = behind_our_back ? static_cast<pid_t>(syscall(SYS_fork)) : fork();
    if (child == 0) continue;
    int status = 0;
    waitpid(child, &status, 0);
    return status;
  }
  check();
  return 0;
}

// Left out, and ended on another thread: theirs goes on as if they had ended there. So many more are ended so
// meanwhile.
int ended_elsewhere(char** argv) {
  auto lost = std::make_unique<session>("lost");
  while (!lost->id().is_nil()) {
    lost.reset();
    lost = std::make_unique<session>("lost");
  }
  std::thread([&] { lost.reset(); }).join();
  for (int i = 0; i < argument(argv, 2, 0); ++i) {
    std::unique_ptr<session> other;
    std::thread([&] { other = std::make_unique<session>("other"); }).join();
    std::thread([&] { other.reset(); }).join();
  }
  call_pairs(10'000);
  return 0;
}

// A child that is made behind the recorder's back while a session of its parent's is left out, and before
// anything has been recorded.
int fork_while_left_out(char**) {
  for (;;) {
    const pid_t trying = fork();
    int status = 0;
    if (trying != 0) {
      waitpid(trying, &status, 0);
      if (status == 0) return 0;
      continue;
    }
    const session one("one");
    if (!one.id().is_nil()) _exit(1);
    const pid_t child = static_cast<pid_t>(syscall(SYS_fork));
    if (child == 0) {
      call_pairs(10'000);
      std::exit(0);
    }
    waitpid(child, &status, 0);
    _exit(0);
  }
}

std::atomic<uint64_t> handled{0};

// Handlers begin sessions and calls at any moment of those that they interrupt.
int storm(char** argv) {
  struct sigaction action = {};
  action.sa_handler = [](int) {
    const session in_handler("handler");
    call(kAround, [] {});
    handled.fetch_add(1);
  };
  action.sa_flags = SA_RESTART;
  sigaction(SIGALRM, &action, nullptr);
  const itimerval every{{0, 50}, {0, 50}}, never{};
  setitimer(ITIMER_REAL, &every, nullptr);
  const auto wanted = static_cast<uint64_t>(argument(argv, 2, 2000));
  while (handled.load() < wanted) {
    call_pairs(1);
    const session one("one");
    call_session(kOuter, [] { call(kInner, [] {}); });
  }
  setitimer(ITIMER_REAL, &never, nullptr);
  return flowlog::current_session_id().is_nil() ? 0 : 1;
}

int toggled(char**) {
  std::atomic<bool> done{false};
  std::vector<std::thread> busy;
  for (int i = 0; i < 2; ++i) {
    busy.emplace_back([&] {
      while (!done.load()) {
        const session one("one");
        call_session(kOuter, [] { call_pairs(2); });
        call_pairs(2);
      }
    });
  }
  for (int i = 0; i < 500; ++i) {
    flowlog::enable(i % 2 != 0);
    std::this_thread::yield();
  }
  done.store(true);
  for (std::thread& thread : busy) thread.join();
  return 0;
}

// What is logged outside of any session is kept; in one that is skipped, it is not.
int logs(char**) {
  flowlog::log::info("outside");
  const session one("one");
  flowlog::log::info("inside");
  return 0;
}

using Way = int (*)(char** argv);
const std::map<std::string, Way> kWays = {
    {"calls", calls},
    {"sessions", sessions},
    {"sessions-of-threads", sessions_of_threads},
    {"nested", nested},
    {"session-calls", session_calls},
    {"left-behind", left_behind},
    {"outliving", outliving},
    {"out-of-order", out_of_order},
    {"misuse", misuse},
    {"not-misused", not_misused},
    {"moving", moving},
    {"fork", fork_in_session},
    {"ids", ids},
    {"ended-elsewhere", ended_elsewhere},
    {"fork-while-left-out", fork_while_left_out},
    {"storm", storm},
    {"toggled", toggled},
    {"logs", logs},
};

}  // namespace

int main(int, char** argv) {
  const auto way = kWays.find(argv[1] != nullptr ? argv[1] : "");
  return way != kWays.end() ? way->second(argv) : 2;
}
