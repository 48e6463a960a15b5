// read_ahead.cpp: see read_ahead.h.
#include "trace/read_ahead.h"

#include <algorithm>

namespace flowlog::trace {
namespace {

constexpr size_t kSlotsPerThread = 6;

}  // namespace

ChunkTally::ChunkTally(const Chunk& chunk) {
  std::string payload;
  for (size_t i = 0; i < chunk.records.size(); ++i) {
    const Record& record = chunk.records[i];
    words += record.kind != format::Kind::kNone;
    if (record.kind != format::Kind::kWide ||
        record.site >> format::kWideTypeShift != uint32_t(format::Wide::kLost))
      continue;
    if (!read_payload(chunk.records, i, payload)) continue;
    const auto count = ByteReader(bytes_of(payload)).read<uint64_t>();
    marked_records = std::min(kMost, marked_records + std::min(kMost, count));
  }
}

ReadAhead::ReadAhead(const Source& source, const std::vector<Block>& blocks, Workers& workers)
    : blocks_(blocks), workers_(workers) {
  const size_t slots = workers.threads() == 1 ? 1 : kSlotsPerThread * workers.threads();
  for (size_t i = 0; i < slots; ++i) {
    slots_.push_back(std::make_unique<Slot>(source));
    post_into(*slots_.back());
  }
}

ReadAhead::~ReadAhead() {
  workers_.finish([this] {
    return std::none_of(slots_.begin(), slots_.end(), [](const auto& slot) { return slot->busy.load(); });
  });
}

const ReadAhead::Read* ReadAhead::next() {
  if (taken_ != 0) post_into(*slots_[(taken_ - 1) % slots_.size()]);
  if (taken_ == posted_) return nullptr;
  Slot& slot = *slots_[taken_++ % slots_.size()];
  if (slot.busy.load()) workers_.help_until([&slot] { return !slot.busy.load(); });
  return &slot.read;
}

void ReadAhead::post_into(Slot& slot) {
  while (next_block_ < blocks_.size() && blocks_[next_block_].type() != format::BlockType::kChunk)
    ++next_block_;
  if (next_block_ == blocks_.size()) return;
  slot.read.block = &blocks_[next_block_++];
  slot.busy = true;
  ++posted_;
  workers_.post([&slot](unsigned) {
    const Workers::Done done(slot.busy);
    Read& read = slot.read;
    read.whole =
        slot.blocks.read(*read.block, slot.payload) && decode_columns(bytes_of(slot.payload), read.chunk);
    if (read.whole) read.tally = ChunkTally(read.chunk);
  });
}

}  // namespace flowlog::trace
