// remote_program.cpp: a program that sends and receives messages as services do, in the way its first
// argument names. Headers are lines of its input and its output.
#include <flowlog/abi.h>
#include <flowlog/context.h>
#include <flowlog/remote.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "hand_made_sites.h"

namespace {

void say(std::string_view name, std::string_view value) {
  std::printf("%.*s: %.*s\n", static_cast<int>(name.size()), name.data(), static_cast<int>(value.size()),
              value.data());
}

void send() {
  if (!flowlog::inject(say)) say("nothing", "sent");
}

// Lines of a name, a colon and a value; \n and \0 stand for what can't stand in a line.
flowlog::remote_caller receive() {
  std::map<std::string, std::string> headers;
  for (std::string line; std::getline(std::cin, line);) {
    for (const auto& [text, byte] :
         {std::pair(std::string("\\n"), '\n'), std::pair(std::string("\\0"), '\0')}) {
      for (size_t at = 0; (at = line.find(text, at)) != line.npos;) line.replace(at, text.size(), 1, byte);
    }
    headers[line.substr(0, line.find(": "))] = line.substr(line.find(": ") + 2);
  }
  return flowlog::extract([&](const char* name) { return headers[name]; });
}

// From a call in a call in a session, whose id it says.
int send_once(char**) {
  const flowlog::session session("order");
  say("id", session.id().to_string());
  say("correlation", session.correlation_id());
  call(kOuter, [] {
    call(kInner, [] {});
    call(kInner, [] { send(); });
  });
  return 0;
}

// From a session that a call began, and outside of any.
int send_implicitly(char**) {
  send();
  call(kOuter, [] { call(kInner, [] { send(); }); });
  return 0;
}

// From calls that began so many pairs of calls before; once before that, so that what is open is kept.
int send_late(char** argv) {
  const flowlog::session session("order");
  call(kOuter, [] { send(); });
  call(kInner, [&] {
    call(kOuter, [&] {
      call_pairs(argument(argv, 2, 1));
      send();
    });
    send();
  });
  return 0;
}

// As control comes back, by what was left without an exit.
int send_after_resync(char**) {
  const flowlog::session session("order");
  call(kOuter, [] {
    const uint32_t depth = flowlog_depth();
    flowlog_enter(kInner);
    flowlog_enter(kInner);
    flowlog_resync(depth, 1);
    send();
  });
  return 0;
}

// From a coroutine's call, which was suspended and resumed among others.
int send_after_resume(char**) {
  const flowlog::session session("order");
  const uint32_t coroutine = flowlog_enter_special(kInner, FLOWLOG_CALL_COROUTINE);
  const uint64_t suspension = flowlog_suspend(coroutine);
  call_pairs(10);
  call(kOuter, [&] {
    const uint32_t again = flowlog_resume(suspension);
    send();
    flowlog_exit(kInner, again, FLOWLOG_SUCCESS);
    send();
  });
  return 0;
}

// Serves a request, with a session of its own within it, and sends one on; so does a thread that works for
// it.
int serve(char**) {
  const flowlog::remote_caller caller = receive();
  const flowlog::session session("POST /pay", caller);
  say("known", caller.is_known() ? "yes" : "no");
  say("id", session.id().to_string());
  say("correlation", session.correlation_id());
  call(kOuter, [] { send(); });
  const flowlog::context context = session.share();
  {
    const flowlog::session inner("inner");
    say("inner correlation", inner.correlation_id());
    call(kInner, [] { send(); });
  }
  std::thread([&] {
    const flowlog::adopted scope(context);
    say("elsewhere", flowlog::current_session_id().to_string());
    call(kOuter, [] { send(); });
  }).join();
  return 0;
}

// Many at once, each with headers of its own.
int serve_many(char** argv) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < argument(argv, 2, 4); ++thread) {
    threads.emplace_back([thread, count = argument(argv, 3, 1000)] {
      char parent[64], id[40];
      for (int i = 1; i <= count; ++i) {
        std::snprintf(parent, sizeof parent, "00-%016x%016x-00000000000000ff-01", thread + 1, i);
        std::snprintf(id, sizeof id, "%08x-0000-%04x-0000-0000%08x", 0, thread + 1, i);
        const flowlog::session session(
            "POST /pay", flowlog::extract([&](std::string_view name) {
              return std::string(name == "traceparent" ? parent : name == "X-Correlation-ID" ? id : "");
            }));
        std::string sent_trace, sent_id;
        flowlog::inject([&](std::string_view name, std::string_view value) {
          if (name == "traceparent") sent_trace = value;
          if (name == "X-Correlation-ID") sent_id = value;
        });
        if (sent_id != id || sent_trace.compare(0, 36, parent, 36) != 0) std::abort();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace

int main(int, char** argv) {
  const std::map<std::string_view, int (*)(char**)> ways = {{"send", send_once},
                                                            {"implicitly", send_implicitly},
                                                            {"late", send_late},
                                                            {"after-resync", send_after_resync},
                                                            {"after-resume", send_after_resume},
                                                            {"serve", serve},
                                                            {"serve-many", serve_many}};
  return ways.at(argv[1])(argv);
}
