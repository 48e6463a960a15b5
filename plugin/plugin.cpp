// plugin.cpp: what the compiler loads. Joins the AST half (consumer.h) and the IR half (pass.h) by a plan.
#include "clang/Basic/TargetInfo.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "compat.h"
#include "consumer.h"
#include "llvm/Passes/PassBuilder.h"
#include "options.h"
#include "pass.h"
#include "precompiled.h"
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

// Compilation stops at IR, which goes into a file as it is: by -emit-llvm with -disable-llvm-passes, or by
// -save-temps, which compiles that file later.
bool writes_raw_ir(const clang::CompilerInstance& compiler) {
  const auto action = compiler.getFrontendOpts().ProgramAction;
  return compiler.getCodeGenOpts().DisableLLVMPasses &&
         (action == clang::frontend::EmitBC || action == clang::frontend::EmitLLVM);
}

// There is no pipeline then, but the writer is a pass, too, and nobody has seen the module before it.
void run_before_writer(llvm::PassBuilder& builder, const std::shared_ptr<Plan>& plan) {
  builder.getPassInstrumentationCallbacks()->registerBeforeNonSkippedPassCallback(
      [plan, done = false](llvm::StringRef, const llvm::Any& unit) mutable {
        const auto* module = llvm::any_cast<const llvm::Module*>(&unit);
        if (!module || std::exchange(done, true)) return;
        llvm::ModuleAnalysisManager none;
        TrackingPass(plan).run(const_cast<llvm::Module&>(**module), none);
      });
}

constexpr llvm::StringLiteral kName = "flowlog";
constexpr llvm::StringLiteral kDescription = "trace annotated functions";

// The compiler runs every plugin that it has loaded, copies of one under different paths too. The first has
// the attributes, so the others have nothing to do.
bool is_first_copy() {
  for (const auto& entry : clang::FrontendPluginRegistry::entries())
    if (entry.getName() == kName) return entry.getDesc().data() == kDescription.data();
  return true;
}

// Precompiled headers and the like only carry the marks; what comes of them is up to who uses the header.
class MarksOnly : public clang::ASTConsumer {
  void HandleTagDeclDefinition(clang::TagDecl* tag) override { attach_marks_of_template(*tag); }
  void HandleTranslationUnit(clang::ASTContext& context) override {
    attach_waiting_marks();
    sign_precompiled(context.getSourceManager());
  }
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
    if (!is_first_copy()) return std::make_unique<clang::ASTConsumer>();
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
    const bool raw = writes_raw_ir(compiler);
    on_pass_builder(compiler.getCodeGenOpts(), [plan, raw](llvm::PassBuilder& builder) {
      if (raw) run_before_writer(builder, plan);
      builder.registerPipelineStartEPCallback(
          [plan](llvm::ModulePassManager& passes, llvm::OptimizationLevel) {
            passes.addPass(TrackingPass(plan));
          });
    });
    plan->pass_runs = raw || !compiler.getCodeGenOpts().DisableLLVMPasses;
    if (!options_.off) return make_consumer(compiler, options_, plan);
    plan->marked = true;
    return std::make_unique<clang::ASTConsumer>();
  }

 private:
  Options options_;
};

clang::FrontendPluginRegistry::Add<Action> action(kName, kDescription);

}  // namespace
}  // namespace flowlog::plugin
