// consumer.h: the AST half. Meets every function of the unit before the compiler makes IR of it, and plans
// which to track.
#pragma once

#include <memory>

#include "clang/Sema/SemaConsumer.h"
#include "options.h"
#include "plan.h"

namespace clang {
class CompilerInstance;
}

namespace flowlog::plugin {

// `plan` is filled until the end of the unit; its callbacks are valid while the consumer lives.
std::unique_ptr<clang::ASTConsumer> make_consumer(clang::CompilerInstance& compiler, const Options& options,
                                                  std::shared_ptr<Plan> plan);

}  // namespace flowlog::plugin
