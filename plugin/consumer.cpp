// consumer.cpp: see consumer.h.
//
// How the pass finds a planned function again: by linkage name, if the name is the same for whoever computes
// it. Names of internal entities inside functions are not: they hold numbers ("$_0") that each mangler gives
// out in its own order. Such functions carry a key (marks.h), which must be on the declaration before the
// compiler first refers to it; so we look at each top-level declaration before the code generator does.
#include "consumer.h"

#include <optional>

#include "clang/AST/ASTContext.h"
#include "clang/AST/ASTMutationListener.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Mangle.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Sema/Sema.h"
#include "compat.h"
#include "description.h"
#include "diagnostics.h"
#include "lambdas.h"
#include "marks.h"
#include "names.h"
#include "outcomes.h"
#include "precompiled.h"
#include "selection.h"
#include "versions.h"
#include "virtual_methods.h"

namespace flowlog::plugin {
namespace {

using clang::CXXRecordDecl;
using clang::Decl;
using clang::FunctionDecl;
using llvm::dyn_cast;
using llvm::isa;

// `module;` must be the first thing in a unit, so nothing can be compiled ahead of it.
bool is_module_unit(const clang::SourceManager& sources, const clang::LangOptions& language) {
  if (!language.CPlusPlusModules) return false;
  const clang::FileID main = sources.getMainFileID();
  clang::Lexer lexer(main, sources.getBufferOrFake(main), sources, language);
  clang::Token token;
  lexer.LexFromRawLexer(token);
  if (token.is(clang::tok::raw_identifier) && token.getRawIdentifier() == "export")
    lexer.LexFromRawLexer(token);
  return token.is(clang::tok::raw_identifier) && token.getRawIdentifier() == "module";
}

bool is_local(const Decl& declaration) {
  for (const clang::DeclContext* at = declaration.getDeclContext(); at; at = at->getParent())
    if (at->isFunctionOrMethod()) return true;
  return false;
}

class Consumer : public clang::SemaConsumer, private clang::ASTMutationListener {
 public:
  Consumer(clang::CompilerInstance& compiler, const Options& options, std::shared_ptr<Plan> plan)
      : compiler_(compiler), options_(options), plan_(std::move(plan)) {}

  void Initialize(clang::ASTContext& context) override;
  void InitializeSema(clang::Sema& sema) override {
    sema_ = &sema;
    outcomes_->set_sema(sema);
  }

  bool HandleTopLevelDecl(clang::DeclGroupRef group) override;
  void HandleInlineFunctionDefinition(FunctionDecl* function) override;
  void HandleTagDeclDefinition(clang::TagDecl* tag) override;
  void HandleCXXImplicitFunctionInstantiation(FunctionDecl* function) override {
    instantiated_.push_back(function);  // its enclosing function, which may name it, is not complete yet
  }
  void HandleCXXStaticMemberVarInstantiation(clang::VarDecl* variable) override { visit(*variable); }
  clang::ASTMutationListener* GetASTMutationListener() override { return this; }
  void HandleTranslationUnit(clang::ASTContext& context) override;

 private:
  static constexpr size_t kNotPlanned = SIZE_MAX;
  struct State {
    size_t index = kNotPlanned;
    bool decided_with_body = false;
  };

  // Code of class templates that stands in no function comes into being when it is first used.
  void DefaultMemberInitializerInstantiated(const clang::FieldDecl* field) override {
    initializers_.push_back(field);
  }
  void DefaultArgumentInstantiated(const clang::ParmVarDecl* parameter) override {
    initializers_.push_back(parameter);
  }

  void visit_postponed();
  void visit(Decl& declaration);
  void visit_lambdas_in(const Decl& owner);
  void consider(FunctionDecl& function);
  void note_marked_in_vain(const FunctionDecl& function);
  void report_skipped(const FunctionDecl& function, Skip skip, bool annotated);
  void report_unmatched(const clang::ASTContext& context);
  void plan(FunctionDecl& function, const Choice& choice, State& state);
  bool needs_key(const FunctionDecl& function);
  void name_functions();

  clang::CompilerInstance& compiler_;
  clang::Sema* sema_ = nullptr;
  const Options options_;
  std::shared_ptr<Plan> plan_;
  Lambdas lambdas_;
  std::optional<Names> names_;
  std::optional<Diagnostics> diagnostics_;
  std::optional<clang::ASTNameGenerator> mangler_;
  std::optional<Outcomes> outcomes_;
  std::optional<Selection> selection_;
  std::optional<VirtualMethods> virtual_methods_;
  llvm::DenseMap<const FunctionDecl*, State> states_;  // by canonical declaration
  std::vector<FunctionDecl*> instantiated_;
  std::vector<Decl*> postponed_;  // until no function is half done
  std::vector<const Decl*> initializers_;
  llvm::DenseSet<const Decl*> searched_;  // for lambdas
  std::vector<const FunctionDecl*> marked_pure_;
  std::vector<clang::CXXDestructorDecl*> defaulted_;  // they get their bodies, and code, last
  bool matched_ = false;
  bool has_functions_ = false;  // the main file defines some
};

void Consumer::Initialize(clang::ASTContext& context) {
  names_.emplace(context, compiler_.getCodeGenOpts(), lambdas_);
  diagnostics_.emplace(compiler_.getDiagnostics(), options_, *names_);
  mangler_.emplace(context);
  outcomes_.emplace(context, *names_);
  selection_.emplace(options_, *names_);
  virtual_methods_.emplace(context, *names_);
  if (!compiler_.getPreprocessorOpts().ImplicitPCHInclude.empty() || compiler_.getLangOpts().Modules ||
      compiler_.getLangOpts().CPlusPlusModules)
    selection_->expect_unseen_marks();

  const clang::LangOptions& language = compiler_.getLangOpts();
  plan_->cplusplus = language.CPlusPlus;
  plan_->min_instructions = options_.min_instructions;
  if (language.CPlusPlus && !is_module_unit(compiler_.getSourceManager(), language)) {
    clang::Preprocessor& preprocessor = compiler_.getPreprocessor();
    preprocessor.setPredefines(preprocessor.getPredefines() + Outcomes::classifier_templates());
  }

  plan_->describe = [this, &context](const PlannedFunction& function, llvm::StringRef symbol) {
    return describe(context, *names_, options_.shape_depth, *function.declaration, symbol);
  };
  plan_->source_path = [this](const PlannedFunction& function) {
    return names_->written_at(*function.declaration).file;
  };
  plan_->report = [this](const PlannedFunction& function, Skip skip) {
    diagnostics_->function(function, skip);
  };
  plan_->answered_by = [this](size_t key) { return virtual_methods_->answered_by(key); };
}

bool Consumer::HandleTopLevelDecl(clang::DeclGroupRef group) {
  if (!selection_->is_active()) {
    instantiated_.clear();
    initializers_.clear();
    return true;
  }
  virtual_methods_->key_methods();
  postponed_.insert(postponed_.end(), group.begin(), group.end());
  // Where a function's result type or value is needed at once, it is instantiated, and comes here, in the
  // middle of another function. That one may name it, as by a lambda of its own, and is not complete yet. The
  // current context does not tell: a class that is instantiated there has its own.
  if (!sema_ || !sema_->getCurFunction()) visit_postponed();
  return true;
}

void Consumer::visit_postponed() {
  for (Decl* declaration : std::exchange(postponed_, {})) {
    visit(*declaration);
    const auto* space = dyn_cast<clang::NamespaceDecl>(declaration);
    if (space && space->getDeclName().isIdentifier() && space->getName() == "flowlog")
      outcomes_->notice_header();
  }
  for (const Decl* initializer : std::exchange(initializers_, {})) visit_lambdas_in(*initializer);
  for (FunctionDecl* function : std::exchange(instantiated_, {})) consider(*function);
}

// Members of local classes are met nowhere else. What they are local to is not complete yet.
void Consumer::HandleInlineFunctionDefinition(FunctionDecl* function) {
  if (selection_->is_active() && is_local(*function)) postponed_.push_back(function);
}

// Members that are defaulted in the class are never defined as functions are.
void Consumer::HandleTagDeclDefinition(clang::TagDecl* tag) {
  attach_marks_of_template(*tag);
  auto* record = dyn_cast<CXXRecordDecl>(tag);
  if (record) virtual_methods_->meet(*record);  // the first mark may be yet to come
  if (!record || !selection_->is_active() || record->isDependentContext()) return;
  for (clang::CXXMethodDecl* method : record->methods()) {
    if (!method->isExplicitlyDefaulted()) continue;
    if (is_local(*record))
      postponed_.push_back(method);
    else
      consider(*method);
  }
}

void Consumer::visit(Decl& declaration) {
  if (auto* function = dyn_cast<FunctionDecl>(&declaration)) {
    consider(*function);
    if (function->doesThisDeclarationHaveABody() && !function->isDependentContext())
      visit_lambdas_in(*function);
  } else if (isa<clang::VarDecl, clang::FieldDecl>(declaration)) {
    if (!declaration.getDeclContext()->isDependentContext()) visit_lambdas_in(declaration);
  } else if (isa<clang::NamespaceDecl, clang::LinkageSpecDecl, clang::ExportDecl, CXXRecordDecl>(
                 declaration)) {
    auto& context = *clang::Decl::castToDeclContext(&declaration);
    if (context.isDependentContext()) return;
    for (Decl* member : context.decls()) visit(*member);
  } else if (auto* befriended = dyn_cast<clang::FriendDecl>(&declaration)) {
    if (clang::NamedDecl* target = befriended->getFriendDecl()) visit(*target);
  }
}

void Consumer::visit_lambdas_in(const Decl& owner) {
  if (!selection_->looks_into_functions() || !searched_.insert(&owner).second) return;
  for (const clang::LambdaExpr* lambda : lambdas_.directly_in(owner)) {
    const CXXRecordDecl& closure = *lambda->getLambdaClass();
    if (!isa<FunctionDecl>(closure.getDeclContext())) lambdas_.note_owner(closure, owner);
    clang::CXXMethodDecl& call_operator = *lambda->getCallOperator();
    if (call_operator.isDependentContext()) continue;  // its instantiations come by themselves
    consider(call_operator);
    visit_lambdas_in(call_operator);
  }
}

// Of marks on functions that nobody can define, or that nobody need.
void Consumer::note_marked_in_vain(const FunctionDecl& function) {
  const bool deleted = function.isDeletedAsWritten();
  if (!deleted && !is_pure(function)) return;
  const Marks marks = marks_on(function);
  if (!marks.track && !marks.session) return;
  if (deleted)
    report_skipped(function, Skip::kDeleted, /*annotated=*/true);
  else if (!isa<clang::CXXDestructorDecl>(function))  // which must be defined somewhere
    marked_pure_.push_back(&function);
}

void Consumer::report_skipped(const FunctionDecl& function, Skip skip, bool annotated) {
  PlannedFunction skipped;
  skipped.declaration = &function;
  skipped.annotated = annotated;
  diagnostics_->function(skipped, skip);
}

void Consumer::consider(FunctionDecl& function) {
  const bool has_body = function.doesThisDeclarationHaveABody() || function.isDefaulted();
  note_marked_in_vain(function);
  if (!has_body && !function.isTemplateInstantiation()) return;
  has_functions_ |= has_body && compiler_.getSourceManager().isInMainFile(function.getLocation());
  State& state = states_[function.getCanonicalDecl()];
  if (state.decided_with_body) return;
  state.decided_with_body = has_body;

  const Choice choice = selection_->choose(function);
  matched_ |= choice.by_match;
  if (choice.tracked) {
    plan(function, choice, state);
  } else if (choice.skip != Skip::kNone && has_body) {
    report_skipped(function, choice.skip, choice.annotated);
  }
}

void Consumer::plan(FunctionDecl& function, const Choice& choice, State& state) {
  if (state.index == kNotPlanned) {
    state.index = plan_->functions.size();
    plan_->functions.emplace_back();
    if (needs_key(function)) {
      const std::string key = make_key(kFunctionKey, state.index);
      for (FunctionDecl* declaration : function.redecls())
        declaration->addAttr(AssumptionAttr::CreateImplicit(compiler_.getASTContext(), key));
    }
  }
  PlannedFunction& planned = plan_->functions[state.index];
  planned.declaration = &function;
  planned.session = choice.session;
  planned.annotated = choice.annotated;
  planned.by_match = choice.by_match;
  if (function.doesThisDeclarationHaveABody()) outcomes_->prepare(function);
  if (auto* destructor = dyn_cast<clang::CXXDestructorDecl>(&function)) {
    forbid_alias_of_base(*destructor, compiler_.getCodeGenOpts());
    if (!function.doesThisDeclarationHaveABody()) defaulted_.push_back(destructor);
  }
}

// Whether another mangler may have another name for the function. No key otherwise: it would be refused on
// functions that have versions (versions.h).
bool Consumer::needs_key(const FunctionDecl& function) {
  if (function.isExternallyVisible()) return false;
  return is_local(function) || function.isTemplateInstantiation() ||
         llvm::StringRef(mangler_->getName(&function)).contains("$_");
}

// A pattern that is right for a program matches nothing in many of its files. It is no surprise in a file
// without functions, nor where a header declares some that match; nor is it known with a precompiled one.
void Consumer::report_unmatched(const clang::ASTContext& context) {
  if (options_.match.empty() || matched_) return;
  const bool precompiled = !compiler_.getPreprocessorOpts().ImplicitPCHInclude.empty();
  diagnostics_->nothing_matched(has_functions_ && !precompiled &&
                                !selection_->matches_any_in(*context.getTranslationUnitDecl()));
}

void Consumer::HandleTranslationUnit(clang::ASTContext& context) {
  attach_waiting_marks();
  if (selection_->is_active()) visit_postponed();
  report_unmatched(context);
  if (const std::string header = find_lost_mark(compiler_); !header.empty()) diagnostics_->marks_lost(header);
  for (const FunctionDecl* function : marked_pure_)
    if (!function->isDefined()) report_skipped(*function, Skip::kPure, /*annotated=*/true);
  plan_->marked = selection_->is_active();
  if (plan_->functions.empty()) return;
  for (clang::CXXDestructorDecl* destructor : defaulted_)
    forbid_alias_of_base(*destructor, compiler_.getCodeGenOpts());
  name_functions();
  for (PlannedFunction& planned : plan_->functions)
    planned.result = outcomes_->classify(*planned.declaration);
  // The pass describes those functions of which there is IR, and needs their declarations for it.
  compiler_.getCodeGenOpts().ClearASTBeforeBackend = false;
  if (!plan_->pass_runs) diagnostics_->passes_disabled();
}

void Consumer::name_functions() {
  for (size_t index = 0; index < plan_->functions.size(); ++index) {
    PlannedFunction& planned = plan_->functions[index];
    const FunctionDecl& function = *planned.declaration;
    planned.has_versions = function.isMultiVersion();
    if (needs_key(function)) continue;
    if (isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(function)) {
      for (const std::string& symbol : mangler_->getAllManglings(&function)) plan_->by_symbol[symbol] = index;
    } else {
      const auto [first, is_first] = plan_->by_symbol.try_emplace(mangler_->getName(&function), index);
      if (!is_first) plan_->functions[first->second].session |= planned.session;
    }
  }
}

}  // namespace

std::unique_ptr<clang::ASTConsumer> make_consumer(clang::CompilerInstance& compiler, const Options& options,
                                                  std::shared_ptr<Plan> plan) {
  return std::make_unique<Consumer>(compiler, options, std::move(plan));
}

}  // namespace flowlog::plugin
