/* log_abi.h: what log.h and the recorder agree on. C11; not for use by hand. */
#ifndef FLOWLOG_LOG_ABI_H
#define FLOWLOG_LOG_ABI_H

#include <stdint.h>

/* What `flowlog_log_place flowlog_log_begin(uint32_t words)` returns: room for so many payload words of a log record
 * (docs/format.md, "Log records") in the thread's chunk. Whoever is given it stores them there at once, and then `header`
 * behind the last, with release: a record cut short is not read. Any thread, signal handlers too; never waits. */
typedef struct flowlog_log_place {
  uint64_t* words; /* null: this record is dropped, or not wanted */
  uint64_t header;
} flowlog_log_place;

#define FLOWLOG_LOG_MAX_WORDS 144u /* for more there is no room */

#endif
