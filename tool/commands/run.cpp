// run.cpp: `flowlog run -- CMD…`: runs a program so that every call is recorded, and says what to do next.
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands/commands.h"
#include "commands/traces.h"
#include "error.h"
#include "trace/orphans.h"
#include "trace/seal.h"

extern char** environ;

namespace flowlog::cli {
namespace {

// As for a program that is run without us.
std::string default_directory() {
  const char* const directory = std::getenv("FLOWLOG_DIR");
  return directory != nullptr && *directory != '\0' ? directory : "flowlog-out";
}

struct Options {
  std::string directory = default_directory();
  std::vector<std::string> command;
  bool follow_threads = false;
};

// As a shell has them.
constexpr int kNotFound = 127;
constexpr int kNotExecutable = 126;
constexpr int kKilledBySignal = 128;  // plus its number

volatile sig_atomic_t child = 0;

void pass_on(int signal) {
  if (child > 0) ::kill(child, signal);
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  ::sigaction(signal, nullptr, &action);
  if (action.sa_handler == SIG_IGN) return;  // nohup, for one: the program inherits it
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(signal, &action, nullptr);
}

constexpr int kPassedOn[] = {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2};

// What others send us is meant for the program. What a terminal sends reaches it by itself, since it is in
// our process group; we only have to outlive it, to say how it ended.
void route_signals() {
  for (const int signal : kPassedOn) handle(signal, pass_on);
  for (const int signal : {SIGINT, SIGQUIT}) handle(signal, [](int) {});
}

// Holds the signals that are passed on until there is somebody to pass them on to.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : kPassedOn) sigaddset(&held, signal);
    sigprocmask(SIG_BLOCK, &held, &before_);
  }
  ~SignalsHeld() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

  const sigset_t& before() const { return before_; }

 private:
  sigset_t before_;
};

// Starts the program with the signals that we were given, and makes it `child`. Throws CLI::RuntimeError if
// it can't be started.
void start(const std::vector<std::string>& command) {
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);

  const SignalsHeld signals;
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigmask(&attributes, &signals.before());
  pid_t started = 0;
  const int error = posix_spawnp(&started, argv[0], nullptr, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    say(command[0] + ": " + (error == ENOENT ? "command not found" : std::strerror(error)));
    throw CLI::RuntimeError(error == ENOENT ? kNotFound : kNotExecutable);
  }
  child = started;
}

int wait_for(pid_t started) {
  int status = 0;
  while (::waitpid(started, &status, 0) < 0) {
    if (errno != EINTR) throw Error(std::string("waiting for the program failed: ") + std::strerror(errno));
  }
  return WIFSIGNALED(status) ? kKilledBySignal + WTERMSIG(status) : WEXITSTATUS(status);
}

// Before the program starts, which would otherwise run for nothing. Throws Error if no trace can be written
// there.
void make_directory(const std::string& directory) {
  std::error_code error;
  const std::filesystem::path path(directory);
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  if (::mkdir(directory.c_str(), 0700) == 0) return;
  if (errno != EEXIST) throw Error(directory + ": can't be made: " + std::strerror(errno));
  if (!std::filesystem::is_directory(path, error)) throw Error(directory + ": is no directory");
  if (::access(directory.c_str(), W_OK | X_OK) != 0)
    throw Error(directory + ": can't be written: " + std::strerror(errno));
}

// What a program left in memory that was killed or left by _exit goes where its trace is.
void seal_traces_in(const std::string& directory) {
  std::error_code error;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() == ".flog") trace::seal(at->path().string());
  }
}

size_t traces_in(const std::string& directory) {
  size_t count = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error)) {
    count += at->path().extension() == ".flog";
  }
  return count;
}

// Beside us, in the tree that was installed. Before what is to be preloaded already, which may stand before
// pthread_create as well.
void preload_thread_library() {
  std::error_code error;
  const std::filesystem::path bin = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  std::string library = (bin.parent_path() / "lib" / "libflowlog-threads.so").string();
  if (::access(library.c_str(), R_OK) != 0) throw Error(library + ": " + std::strerror(errno));
  if (library.find_first_of(" :") != std::string::npos)
    throw Error(library + ": can't be preloaded: there is a blank or a colon in its path");
  if (const char* const others = std::getenv("LD_PRELOAD"); others != nullptr && *others != '\0')
    library += std::string(":") + others;
  ::setenv("LD_PRELOAD", library.c_str(), 1);
}

void run(const Options& options) {
  const std::string directory = std::filesystem::absolute(options.directory).string();
  make_directory(directory);
  ::setenv("FLOWLOG_DIR", directory.c_str(), 1);
  ::setenv("FLOWLOG_WHEN_FULL", "wait", 1);
  if (options.follow_threads) preload_thread_library();
  const size_t traces_before = traces_in(directory);
  route_signals();
  start(options.command);
  const int code = wait_for(child);
  child = 0;
  seal_traces_in(directory);
  trace::remove_orphans("/dev/shm", uint64_t(std::time(nullptr)));

  if (const size_t written = traces_in(directory) - traces_before; written != 0) {
    say(std::to_string(written) + (written == 1 ? " trace in " : " traces in ") + options.directory +
        "; next: flowlog merge " + options.directory + " -o graph.json");
  } else {
    say("the program left no trace in " + options.directory + "; was it compiled with flowlog's flag?");
  }
  if (code != 0) throw CLI::RuntimeError(code);
}

}  // namespace

void declare_run(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command =
      cli.add_subcommand("run", "Run a program and record every call: run -o DIR -- CMD ARG…");
  command->add_option("-o,--output", options->directory, "The directory for its traces")
      ->capture_default_str();
  command->add_flag("--follow-threads", options->follow_threads,
                    "What a new thread does belongs to the session in which it was created");
  command->add_option("CMD", options->command, "The program and its arguments")->required();
  command->positionals_at_end();
  command->callback([options] { run(*options); });
}

}  // namespace flowlog::cli
