// layout.cpp: see layout.h.
#include "render/layout.h"

#include <fcntl.h>
#include <graphviz/gvc.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <optional>

#include "error.h"
#include "render/fan_out.h"

namespace flowlog::render {
namespace {

using Clock = std::chrono::steady_clock;

const char* renderer_of(ImageFormat format) {
  switch (format) {
    case ImageFormat::kSvg:
      return "svg";
    case ImageFormat::kPng:
      return "png:cairo";
    case ImageFormat::kPdf:
      return "pdf";
  }
  return "svg";
}

// By value, since Graphviz does not promise to leave its arguments alone.
void set(Agraph_t* graph, std::string name, std::string value) {
  agattr(graph, AGRAPH, name.data(), value.data());
}

// Past this dot takes minutes to place boxes and to route curves. It stops improving sooner then, and draws
// straight lines: 600 edges among 200 functions take seconds.
constexpr int kDenseEdges = 250;

void settle_for_less(Agraph_t* graph) {
  set(graph, "nslimit", "1");
  set(graph, "nslimit1", "1");
  set(graph, "mclimit", "0.3");
  set(graph, "splines", "line");
}

constexpr uint64_t kLayoutMemory = uint64_t(3) << 30;  // bytes that a layout may take beside what is there

// A layout that grows without bounds fails before the machine does.
void limit_memory() {
  uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const rlim_t most = rlim_t(pages * uint64_t(::sysconf(_SC_PAGESIZE)) + kLayoutMemory);
  const rlimit limit{most, most};
  ::setrlimit(RLIMIT_AS, &limit);
}

// The child's work: the image goes to `to`, Graphviz's remarks nowhere. Returns the exit code.
int lay_out(const std::string& dot, const char* engine, const char* renderer, int to) {
  ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
  agseterr(AGMAX);
  limit_memory();
  GVC_t* context = gvContext();
  Agraph_t* graph = agmemread(dot.c_str());
  if (graph == nullptr) return 1;
  if (std::strcmp(engine, "sfdp") == 0) {
    set(graph, "overlap", "prism");
    set(graph, "splines", "line");
  } else if (agnedges(graph) > kDenseEdges) {
    settle_for_less(graph);
  }
  char* bytes = nullptr;
  unsigned length = 0;
  if (gvLayout(context, graph, engine) != 0) return 1;
  fan_out_parallel_edges(graph);
  if (gvRenderData(context, graph, renderer, &bytes, &length) != 0) return 1;
  for (unsigned done = 0; done < length;) {
    const ssize_t written = ::write(to, bytes + done, length - done);
    if (written < 0 && errno != EINTR) return 1;
    if (written > 0) done += unsigned(written);
  }
  return 0;
}

// All that comes from `from` until it closes; nothing if that takes longer than `limit`.
std::optional<std::string> read_within(int from, std::chrono::milliseconds limit) {
  const Clock::time_point start = Clock::now();
  std::string bytes;
  char buffer[1 << 16];
  while (true) {
    const auto waited = std::chrono::floor<std::chrono::milliseconds>(Clock::now() - start);
    if (waited >= limit) return std::nullopt;
    pollfd ready{from, POLLIN, 0};
    const int answer = ::poll(&ready, 1, int((limit - waited).count()));
    if (answer == 0 || (answer < 0 && errno == EINTR)) continue;
    const ssize_t length = ::read(from, buffer, sizeof buffer);
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) throw Error(std::string("Graphviz: can't be read: ") + std::strerror(errno));
    if (length == 0) return bytes;
    bytes.append(buffer, size_t(length));
  }
}

// How the child ended. One that had most of the memory it may have died of the limit, whatever it made of
// that.
struct End {
  int status = 0;
  bool out_of_memory = false;
};

End wait_for(pid_t child) {
  int status = 0;
  rusage used{};
  while (::wait4(child, &status, 0, &used) < 0 && errno == EINTR) {
  }
  return {status, uint64_t(used.ru_maxrss) * 1024 > kLayoutMemory / 2};
}

// Nothing if the layout took too long or too much memory. Throws Error if it failed otherwise.
std::optional<std::string> attempt(const std::string& dot, const char* engine, ImageFormat format,
                                   std::chrono::milliseconds limit) {
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) throw Error(std::string("Graphviz: no pipe: ") + std::strerror(errno));
  const pid_t child = ::fork();
  if (child < 0) throw Error(std::string("Graphviz: no process: ") + std::strerror(errno));
  if (child == 0) {
    ::close(pipe[0]);
    ::_exit(lay_out(dot, engine, renderer_of(format), pipe[1]));
  }
  ::close(pipe[1]);
  std::optional<std::string> bytes = read_within(pipe[0], limit);
  ::close(pipe[0]);
  if (!bytes) ::kill(child, SIGKILL);
  const auto [status, out_of_memory] = wait_for(child);
  if (!bytes) return std::nullopt;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return bytes;
  if (out_of_memory) return std::nullopt;
  throw Error(std::string("Graphviz (") + engine + ") " +
              (WIFSIGNALED(status) ? "crashed: " + std::string(::strsignal(WTERMSIG(status)))
                                   : "failed with exit code " + std::to_string(WEXITSTATUS(status))) +
              "; write -T dot to see what it was given");
}

}  // namespace

Image draw(const std::string& dot, ImageFormat format, std::chrono::milliseconds limit) {
  if (auto bytes = attempt(dot, "dot", format, limit)) return {std::move(*bytes), false};
  if (auto bytes = attempt(dot, "sfdp", format, limit)) return {std::move(*bytes), true};
  throw Error("Graphviz found no layout within " + std::to_string(limit.count() / 1000) +
              " s; show less with --max-edges, --focus or --module, or write -T dot");
}

}  // namespace flowlog::render
