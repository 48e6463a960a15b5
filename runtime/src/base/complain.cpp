// complain.cpp: see complain.h.
#include "base/complain.h"

#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/text.h"

namespace flowlog::runtime {

void complain(std::string_view text, std::string_view subject, int error_number, int descriptor) {
  Text<1024> line;
  line.add("flowlog: ").add(text);
  if (!subject.empty()) line.add(" '").add(subject).add("'");
  if (error_number != 0) {
    const char* known = ::strerrordesc_np(error_number);
    line.add(": ").add(known != nullptr ? known : "unknown error");
  }
  char end[] = "\n";
  const iovec parts[] = {{const_cast<char*>(line.c_str()), line.size()}, {end, 1}};
  [[maybe_unused]] const ssize_t written = ::writev(descriptor, parts, 2);
}

}  // namespace flowlog::runtime
