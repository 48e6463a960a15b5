// sites_fuzzer.cpp: any payload of a sites or shapes block; the first byte says which.
#include <cstddef>
#include <string>
#include <string_view>

#include "trace/shapes.h"
#include "trace/sites.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t length) {
  using namespace flowlog;
  if (length == 0) return 0;
  const std::string_view payload(reinterpret_cast<const char*>(data) + 1, length - 1);
  trace::ShapeTable shapes;
  trace::SiteTable sites;
  if (data[0] & 1) shapes.add(trace::bytes_of(payload));
  sites.add(trace::bytes_of(payload), shapes);
  return 0;
}
