// plugin.cpp: what the compiler loads. Joins the AST half (consumer.h) and the IR half (pass.h) by a plan.
#include "clang/Basic/TargetInfo.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "compat.h"
#include "consumer.h"
#include "llvm/Passes/PassBuilder.h"
#include "options.h"
#include "pass.h"
#include "versions.h"

namespace flowlog::plugin {
namespace {

bool makes_code(clang::frontend::ActionKind action) {
  switch (action) {
    case clang::frontend::EmitAssembly:
    case clang::frontend::EmitBC:
    case clang::frontend::EmitLLVM:
    case clang::frontend::EmitLLVMOnly:
    case clang::frontend::EmitCodeGenOnly:
    case clang::frontend::EmitObj:
      return true;
    default:
      return false;
  }
}

// libflowlog.so is built for these.
bool has_recorder(const llvm::Triple& target) {
  return target.isOSLinux() && !target.isX32() &&
         (target.getArch() == llvm::Triple::x86_64 || target.getArch() == llvm::Triple::aarch64);
}

// Precompiled headers and the like only carry the marks; what comes of them is up to who uses the header.
class MarksOnly : public clang::ASTConsumer {
  void HandleTagDeclDefinition(clang::TagDecl* tag) override { attach_marks_of_template(*tag); }
  void HandleTranslationUnit(clang::ASTContext&) override { attach_waiting_marks(); }
};

class Action : public clang::PluginASTAction {
 public:
  bool ParseArgs(const clang::CompilerInstance& compiler,
                 const std::vector<std::string>& arguments) override {
    return parse_options(arguments, compiler.getDiagnostics(), options_);
  }

  ActionType getActionType() override { return AddBeforeMainAction; }

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef) override {
    if (!makes_code(compiler.getFrontendOpts().ProgramAction)) return std::make_unique<MarksOnly>();
    const llvm::Triple& target = compiler.getTarget().getTriple();
    if (!options_.off && !has_recorder(target)) {
      clang::DiagnosticsEngine& diagnostics = compiler.getDiagnostics();
      diagnostics.Report(diagnostics.getCustomDiagID(
          clang::DiagnosticsEngine::Error,
          "flowlog: there is no recorder for %0; compile for it without flowlog's flag"))
          << target.str();
      return std::make_unique<clang::ASTConsumer>();
    }

    auto plan = std::make_shared<Plan>();
    on_pass_builder(compiler.getCodeGenOpts(), [plan](llvm::PassBuilder& builder) {
      builder.registerPipelineStartEPCallback(
          [plan](llvm::ModulePassManager& passes, llvm::OptimizationLevel) {
            passes.addPass(TrackingPass(plan));
          });
    });
    if (!options_.off) return make_consumer(compiler, options_, plan);
    plan->marked = true;
    return std::make_unique<clang::ASTConsumer>();
  }

 private:
  Options options_;
};

clang::FrontendPluginRegistry::Add<Action> action("flowlog", "trace annotated functions");

}  // namespace
}  // namespace flowlog::plugin
