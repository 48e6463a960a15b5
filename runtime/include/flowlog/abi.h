/* abi.h: what generated code and the recorder agree on. C11; not for use by hand.
 *
 * The compiler plugin emits, for each tracked function, a site and its description, and calls the hooks below. Each
 * image (executable or shared object) registers its range of sites once, from a constructor. The whole way of one call:
 * docs/life-of-a-call.md.
 *
 * Threads: every hook may be called from any thread and from signal handlers. None blocks, allocates or throws.
 */
#ifndef FLOWLOG_ABI_H
#define FLOWLOG_ABI_H

#include <flowlog/session_abi.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Changes when generated code and recorder of different ages would misunderstand each other; the recorder then refuses
 * the image with one line on stderr, and the image runs untraced. */
#define FLOWLOG_ABI_VERSION 3u

/* Sections of an image. All are arrays that the linker concatenates. A function that several units may define has its
 * site and description in a COMDAT of the site's own; each shape is in a COMDAT of its own, so that an image has it once. */
#define FLOWLOG_SITES_SECTION "flowlog_sites"
#define FLOWLOG_INFO_SECTION "flowlog_info"
#define FLOWLOG_SHAPES_SECTION "flowlog_shapes"

/* A place that can be recorded: one per tracked function and image. Writable, free of dynamic relocations. */
typedef struct flowlog_site {
  uint32_t number; /* dense number in this process, from 1; given by flowlog_register, 0 until then */
  int32_t info;    /* bytes from the start of this struct to its flowlog_info */
} flowlog_site;

/* What is known of a site when it is compiled. `text` is UTF-8 JSON, not terminated; docs/format.md, "Site
 * descriptions". Entries are aligned to 8 bytes and padded with zeros to a multiple of 8. The shapes section consists of
 * the same entries: the text is a shape, the id its xxHash64, by which descriptions name it, and flags are 0. */
typedef struct flowlog_info {
  uint64_t id;         /* stable: xxHash64(linkage name), for internal linkage salted with the source path */
  uint32_t text_bytes; /* without padding */
  uint32_t flags;      /* FLOWLOG_INFO_* */
  char text[];
} flowlog_info;

#define FLOWLOG_INFO_SESSION 1u /* each call of this site starts a session */

/* Which functions can call which; not loaded with the program. docs/format.md, "Call lists". Each starts with its
 * header; the ids of the direct callees, of the methods called virtually and of those that the function answers for
 * follow, each list in ascending order. */
#define FLOWLOG_CALLS_SECTION "flowlog_calls"

typedef struct flowlog_calls {
  uint64_t id; /* as in flowlog_info; of functions that are not tracked, likewise xxHash64(linkage name) */
  uint32_t calls, virtual_calls, answers; /* numbers of ids */
  uint32_t flags;                         /* FLOWLOG_CALLS_* */
  uint64_t ids[];
} flowlog_calls;

#define FLOWLOG_CALLS_TRACKED 1u /* the function has a site, unless the linker has dropped it with the function */

enum flowlog_outcome {
  FLOWLOG_SUCCESS = 0,
  FLOWLOG_ERROR = 1,
  FLOWLOG_PARTIAL = 2,
  FLOWLOG_ABANDONED = 3,
};

/* The gate is a byte of the image that generated code tests before it calls any hook: 0 while nothing is recorded. The
 * recorder writes it; it starts as 0, so that calls before registration are untraced rather than wrong. The shapes section
 * may be empty. */
void flowlog_register(flowlog_site* begin, flowlog_site* end, unsigned char* gate, uint32_t abi_version,
                      const flowlog_info* shapes_begin, const flowlog_info* shapes_end);

/* Called when the image is unloaded. What was recorded of it stays readable. */
void flowlog_unregister(flowlog_site* begin);

/* Returns the token that the same call's exit or unwind hands back, or 0 when nothing is recorded, and then no further
 * hook of that call may be called. It holds the thread's depth of open calls, this one included. A call whose enter had
 * to be dropped counts as open. */
uint32_t flowlog_enter(const flowlog_site* site);

/* Likewise, of a call that the recorder must know more of than that it is open: `kind` says which, as a sum. */
#define FLOWLOG_CALL_SESSION 1u   /* it starts a session: its site has FLOWLOG_INFO_SESSION */
#define FLOWLOG_CALL_COROUTINE 2u /* it may be suspended */
uint32_t flowlog_enter_special(const flowlog_site* site, uint32_t kind);

/* The call returns. If calls above it are open, their frames were left without their exits (longjmp); they are
 * recorded as abandoned first. */
void flowlog_exit(const flowlog_site* site, uint32_t token, uint32_t outcome);

/* As flowlog_exit, with a branch detail: text that was known when the program was compiled, such as an error's type. */
void flowlog_exit_detail(const flowlog_site* site, uint32_t token, uint32_t outcome, const char* text,
                         size_t bytes);

/* As flowlog_exit; the detail is the number of the variant's alternative, from 0, in the site's output shape. */
void flowlog_exit_alternative(const flowlog_site* site, uint32_t token, uint32_t outcome, uint32_t alternative);

/* As flowlog_exit; the detail is the dynamic type of `object`, the living object of a class with virtual functions that the
 * call returned, or null. */
void flowlog_exit_object(const flowlog_site* site, uint32_t token, uint32_t outcome, const void* object);

/* An exception leaves the call; outcome error. `exception` is the landing pad's _Unwind_Exception; its dynamic C++ type
 * becomes the branch detail. */
void flowlog_unwind(const flowlog_site* site, uint32_t token, void* exception);

/* The thread's depth of recorded calls. */
uint32_t flowlog_depth(void);

/* Control is back in a frame at which the thread's depth was `depth`, and frames above it may have been left without
 * their exits (a second return of setjmp, a catch); these are recorded as abandoned. `again` is not 0 where control is
 * known to come from above: then this is recorded even if the depth seems right, since a signal handler may have left
 * a hook in its middle. */
void flowlog_resync(uint32_t depth, uint32_t again);

/* Records from now on, or no more (control.h). Takes a lock: not in signal handlers. */
__attribute__((nothrow)) void flowlog_enable(uint32_t on);

/* Coroutines (docs/tracking.md). Their calls begin with flowlog_enter_special and end like others, but the token is good for the
 * piece that runs, on the thread on which it runs, only.
 *
 * The coroutine is about to be suspended; nobody can resume it yet. Returns what flowlog_resume is to be given, or 0
 * when the call is not in this trace, and then no further hook of it may be called. */
uint64_t flowlog_suspend(uint32_t token);

/* The coroutine runs again, to its next suspension, to its end or to be destroyed. Returns the token of this piece. */
uint32_t flowlog_resume(uint64_t suspension);

/* An exception has left the coroutine's body, and its promise is about to be told. Its dynamic type becomes the branch
 * detail; that the call's outcome is an error is for its exit to say. `exception` as for flowlog_unwind. */
void flowlog_caught(uint32_t token, void* exception);

/* What the public headers are made of (outcome.h, context.h, remote.h; for session.h and log.h see session_abi.h and
 * log_abi.h). Text is copied. */
void flowlog_partial(const char* why, size_t why_bytes);

/* Contexts (context.h): three words, of which the first is 0 where there is nothing to work for.
 *
 * Gives the innermost session and call of this thread a context. `session` is what flowlog_session_begin returned for the
 * session that it is to be, or 0 for whichever is innermost. */
#define FLOWLOG_CONTEXT_WORDS 3
void flowlog_share(uint64_t context[FLOWLOG_CONTEXT_WORDS], uint64_t session);

/* From here on this thread works for them. Returns what flowlog_release is to be given, on this thread; 0: nothing is to be
 * given up. A flowlog::session that has ended already is not adopted; that is counted and told once, unless it is
 * adopted with FLOWLOG_ADOPT_IF_LIVE. */
#define FLOWLOG_ADOPT_IF_LIVE 1u
uint64_t flowlog_adopt(const uint64_t context[FLOWLOG_CONTEXT_WORDS], uint32_t how);
void flowlog_release(uint64_t adoption);

/* Headers of a message from outside, as remote.h has read them: who sent it, and what is to be sent on. */
#define FLOWLOG_MAX_STATE 768u       /* bytes of other systems' members of `tracestate` */
#define FLOWLOG_RECEIVED_SAMPLED 1u
#define FLOWLOG_RECEIVED_FLOWLOG 2u
typedef struct flowlog_received {
  unsigned char trace_id[16]; /* all 0: it is not known who sent it */
  unsigned char parent_id[8];
  uint64_t site;         /* id of the site of the call that sent it; 0: not known */
  uint32_t flags;        /* FLOWLOG_RECEIVED_* */
  uint32_t state_bytes;
  uint32_t correlation_bytes;
  const char* state;
  const char* correlation;
} flowlog_received;

/* As flowlog_session_begin; the session is part of the one in which the message was sent, and has the id that is given
 * back, all 0: it is not recorded. Takes no lock. */
flowlog_begun flowlog_session_begin_received(const char* name, size_t name_bytes, const flowlog_received* received,
                                             unsigned char id[16]);

/* A header was not used, since it was malformed: counted, and told once. */
void flowlog_refused(uint32_t what);
#define FLOWLOG_REFUSED_TRACEPARENT 1u
#define FLOWLOG_REFUSED_TRACESTATE 2u
#define FLOWLOG_REFUSED_CORRELATION 3u

/* What a message is to take along of the innermost session. */
typedef struct flowlog_outgoing {
  unsigned char trace_id[16]; /* all 0: nothing but the correlation id */
  unsigned char parent_id[8]; /* no other message of this process has it */
  uint64_t site;              /* id of the site of the call that sends it; 0: not known */
  uint32_t flags;             /* FLOWLOG_RECEIVED_*, as who gets it is to read them */
  uint32_t state_bytes;
  uint32_t correlation_bytes;
  char state[FLOWLOG_MAX_STATE];
  char correlation[FLOWLOG_MAX_CORRELATION];
} flowlog_outgoing;

/* 0: there is no session. Takes a lock: not in signal handlers. */
uint32_t flowlog_inject(flowlog_outgoing* out);

#ifdef __cplusplus
}
#endif

#endif
