// precompiled.h: whether what was precompiled, a header or a module, has lost the marks in it.
//
// A compiler without the plugin knows nothing of the attributes, and keeps nothing of them: what is marked in
// such a file would be untracked without a word. So what is precompiled with the plugin bears a signature, a
// source buffer of its own, and where that is missing the sources are searched for what looks like a mark.
#pragma once

#include <string>

namespace clang {
class CompilerInstance;
class SourceManager;
}  // namespace clang

namespace flowlog::plugin {

// When a header or module is precompiled, before it is written.
void sign_precompiled(clang::SourceManager& sources);

// The first source with a mark in it that this unit has from a file without a signature; "" if there is none.
// When the unit is complete.
std::string find_lost_mark(clang::CompilerInstance& compiler);

}  // namespace flowlog::plugin
