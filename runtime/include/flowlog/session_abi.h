/* session_abi.h: what session.h and the recorder agree on. C11; not for use by hand.
 *
 * Threads: any, signal handlers too. Nothing here blocks, allocates or throws. Text is copied.
 */
#ifndef FLOWLOG_SESSION_ABI_H
#define FLOWLOG_SESSION_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct flowlog_begun {
  uint64_t token;    /* what the session's end is given; 0: nothing is to be ended */
  uint64_t position; /* from which its id follows; 0: it is not recorded */
} flowlog_begun;

/* A session begins on this thread. */
__attribute__((nothrow)) flowlog_begun flowlog_session_begin(const char* name, size_t name_bytes);

/* On the thread where it is active; on another one, or where it has ended already, that is counted and told once. Who has
 * ended a session adds FLOWLOG_SESSION_ENDED to its token. */
__attribute__((nothrow)) void flowlog_session_end(uint64_t token);
#define FLOWLOG_SESSION_ENDED (UINT64_C(1) << 63)

/* The id of a session that flowlog_session_begin has begun, here or in a process from which this one was forked, and that
 * may have ended; all 0 if its position is. */
__attribute__((nothrow)) void flowlog_session_id(flowlog_begun session, unsigned char id[16]);

/* Of the innermost session that flowlog_session_begin or a call of FLOWLOG_CALL_SESSION has begun; all 0: there is none,
 * or it is not recorded. */
__attribute__((nothrow)) void flowlog_current_session(unsigned char id[16]);

/* Of the thread's innermost session. Both are cut to 255 bytes. */
__attribute__((nothrow)) void flowlog_attribute(const char* key, size_t key_bytes, const char* value,
                                                size_t value_bytes);

/* The correlation id of the innermost session, or of the innermost around it that has come with one. Returns its bytes;
 * 0: there is none. */
#define FLOWLOG_MAX_CORRELATION 255u /* bytes of a correlation id */
__attribute__((nothrow)) uint32_t flowlog_correlation_id(char id[FLOWLOG_MAX_CORRELATION]);

#ifdef __cplusplus
}
#endif

#endif
