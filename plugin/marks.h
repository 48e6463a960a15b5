// marks.h: the strings by which the plugin's two halves find each other's functions.
//
// A mark is an OpenMP assumption (`AssumptionAttr`) on a declaration, with a text of ours. The compiler
// carries it where nothing else goes: through redeclarations and template instantiations, into precompiled
// headers, and onto the IR function (attribute "llvm.assume"), constructors and destructors too. The pass
// takes it off again. Where the compiler refuses it, it waits elsewhere (versions.h).
#pragma once

#include <optional>
#include <string>

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

namespace flowlog::plugin {

inline constexpr llvm::StringLiteral kMarkPrefix = "flowlog:";

// What the user wrote.
inline constexpr llvm::StringLiteral kTrackMark = "flowlog:track";
inline constexpr llvm::StringLiteral kSessionMark = "flowlog:session";
inline constexpr llvm::StringLiteral kIgnoreMark = "flowlog:ignore";

// Keys, made by the plugin: a number in one of its tables.
inline constexpr llvm::StringLiteral kFunctionKey = "flowlog:function:";
inline constexpr llvm::StringLiteral kClassifierKey = "flowlog:classifier:";
inline constexpr llvm::StringLiteral kVirtualKey = "flowlog:virtual:";

inline std::string make_key(llvm::StringRef kind, size_t number) {
  return kind.str() + std::to_string(number);
}

// The number of the key of this kind in an "llvm.assume" attribute's value.
inline std::optional<size_t> find_key(llvm::StringRef kind, llvm::StringRef assumptions) {
  llvm::SmallVector<llvm::StringRef, 4> parts;
  assumptions.split(parts, ',');
  for (llvm::StringRef part : parts) {
    size_t number = 0;
    if (part.consume_front(kind) && !part.getAsInteger(10, number)) return number;
  }
  return std::nullopt;
}

// The same value without what is ours; users have assumptions, too.
inline std::string without_marks(llvm::StringRef assumptions) {
  llvm::SmallVector<llvm::StringRef, 4> parts;
  assumptions.split(parts, ',');
  llvm::erase_if(parts, [](llvm::StringRef part) { return part.starts_with(kMarkPrefix); });
  return llvm::join(parts, ",");
}

}  // namespace flowlog::plugin
