// config_file.cpp: see config_file.h.
#include "config_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/complain.h"
#include "base/text.h"
#include "options.h"

namespace flowlog::runtime {

constinit ConfigFile config_file;

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// The text without the blanks around it, terminated in place.
char* trimmed(char* text) {
  while (is_blank(*text)) ++text;
  char* end = text + strlen(text);
  while (end > text && is_blank(end[-1])) --end;
  *end = '\0';
  return text;
}

}  // namespace

void ConfigFile::open(const char* path) {
  TextWriter full(path_, sizeof path_);
  char here[4096];
  if (path[0] != '/' && ::getcwd(here, sizeof here) != nullptr) full.add(here).add("/");
  full.add(path);
  if (full.cut_off()) {
    complain("the path of the configuration file is too long:", path);
    path_[0] = '\0';
    return;
  }
  seen_ = version_now();
  read();
}

bool ConfigFile::has_changed() {
  const Version now = version_now();
  const bool settled = now == seen_;
  seen_ = now;
  return settled && now != read_;
}

ConfigFile::Version ConfigFile::version_now() const {
  struct stat file;
  if (::stat(path_, &file) != 0) return {};
  return {file.st_ino, file.st_size, file.st_mtim.tv_sec, file.st_mtim.tv_nsec};
}

// A file that is not there has no settings. O_NONBLOCK: it may be a pipe by mistake.
void ConfigFile::read() {
  read_ = seen_;
  count_ = 0;
  const int descriptor = ::open(path_, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    if (errno != ENOENT) complain("cannot read", path_, errno);
    return;
  }
  size_t bytes = 0;
  ssize_t more;
  while ((more = ::read(descriptor, text_ + bytes, sizeof text_ - 1 - bytes)) > 0 ||
         (more < 0 && errno == EINTR)) {
    if (more > 0) bytes += static_cast<size_t>(more);
  }
  const int error = more < 0 ? errno : 0;
  ::close(descriptor);
  if (error != 0) {
    complain("cannot read", path_, error);
    return;
  }
  if (bytes == sizeof text_ - 1) {
    complain("no configuration: more than 16 KiB in", path_);
    return;
  }
  text_[bytes] = '\0';
  split(bytes);
}

void ConfigFile::split(size_t bytes) {
  size_t number = 0;
  for (char* line = text_; line < text_ + bytes;) {
    char* end = static_cast<char*>(memchr(line, '\n', static_cast<size_t>(text_ + bytes - line)));
    if (end == nullptr) end = text_ + bytes;
    *end = '\0';
    take_line(line, ++number);
    line = end + 1;
  }
}

void ConfigFile::take_line(char* line, size_t number) {
  char* const text = trimmed(line);
  if (*text == '\0' || *text == '#') return;
  char* const equals = strchr(text, '=');
  if (equals == nullptr) return complain_of_line(number, "NAME=VALUE was expected");
  *equals = '\0';
  const char* const name = trimmed(text);
  if (!is_option(name)) return complain_of_line(number, "no such option");
  if (count_ == kMaxSettings) return complain_of_line(number, "too many settings");
  settings_[count_++] = {name, trimmed(equals + 1)};
}

void ConfigFile::complain_of_line(size_t number, const char* what) const {
  Text<sizeof path_ + 64> line;
  line.add(path_).add(":").add_number(number).add(": ").add(what).add("; the line is ignored");
  complain(line.view());
}

// Of several settings of a name the last one counts.
const char* ConfigFile::lookup(const char* name) const {
  for (size_t i = count_; i > 0; --i) {
    if (strcmp(settings_[i - 1].name, name) == 0) return settings_[i - 1].value;
  }
  return nullptr;
}

}  // namespace flowlog::runtime
