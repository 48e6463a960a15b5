// precompiled.h: whether a precompiled header has lost the marks in it.
//
// A compiler without the plugin knows nothing of the attributes, and keeps nothing of them: what is marked in
// such a precompiled header would be untracked without a word. So one that is made with the plugin says so by
// a macro, and where that is missing the header's files are searched for what looks like a mark.
#pragma once

#include <string>

namespace clang {
class CompilerInstance;
class Preprocessor;
}  // namespace clang

namespace flowlog::plugin {

// When a header is precompiled.
void sign_precompiled(clang::Preprocessor& preprocessor);

// The first file with a mark in it that came from a precompiled header without a signature; "" if there is
// none. When the unit is complete.
std::string find_lost_mark(clang::CompilerInstance& compiler);

}  // namespace flowlog::plugin
