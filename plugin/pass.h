// pass.h: the IR half. Runs at the start of the pipeline, at -O0 too, and puts the hooks into the planned
// functions.
#pragma once

#include <memory>

#include "llvm/IR/PassManager.h"
#include "plan.h"

namespace flowlog::plugin {

class TrackingPass : public llvm::PassInfoMixin<TrackingPass> {
 public:
  explicit TrackingPass(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)) {}

  // A function that has its hooks is left alone, so that a second run changes nothing.
  llvm::PreservedAnalyses run(llvm::Module& module, llvm::ModuleAnalysisManager&);
  static bool isRequired() { return true; }

 private:
  std::shared_ptr<const Plan> plan_;
};

}  // namespace flowlog::plugin
