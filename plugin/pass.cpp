// pass.cpp: see pass.h. Finds the planned functions among the module's, and says which are left out and why.
#include "pass.h"

#include "call_edges.h"
#include "classify.h"
#include "compat.h"
#include "coroutines.h"
#include "hooks.h"
#include "instrument.h"
#include "landings.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/xxhash.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include "marks.h"
#include "sites.h"
#include "versions.h"

namespace flowlog::plugin {
namespace {

using llvm::Function;

constexpr llvm::StringLiteral kAssumptions = "llvm.assume";
constexpr llvm::StringLiteral kTracked =
    "flowlog-tracked";  // IR attribute of functions that have their hooks
constexpr llvm::StringLiteral kResynced = "flowlog-resynced";  // likewise, of others

const PlannedFunction* find_planned(const Function& function, const Plan& plan) {
  if (const auto key = find_key(kFunctionKey, function.getFnAttribute(kAssumptions).getValueAsString()))
    return *key < plan.functions.size() ? &plan.functions[*key] : nullptr;
  const auto found = plan.by_symbol.find(function.getName());
  if (found != plan.by_symbol.end()) return &plan.functions[found->second];
  const auto versioned = plan.by_symbol.find(without_version(function.getName()));
  if (versioned == plan.by_symbol.end()) return nullptr;
  const PlannedFunction& planned = plan.functions[versioned->second];
  return planned.has_versions ? &planned : nullptr;
}

// Thunks adjust `this` or the result around a call of the function proper.
bool is_thunk(const Function& function) {
  const llvm::StringRef name = function.getName();
  return name.starts_with("_ZTh") || name.starts_with("_ZTv") || name.starts_with("_ZTc");
}

// Where the variants of a constructor or destructor are the same, one is an alias of the other.
Function* called_function(const llvm::Instruction& instruction) {
  const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
  return call ? llvm::dyn_cast<Function>(call->getCalledOperand()->stripPointerCastsAndAliases()) : nullptr;
}

// A deleting destructor (D0) calls the complete one, unless the class deletes its objects by itself; of an
// abstract class, it can't be called at all.
bool is_deleting_destructor(const Function& function) {
  llvm::ItaniumPartialDemangler name;
  return function.getName().ends_with("D0Ev") && !name.partialDemangle(function.getName().str().c_str()) &&
         name.isCtorOrDtor();
}

// C1 may only call C2, D1 only D2. All belong to one declaration, their names differ in the
// digit, and the one that forwards has the smaller.
bool is_forwarder(const Function& function, const PlannedFunction& planned, const Plan& plan) {
  for (const llvm::Instruction& instruction : llvm::instructions(function)) {
    const Function* callee = called_function(instruction);
    if (callee && function.getName() < callee->getName() && find_planned(*callee, plan) == &planned)
      return true;
  }
  return false;
}

bool calls_more_than(const Function& function, const Function& sibling) {
  return llvm::any_of(llvm::instructions(function), [&](const llvm::Instruction& instruction) {
    const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
    return call && !llvm::isa<llvm::IntrinsicInst>(call) && called_function(instruction) != &sibling;
  });
}

// A complete destructor (D1) of a class with virtual bases calls its sibling (D2), then destroys the bases,
// all of it one call of the destructor. So it gets the sibling's body, and is no forwarder any more.
void absorb_base_destructor(Function& function, const PlannedFunction& planned, const Plan& plan) {
  if (!function.getName().ends_with("D1Ev")) return;
  for (llvm::Instruction& instruction : llvm::instructions(function)) {
    Function* callee = called_function(instruction);
    if (!callee || callee == &function || callee->isDeclaration() || find_planned(*callee, plan) != &planned)
      continue;
    if (!calls_more_than(function, *callee)) return;
    llvm::InlineFunctionInfo info;
    llvm::InlineFunction(llvm::cast<llvm::CallBase>(instruction), info);
    return;
  }
}

bool is_ifunc_resolver(const Function& function) {
  return llvm::any_of(function.getParent()->ifuncs(), [&](const llvm::GlobalIFunc& ifunc) {
    return ifunc.getResolverFunction() == &function;
  });
}

unsigned instructions_of(const Function& function) {
  unsigned count = 0;
  for (const llvm::Instruction& instruction : llvm::instructions(function))
    count += !llvm::isa<llvm::DbgInfoIntrinsic>(instruction);
  return count;
}

Skip skip_of(const Function& function, const PlannedFunction& planned, const Plan& plan) {
  if (is_thunk(function) || is_deleting_destructor(function) || is_forwarder(function, planned, plan))
    return Skip::kForwarder;
  if (function.hasFnAttribute(llvm::Attribute::Naked)) return Skip::kNaked;
  if (is_ifunc_resolver(function)) return Skip::kIfuncResolver;
  if (planned.by_match && instructions_of(function) < plan.min_instructions) return Skip::kTooSmall;
  if (function.hasAvailableExternallyLinkage() && !function.hasFnAttribute(llvm::Attribute::AlwaysInline))
    return Skip::kDefinedElsewhere;
  return Skip::kNone;
}

// Calls of functions without side effects may be merged, moved or left out; a call that is recorded may not.
void drop_promises(Function& function) {
  llvm::AttributeMask promises;
  for (const auto promise : {llvm::Attribute::Memory, llvm::Attribute::NoSync, llvm::Attribute::NoFree,
                             llvm::Attribute::NoCallback, llvm::Attribute::Speculatable})
    promises.addAttribute(promise);
  function.removeFnAttrs(promises);
  for (llvm::User* user : function.users())
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(user); call && call->getCalledOperand() == &function)
      call->removeFnAttrs(promises);
}

// A function that is not tracked, with a body that becomes code here and a frame.
bool may_be_resynced(const Function& function) {
  return !function.isDeclaration() && !function.hasAvailableExternallyLinkage() &&
         !function.hasFnAttribute(kTracked) && !function.hasFnAttribute(kResynced) &&
         !function.hasFnAttribute(llvm::Attribute::Naked) && !function.isPresplitCoroutine();
}

// Functions and calls alike.
template <class Bearer>
void strip_marks(Bearer& bearer) {
  llvm::AttributeList attributes = bearer.getAttributes();
  const llvm::StringRef assumptions = attributes.getFnAttr(kAssumptions).getValueAsString();
  if (!assumptions.contains(kMarkPrefix)) return;
  const std::string others = without_marks(assumptions);
  attributes = attributes.removeFnAttribute(bearer.getContext(), kAssumptions);
  if (!others.empty()) attributes = attributes.addFnAttribute(bearer.getContext(), kAssumptions, others);
  bearer.setAttributes(attributes);
}

void strip_all_marks(llvm::Module& module) {
  for (Function& function : module) {
    strip_marks(function);
    for (llvm::Instruction& instruction : llvm::instructions(function))
      if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction)) strip_marks(*call);
  }
}

llvm::StringRef symbol_of(const Function& function, const PlannedFunction& planned) {
  return planned.has_versions ? without_version(function.getName()) : function.getName();
}

// A symbol with internal linkage is another one in each file.
uint64_t site_id(const Function& function, const PlannedFunction& planned, const Plan& plan) {
  std::string text = symbol_of(function, planned).str();
  if (function.hasLocalLinkage()) text += '\n' + plan.source_path(planned);
  return llvm::xxHash64(text);
}

void add_call_lists(llvm::Module& module,
                    const std::vector<std::pair<Function*, const PlannedFunction*>>& chosen,
                    const Plan& plan) {
  CallEdges edges(module, plan);
  for (const auto& [function, planned] : chosen)
    edges.add_tracked(*function, site_id(*function, *planned, plan));
  edges.emit();
}

}  // namespace

llvm::PreservedAnalyses TrackingPass::run(llvm::Module& module, llvm::ModuleAnalysisManager&) {
  if (!plan_->marked) return llvm::PreservedAnalyses::all();

  std::vector<std::pair<Function*, const PlannedFunction*>> chosen;
  llvm::DenseSet<const PlannedFunction*> met;
  for (Function& function : module) {
    if (function.isDeclaration() || function.hasFnAttribute(kTracked)) continue;
    const PlannedFunction* planned = find_planned(function, *plan_);
    if (!planned) continue;
    absorb_base_destructor(function, *planned, *plan_);
    const Skip skip = skip_of(function, *planned, *plan_);
    if (skip == Skip::kNone)
      chosen.emplace_back(&function, planned);
    else if (skip == Skip::kDefinedElsewhere)
      function.deleteBody();  // or calls would go uncounted where it is inlined
    plan_->report(*planned, skip);
    met.insert(planned);
  }

  for (const PlannedFunction& planned : plan_->functions)
    if (!met.count(&planned)) plan_->report(planned, Skip::kNoCode);

  Classifiers classifiers(module);
  if (!chosen.empty()) {
    Hooks hooks(module);
    Sites sites(module, hooks);
    add_call_lists(module, chosen, *plan_);
    for (const auto& [function, planned] : chosen) {
      const llvm::StringRef symbol = symbol_of(*function, *planned);
      llvm::GlobalVariable* site = sites.find(symbol);
      if (!site)
        site = sites.add(*function, symbol, plan_->describe(*planned, symbol),
                         site_id(*function, *planned, *plan_), planned->session);
      drop_promises(*function);
      if (function->isPresplitCoroutine())
        instrument_coroutine(*function, *site, sites.gate(), hooks, planned->session);
      else
        instrument(*function, *site, sites.gate(), hooks, classifiers, *planned, plan_->cplusplus);
      function->addFnAttr(kTracked);
    }
    for (Function& function : module)
      if (may_be_resynced(function) && resync_untracked(function, sites.gate(), hooks))
        function.addFnAttr(kResynced);
    sites.register_image();
  }
  classifiers.remove();
  strip_all_marks(module);
  return llvm::PreservedAnalyses::none();
}

}  // namespace flowlog::plugin
