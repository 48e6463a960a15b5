// contexts-sampled.cpp: 400 sessions, each of five calls on two threads and in a task that comes back.
#include <flowlog/context.h>
#include <flowlog/session.h>

#include <thread>

[[flowlog::track]] void leaf() {}
[[flowlog::track]] void branch(flowlog::context back) {
  leaf();
  const flowlog::adopted again(back);
  leaf();
}
[[flowlog::session]] void request() {
  leaf();
  std::thread(flowlog::bind(branch), flowlog::context::current()).join();
}

int main() {
  for (int i = 0; i < 400; ++i) request();
}
