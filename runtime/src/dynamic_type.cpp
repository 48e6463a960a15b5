// dynamic_type.cpp: the part of the exception headers of libstdc++ and libc++ that both keep stable, and of
// virtual tables.
//
// Both follow the Itanium C++ ABI. "Exception Handling", 2.2.1: the _Unwind_Exception is the last member of a
// header whose members before it, from the type on, are the same in both. It cannot be asked of the standard
// library, since the recorder links neither.
#include "dynamic_type.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace flowlog::runtime {
namespace {

struct UnwindHeader {
  uint64_t exception_class;  // vendor and language, four characters each, the last one highest
  void (*cleanup)();
  uint64_t private_words[2];
} __attribute__((aligned(16)));

struct CxxHeader {
  const void*
      type_or_primary;  // libstdc++ has the thrown object here in an exception made by rethrow_exception
  void* destructor;
  void* unexpected_handler;
  void* terminate_handler;
  void* next;
  int handler_count;
  int handler_switch_value;
  const void* action_record;
  const void* language_data;
  void* catch_temporary;
  void* adjusted;
  UnwindHeader unwind;  // the thrown object stands behind it
};

struct TypeInfo {  // std::type_info
  const void* vtable;
  const char* name;
};

constexpr uint64_t class_of(const char (&vendor_and_language)[8], unsigned char last) {
  uint64_t value = 0;
  for (int i = 0; i < 7; ++i) value = value << 8 | static_cast<unsigned char>(vendor_and_language[i]);
  return value << 8 | last;
}

constexpr uint64_t kGnu = class_of("GNUCC++", 0), kGnuDependent = class_of("GNUCC++", 1);
constexpr uint64_t kClang = class_of("CLNGC++", 0), kClangDependent = class_of("CLNGC++", 1);

std::string_view name_of(const void* type) {
  if (type == nullptr) return "?";
  const char* name = static_cast<const TypeInfo*>(type)->name;
  return name[0] == '*' ? name + 1 : name;  // a star says: compare by address
}

constexpr size_t kBytes = sizeof(void*);  // of a signal set, too, as the kernel has it

// Whether a word at `address` can be read: the kernel copies a signal set from there before it looks at what
// is to be done with it, which is nothing.
bool is_readable(const void* address) {
  constexpr int kNoSuchOperation = -1;
  const int before = errno;
  ::syscall(SYS_rt_sigprocmask, kNoSuchOperation, address, nullptr, kBytes);
  const bool readable = errno != EFAULT;
  errno = before;
  return readable;
}

bool is_aligned(const void* address) { return reinterpret_cast<uintptr_t>(address) % alignof(void*) == 0; }

// A linkage name, if that is what stands at `text`; else nothing, since it may be anything.
std::string_view linkage_name_at(const char* text) {
  constexpr size_t kMaxName_bytes = 1024, kPage = 4096;
  const auto word_of = [](const char* byte) { return byte - reinterpret_cast<uintptr_t>(byte) % kBytes; };
  if (!is_readable(word_of(text))) return {};
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '$';
  };
  for (size_t i = 0; i < kMaxName_bytes; ++i) {
    const bool new_page = reinterpret_cast<uintptr_t>(text + i) % kPage == 0;
    if (new_page && i != 0 && !is_readable(text + i)) return {};
    if (text[i] == '\0') return {text, i};
    if (!is_part(text[i]) && !(i == 0 && text[i] == '*')) return {};
  }
  return {};
}

}  // namespace

ExceptionType exception_type(const void* exception) {
  if (exception == nullptr) return {ExceptionOrigin::kForeign, {}};
  const auto* unwind = static_cast<const UnwindHeader*>(exception);
  const auto* header =
      reinterpret_cast<const CxxHeader*>(static_cast<const char*>(exception) - offsetof(CxxHeader, unwind));
  switch (unwind->exception_class) {
    case kGnu:
    case kClang:
    case kClangDependent:
      return {ExceptionOrigin::kCxx, name_of(header->type_or_primary)};
    case kGnuDependent: {
      const auto* primary = static_cast<const CxxHeader*>(header->type_or_primary) - 1;
      return {ExceptionOrigin::kCxx, name_of(primary->type_or_primary)};
    }
    case 0:  // glibc, for pthread_exit and pthread_cancel
      return {ExceptionOrigin::kForced, {}};
    default:
      return {ExceptionOrigin::kForeign, {}};
  }
}

// 2.5.2: an object begins with the address of its virtual table, before which stands that of its type_info.
// An owning pointer may hold what is no object all the same, so nothing is believed.
std::string_view object_type(const void* object) {
  if (object == nullptr || !is_aligned(object) || !is_readable(object)) return {};
  const void* const* const table = *static_cast<const void* const* const*>(object);
  if (!is_aligned(table) || !is_readable(table - 1)) return {};
  const void* const type = table[-1];
  if (type == nullptr || !is_aligned(type) || !is_readable(type) ||
      !is_readable(static_cast<const void* const*>(type) + 1))
    return {};
  const std::string_view name = linkage_name_at(static_cast<const TypeInfo*>(type)->name);
  return name.starts_with('*') ? name.substr(1) : name;
}

}  // namespace flowlog::runtime
