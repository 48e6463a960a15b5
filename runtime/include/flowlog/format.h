// format.h: the bytes of a trace, as constants and structs. The text that defines them is docs/format.md.
//
// Everything is little-endian. Shared by the recorder, which writes, and the tool, which reads. A reader must
// treat every field as hostile; nothing here validates.
#pragma once

#include <cstddef>
#include <cstdint>

namespace flowlog::format {

// ---- Records: 64-bit words, as the hot path writes them into a chunk
// -----------------------------------------------

// | kind 4 bits | site 20 bits | time 40 bits |, kind in the highest bits. A word of 0 was never written.
enum class Kind : uint8_t {
  kNone = 0,
  kEnter = 1,
  kWide = 2,  // the header of a wide record; its payload words stand before it
  kExitSuccess = 4,
  kExitError = 5,
  kExitPartial = 6,
  kExitAbandoned = 7,
  kPayload = 15,
};

inline constexpr unsigned kKindShift = 60;
inline constexpr unsigned kSiteShift = 40;
inline constexpr uint32_t kMaxSite = (1u << 20) - 1;
inline constexpr uint64_t kTimeMask = (uint64_t{1} << 40) - 1;

constexpr uint64_t record(Kind kind, uint32_t site, uint64_t ticks) {
  return uint64_t(kind) << kKindShift | uint64_t(site) << kSiteShift | (ticks & kTimeMask);
}
constexpr Kind kind_of(uint64_t word) { return Kind(word >> kKindShift); }
constexpr uint32_t site_of(uint64_t word) { return uint32_t(word >> kSiteShift) & kMaxSite; }
constexpr uint64_t time_of(uint64_t word) { return word & kTimeMask; }
constexpr bool is_call(Kind kind) {
  return kind == Kind::kEnter || (kind >= Kind::kExitSuccess && kind <= Kind::kExitAbandoned);
}

// The full time of a record: the one nearest to `base` that ends in the record's 40 bits.
constexpr uint64_t full_time(uint64_t word, uint64_t base) {
  const uint64_t ahead = (time_of(word) - base) & kTimeMask;
  return base + ahead - (ahead >> 39 << 40);
}

// A wide record's header holds, in the site field: | type 8 bits | payload words 12 bits |.
enum class Wide : uint8_t {
  kTime = 1,          // payload: full ticks, 8 bytes; the base of the records that follow
  kSessionBegin = 2,  // payload: name
  kSessionEnd = 3,    // no payload
  kDetail = 4,        // payload: text; branch detail of the innermost open call, whose exit follows
  kAlternative = 5,   // payload: 4 bytes; likewise, a variant's alternative
  kPartial = 6,       // payload: why; a successful exit of the innermost open call counts as partial
  kResync = 7,        // payload: depth, 4 bytes; calls above it were abandoned
  kLost = 8,          // payload: LostRecords; records of this thread were dropped here
  kLog = 9,           // reserved for log records
  kException = 10,    // payload: linkage name of a type; branch detail as kDetail, readable once demangled
  kType = 11,         // payload: likewise, the dynamic type of the object that the call returned
  kSuspend = 12,  // payload: suspension, 8 bytes; the innermost open call leaves the thread without ending
  kResume = 13,   // payload: suspension, 8 bytes; the call that left so is this thread's innermost open call
  kShare = 14,    // payload: context, 8 bytes; the innermost session and call can be worked for under it
  kAdopt = 15,    // payload: context, 8 bytes; from here on the thread works for them
  kRelease = 16,  // payload: context, 8 bytes; and no longer
  kAttribute = 17,  // payload: length of the key, a byte; key; value: of the innermost session
  kRemote = 18,   // payload: RemoteParent; the session that begins directly behind it began elsewhere
  kApart = 21,    // no payload: the session that begins next was not begun by the innermost open call
  kMisuse = 22,   // payload: how a flowlog::session was used wrongly
  kOuterSessionEnd = 23,  // payload: 4 bytes; as kSessionEnd, of the one within which so many others go on
  kRefused = 24,          // payload: 1 byte, Refused; a header from outside was not used
};

// Of a key, and of a value.
inline constexpr size_t kMaxAttributeBytes = 255;

// Attributes that make a session a test's: its full name, and how it ended. The
// keys are those of OpenTelemetry's semantic conventions.
inline constexpr char kTestName[] = "test.case.name";
inline constexpr char kTestResult[] = "test.case.result.status";
inline constexpr char kTestPassed[] = "pass";
inline constexpr char kTestFailed[] = "fail";
inline constexpr char kTestSkipped[] = "skip";

inline constexpr unsigned kWideTypeShift = 12;
inline constexpr uint32_t kMaxPayloadWords = (1u << kWideTypeShift) - 1;

constexpr uint64_t wide_header(Wide type, uint32_t payload_words, uint64_t ticks) {
  return record(Kind::kWide, uint32_t(type) << kWideTypeShift | payload_words, ticks);
}
constexpr Wide wide_type_of(uint64_t header) { return Wide(site_of(header) >> kWideTypeShift); }
constexpr uint32_t payload_words_of(uint64_t header) { return site_of(header) & kMaxPayloadWords; }

struct LostRecords {  // payload of a lost record; one of the first field alone is whole, too
  uint64_t count;
  uint64_t since_ticks;     // when the first of them was dropped
  uint32_t least_depth;     // to which the thread's depth fell meanwhile
  uint32_t ended_sessions;  // how many of the open flowlog::sessions ended meanwhile
};
static_assert(sizeof(LostRecords) == 24);

struct RemoteParent {  // payload of a remote record, as far as its flags
  uint8_t trace_id[16];
  uint8_t parent_id[8];
  uint64_t site;  // id of the site whose call is the caller; 0: not known
  uint8_t flags;  // kRemoteSampled, kRemoteIsFlowlog
};
inline constexpr size_t kRemoteParentBytes = 33;
inline constexpr uint8_t kRemoteSampled = 1;    // the caller recorded it, or may have
inline constexpr uint8_t kRemoteIsFlowlog = 2;  // the caller was a flowlog program

enum class Refused : uint8_t { kTraceparent = 1, kTracestate = 2, kCorrelationId = 3 };

// A payload word: | kind 15, 4 bits | valid bytes 4 bits, 0 to 7 | data 56 bits, first byte lowest |.
inline constexpr unsigned kPayloadBytesPerWord = 7;
constexpr uint64_t payload_word(uint64_t data, unsigned bytes) {
  return uint64_t(Kind::kPayload) << kKindShift | uint64_t(bytes) << 56 | data;
}

// ---- The pool: shared memory that outlives a killed program
// --------------------------------------------------------

inline constexpr char kPoolMagic[8] = {'F', 'L', 'O', 'W', 'P', 'O', 'O', 'L'};
inline constexpr uint32_t kPoolVersion = 3;
inline constexpr size_t kPoolHeaderBytes = 4096;
inline constexpr uint32_t kSmallChunkBytes = 4096;  // of the pieces that a block is split into

struct PoolHeader {  // at offset 0; the blocks start at kPoolHeaderBytes
  char magic[8];
  uint32_t version;
  uint32_t block_bytes;
  uint32_t block_count;  // grows as blocks are allocated
  uint32_t pid;
  uint8_t trace[16];
  uint64_t dropped_records;  // so far, of all threads
  uint64_t process_started;  // archive/process_mark.h; 0 if it is not known
  uint64_t pid_namespace;
  uint64_t images_offset;  // of the first ImageCopyHeader; the others follow
  uint64_t images_bytes;   // of all copies that are whole
};
static_assert(sizeof(PoolHeader) == 80);

struct PoolOrigin {  // after the header: the archive that names the pool, for who finds the pool without it
  uint64_t mount_namespace;  // in which the path means the archive, as does
  uint64_t root_inode;       // the root that the process had
  uint64_t missed_since_s;   // when the archive was first not found there, in Unix time; 0: it was not missed yet
  char archive[kPoolHeaderBytes - sizeof(PoolHeader) - 24];  // absolute, terminated; empty if it has no room
};
static_assert(sizeof(PoolHeader) + sizeof(PoolOrigin) == kPoolHeaderBytes);

enum class ChunkState : uint32_t {
  kFree = 0,   // its words may be stale
  kOwned = 1,  // a thread writes into it
  kFull = 2,   // on its way to the archive, or already there: it counts once
};

struct ChunkHeader {    // followed by words until the end of the chunk
  uint32_t state;       // ChunkState
  uint32_t thread;      // dense in the process, from 1
  uint32_t os_thread;   // what the system calls it; reused
  uint32_t depth;       // recorded calls open on the thread before the first word
  uint64_t sequence;    // of this chunk in its thread, from 0
  uint64_t base_ticks;  // of the first words' times
  uint32_t bytes;       // of this chunk with its header
  uint8_t reserved[28];
};
static_assert(sizeof(ChunkHeader) == 64);

// What tells of an image's sites, so that a killed program's records have names: followed by `count` sites as
// they stand in memory (abi.h), the part of the info section that they refer to, the shapes section, the
// path, and zeros up to `bytes`.
struct ImageCopyHeader {
  uint64_t bytes;  // of the copy with this header, a multiple of kImageCopyAlignment
  uint32_t first_number;
  uint32_t count;
  int64_t info_displacement;  // in memory, from the first site to the first info entry that is copied
  uint64_t info_bytes;
  uint64_t shapes_bytes;
  uint32_t path_bytes;
  uint32_t reserved;
};
static_assert(sizeof(ImageCopyHeader) == 48);
inline constexpr size_t kImageCopyAlignment = 4096;
inline constexpr uint64_t kMaxImageCopiesBytes = 16 << 20;  // of all copies of a pool

// ---- The archive: a .flog file
// -------------------------------------------------------------------------------------

inline constexpr char kFileMagic[8] = {'F', 'L', 'O', 'W', 'L', 'O', 'G', '\x1a'};
inline constexpr uint32_t kFileVersion = 1;

struct FileHeader {
  char magic[8];
  uint32_t version;
  uint32_t header_bytes;  // a reader skips what it does not know
  uint8_t trace[16];      // UUID of this trace
};
static_assert(sizeof(FileHeader) == 32);

inline constexpr uint32_t kBlockMarker = 0x4B4C4246;  // "FBLK"; a reader finds its way back by it

enum class BlockType : uint16_t {
  kAbout = 1,  // JSON, first block of the file
  kSites = 2,
  kChunk = 3,
  kClock = 4,
  kEnd = 5,     // the recorder closed the file itself
  kShapes = 6,  // stands before the sites that name them
  kLoss = 7,    // of a program that could not close it: what it had dropped, 8 bytes
  kCost = 8,    // CostTotals: what recording itself costs
};

inline constexpr uint16_t kBlockZstd = 1;      // payload is one zstd frame
inline constexpr uint16_t kBlockOptional = 2;  // a reader that does not know the type skips it

struct BlockHeader {  // followed by `stored_bytes` of payload; no padding anywhere
  uint32_t marker;
  uint16_t type;
  uint16_t flags;
  uint32_t stored_bytes;
  uint32_t raw_bytes;  // after decompression; at most kMaxBlockBytes
  uint32_t number;     // of this block in the file, from 0
  uint32_t crc32c;     // of this header with crc32c = 0, then the stored payload
};
static_assert(sizeof(BlockHeader) == 24);

inline constexpr uint32_t kMaxBlockBytes = 1u << 28;

struct SiteEntry {  // kSites is a list of these, each followed by its text; no padding
  uint64_t id;
  uint32_t number;
  uint32_t flags;        // FLOWLOG_INFO_* of abi.h
  uint32_t image_bytes;  // path of the image, first
  uint32_t text_bytes;   // then the JSON description
};
static_assert(sizeof(SiteEntry) == 24);

struct ShapeEntry {  // kShapes is a list of these, each followed by its text and zeros up to a multiple of 8
  uint64_t id;
  uint32_t text_bytes;
  uint32_t reserved;
};
static_assert(sizeof(ShapeEntry) == 16);

struct ChunkColumns {  // start of kChunk; the four columns follow in the order named here
  uint32_t thread;
  uint32_t os_thread;
  uint64_t sequence;
  uint64_t base_ticks;
  uint32_t depth;
  uint32_t words;          // column 1: a byte for each word, its kind
  uint32_t site_bytes;     // column 2: varint site field of each word that is neither none nor payload
  uint32_t time_bytes;     // column 3: zigzag varint of ticks since the word before, likewise
  uint32_t payload_words;  // column 4: payload words as they are
  uint32_t reserved;
};
static_assert(sizeof(ChunkColumns) == 48);

struct ClockPoint {  // kClock is a list of these, read at one moment
  uint64_t ticks;
  int64_t monotonic_ns;
  int64_t wall_ns;  // since 1970, UTC
};
static_assert(sizeof(ClockPoint) == 24);

struct EndTotals {          // kEnd
  uint64_t recorded_words;  // words in all chunks handed over, holes not counted
  uint64_t dropped_records;
};
static_assert(sizeof(EndTotals) == 16);

// kCost: so many calls, each of which entered and returned, took so many ticks more because they were
// recorded. A part of these ticks lies between the two times that are recorded of each; the rest is their
// callers'.
struct CostTotals {
  uint64_t pairs;
  uint64_t ticks;
  uint64_t inside_ticks;
};
static_assert(sizeof(CostTotals) == 24);

}  // namespace flowlog::format
