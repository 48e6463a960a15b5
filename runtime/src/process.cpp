// process.cpp: where the recorder meets the process: image registration, environment, threads' ends, fork,
// exit.
#include "process.h"

#include <dlfcn.h>
#include <flowlog/abi.h>
#include <flowlog/loss.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/complain.h"
#include "base/signals_blocked.h"
#include "config_file.h"
#include "hot/session_hooks.h"
#include "hot/thread_state.h"
#include "recorder.h"

namespace flowlog::runtime {
namespace {

pthread_key_t thread_end;
bool has_thread_end = false;

void at_thread_end(void*) {
  if (recorder.is_over()) return;
  release_adoptions();
  const SignalsBlocked blocked;
  recorder.hand_over(this_thread);
  recorder.note_loss_of(this_thread);
  if (::gettid() == ::getpid()) recorder.main_thread_ended();
}

// The loader's name of the image that `address` lies in; it stays while the image does.
const char* image_path(const void* address) {
  Dl_info info;
  link_map* map = nullptr;
  if (::dladdr1(address, &info, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP) == 0) return "?";
  return map->l_name[0] == '\0' ? executable_path() : map->l_name;
}

__attribute__((destructor)) void at_exit() { recorder.close(); }

}  // namespace

const char* environment(const char* name) { return ::secure_getenv(name); }

const char* setting(const char* name) {
  const char* value = environment(name);
  return value != nullptr ? value : config_file.lookup(name);
}

const char* executable_path() {
  static char path[4096];
  if (path[0] == '\0') {
    const ssize_t bytes = ::readlink("/proc/self/exe", path, sizeof path - 1);
    path[bytes > 0 ? bytes : 0] = '\0';
  }
  return path[0] != '\0' ? path : "?";
}

void prepare_process() {
  has_thread_end = ::pthread_key_create(&thread_end, at_thread_end) == 0;
  ::pthread_atfork([] { recorder.before_fork(); }, [] { recorder.after_fork_in_parent(); },
                   [] { recorder.after_fork_in_child(this_thread); });
}

void call_at_thread_end() {
  if (has_thread_end) ::pthread_setspecific(thread_end, &this_thread);
}

}  // namespace flowlog::runtime

using namespace flowlog::runtime;

extern "C" __attribute__((visibility("default"))) void flowlog_register(
    flowlog_site* begin, flowlog_site* end, unsigned char* gate, uint32_t abi_version,
    const flowlog_info* shapes_begin, const flowlog_info* shapes_end) {
  const char* path = image_path(gate);
  if (abi_version != FLOWLOG_ABI_VERSION) {
    complain("compiled for another version of the recorder, and not recorded:", path);
    return;
  }
  recorder.add_image({begin, end, shapes_begin, shapes_end}, gate, path);
}

extern "C" __attribute__((visibility("default"))) void flowlog_on_loss(
    void (*handler)(const flowlog::loss&)) {
  recorder.on_loss(handler);
}

extern "C" __attribute__((visibility("default"), nothrow)) void flowlog_enable(uint32_t on) {
  recorder.enable(on != 0);
}

extern "C" __attribute__((visibility("default"))) void flowlog_unregister(flowlog_site* begin) {
  recorder.remove_image(begin);
}
