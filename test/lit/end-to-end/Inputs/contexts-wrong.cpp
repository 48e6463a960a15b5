// contexts-wrong.cpp: contexts where they are not to be used, or not used up. None does any harm.
#include <flowlog/context.h>
#include <flowlog/session.h>

#include <sys/wait.h>
#include <unistd.h>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <thread>

[[flowlog::track]] void work() {}
[[flowlog::track]] void outer(void (*f)()) { f(); }

void in_thread(void (*f)(flowlog::context), flowlog::context context) { std::thread(f, context).join(); }

void adopt_and_work(flowlog::context context) {
  const flowlog::adopted scope(context);
  work();
}

// After the end of a flowlog::session nobody works for it.
void after_the_end() {
  flowlog::context context;
  {
    flowlog::session session("ended");
    context = session.share();
    in_thread(adopt_and_work, context);
  }
  in_thread(adopt_and_work, context);
}

// An implicit session, and a call, can be worked for at any time.
flowlog::context left_behind;
void after_an_implicit_one() {
  outer([] { left_behind = flowlog::context::current(); });
  in_thread(adopt_and_work, left_behind);
}

void on_another_thread() {
  flowlog::session session("moved");
  auto scope = std::make_unique<flowlog::adopted>(flowlog::context::current());
  std::thread([&] { scope.reset(); }).join();
  work();
}

// The scope is given up on this thread, and ends with its own.
void past_its_thread() {
  flowlog::session session("past");
  std::unique_ptr<flowlog::adopted> scope;
  std::thread([&, context = session.share()] {
    scope = std::make_unique<flowlog::adopted>(context);
    work();
  }).join();
}

// Likewise, within a call: it ends with that.
void past_its_call() {
  flowlog::session session("past");
  std::unique_ptr<flowlog::adopted> scope;
  std::thread([&, context = session.share()] {
    static flowlog::context shared;
    static std::unique_ptr<flowlog::adopted>* left;
    shared = context, left = &scope;
    outer([] {
      *left = std::make_unique<flowlog::adopted>(shared);
      work();
    });
    work();
  }).join();
}

void not_innermost() {
  flowlog::session around("around"), inside("inside");
  in_thread(adopt_and_work, around.share());
}

std::jmp_buf back;
void jump() {
  outer([] {
    const auto context = flowlog::context::current();
    if (setjmp(back) == 0) {
      flowlog::adopted scope(context);
      outer([] { std::longjmp(back, 1); });
    }
    work();
  });
}

void thrown() {
  flowlog::session session("thrown");
  try {
    flowlog::bind([] { throw std::runtime_error("no"); })();
  } catch (const std::runtime_error&) {
    work();
  }
}

// The child's trace knows nothing of its parent's sessions.
void forked() {
  flowlog::session session("parent");
  const auto context = session.share();
  const pid_t child = fork();
  if (child == 0) {
    adopt_and_work(context);
    std::exit(0);
  }
  waitpid(child, nullptr, 0);
  adopt_and_work(context);
}

void out_of_order() {
  flowlog::session session("order");
  auto first = std::make_unique<flowlog::adopted>(session.share());
  auto second = std::make_unique<flowlog::adopted>(flowlog::context::current());
  first.reset();
  second.reset();
  work();
}

int main(int, char** argv) {
  const struct {
    const char* name;
    void (*run)();
  } ways[] = {{"after-the-end", after_the_end},
              {"implicit", after_an_implicit_one},
              {"moved", on_another_thread},
              {"past-its-thread", past_its_thread},
              {"past-its-call", past_its_call},
              {"not-innermost", not_innermost},
              {"jump", jump},
              {"thrown", thrown},
              {"forked", forked},
              {"out-of-order", out_of_order}};
  for (const auto& way : ways) {
    if (std::strcmp(argv[1], way.name) == 0) way.run();
  }
}
