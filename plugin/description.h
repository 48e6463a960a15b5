// description.h: a site's description, the JSON of docs/format.md ("Site descriptions").
#pragma once

#include "names.h"
#include "plan.h"

namespace flowlog::plugin {

Description describe(const clang::ASTContext& context, Names& names, unsigned shape_depth,
                     const clang::FunctionDecl& function, llvm::StringRef symbol);

}  // namespace flowlog::plugin
