// main.cpp: the bank, a service of its own. Answers POST /authorize with a card's limit and an amount, in cents: 200
// it is paid, 402 it is over the limit, 503 nobody can say, 400 that was no such question.
//
//   sample_bank          listens where the system has room, and prints the port; ends when its input does
//
// A request that comes with a session's headers is part of that session (flowlog/remote.h).
#include <flowlog/remote.h>
#include <httplib.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <sstream>
#include <thread>

#include "desk.h"

namespace {

std::optional<bank::Charge> parse(const std::string& body) {
  std::istringstream text(body);
  bank::Charge asked;
  if (text >> asked.limit >> asked.amount) return asked;
  return std::nullopt;
}

int answer(bank::Desk& desk, const std::string& body) {
  const auto asked = parse(body);
  if (!asked) return 400;
  try {
    return desk.authorize(*asked) ? 200 : 402;
  } catch (const bank::LineDropped&) {
    return 503;
  }
}

}  // namespace

int main() {
  bank::Desk desk;
  httplib::Server server;
  server.new_task_queue = [] { return new httplib::ThreadPool(1); };  // a desk serves one at a time
  server.set_tcp_nodelay(true);
  server.Post("/authorize", [&](const httplib::Request& request, httplib::Response& response) {
    const flowlog::session session(
        "POST /authorize", flowlog::extract([&](const char* name) { return request.get_header_value(name); }));
    response.status = answer(desk, request.body);
    response.set_header("X-Correlation-ID", session.correlation_id());
  });

  const int port = server.bind_to_any_port("127.0.0.1");
  if (port < 0) {
    std::fprintf(stderr, "sample_bank: no port to listen on\n");
    return 1;
  }
  std::printf("%d\n", port);
  std::fflush(stdout);
  std::thread end([&] {
    char byte;
    while (::read(STDIN_FILENO, &byte, 1) > 0) continue;
    server.stop();
  });
  server.listen_after_bind();
  end.join();
}
