// pool_fuzzer.cpp: any bytes in the place of a pool are either none, or one whose chunks and images can be read. What makes
// a file a pool is put right first, since no mutation would get past it.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

#include "trace/pool.h"
#include "trace/shapes.h"
#include "trace/sites.h"

namespace {

using namespace flowlog;

constexpr size_t kMostBytes = 1 << 18;

std::string as_pool(const unsigned char* data, size_t length) {
  std::string bytes(reinterpret_cast<const char*>(data), std::min(length, kMostBytes));
  bytes.resize(std::max(bytes.size(), format::kPoolHeaderBytes));
  format::PoolHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  std::copy(std::begin(format::kPoolMagic), std::end(format::kPoolMagic), header.magic);
  header.version = format::kPoolVersion;
  header.block_bytes = 4096u << header.block_bytes % 5;
  std::fill(std::begin(header.trace), std::end(header.trace), uint8_t{0});
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t length) {
  static const int file = ::memfd_create("pool", MFD_CLOEXEC);
  const std::string bytes = as_pool(data, length);
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, bytes.data(), bytes.size(), 0) != ssize_t(bytes.size())) std::abort();
  const auto pool = trace::Pool::open("/proc/self/fd/" + std::to_string(file), trace::Uuid{});
  if (pool == nullptr) std::abort();
  trace::Chunk chunk;
  uint64_t damaged_bytes = 0;
  for (const trace::PoolChunk& found : pool->chunks()) pool->read(found, chunk, damaged_bytes);
  trace::ShapeTable shapes;
  trace::SiteTable sites;
  pool->for_each_image([&](const archive::ImageCopy& image) {
    shapes.add(trace::bytes_of(image.shapes()));
    for (uint32_t i = 0; i < image.count(); ++i) {
      const uint32_t number = image.first_number() + i;
      const flowlog_info* const info = image.info(number);
      if (info != nullptr)
        sites.add({{info->id, number, info->flags, 0, 0}, image.path(), {info->text, info->text_bytes}}, shapes);
    }
  });
  return 0;
}
