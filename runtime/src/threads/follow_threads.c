/* follow_threads.c: new threads work for the session in which they are created. A library of its own, libflowlog-threads.so,
 * that `flowlog run --follow-threads` preloads, and that a program may link instead.
 *
 * It stands before pthread_create, on which std::thread, std::jthread and std::async are built, too. Attributes, results and
 * failures are those of the real one. Where there is no recorder, or nothing to work for, nothing is done at all.
 *
 * C, and compiled with -fexceptions: a thread that ends by pthread_exit or is cancelled is unwound, and so stops working for
 * the session, without any C++ runtime library. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include <flowlog/abi.h>

#pragma weak flowlog_share
#pragma weak flowlog_adopt
#pragma weak flowlog_release

typedef int (*Create)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

typedef struct Start {
  void* (*routine)(void*);
  void* argument;
  uint64_t context[FLOWLOG_CONTEXT_WORDS];
} Start;

static void release(const uint64_t* adoption) {
  if (*adoption != 0) flowlog_release(*adoption);
}

static void* run(void* given) {
  const Start start = *(Start*)given;
  free(given);
  const uint64_t adoption __attribute__((cleanup(release))) = flowlog_adopt(start.context, FLOWLOG_ADOPT_IF_LIVE);
  return start.routine(start.argument);
}

__attribute__((visibility("default"))) int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                                                          void* (*routine)(void*), void* argument) {
  static Create real;
  Create create = __atomic_load_n(&real, __ATOMIC_RELAXED);
  if (create == NULL) {
    create = (Create)dlsym(RTLD_NEXT, "pthread_create");
    if (create == NULL) return EAGAIN;
    __atomic_store_n(&real, create, __ATOMIC_RELAXED);
  }
  Start start = {routine, argument, {0}};
  if (flowlog_share != NULL) flowlog_share(start.context, 0);
  Start* const given = start.context[0] != 0 ? malloc(sizeof *given) : NULL;
  if (given == NULL) return create(thread, attributes, routine, argument);
  *given = start;
  const int error = create(thread, attributes, run, given);
  if (error != 0) free(given);
  return error;
}
