// instrument.cpp: see instrument.h.
#include "instrument.h"

#include "compat.h"
#include "flowlog/abi.h"
#include "gate.h"
#include "landings.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Local.h"

namespace flowlog::plugin {
namespace {

using llvm::BasicBlock;
using llvm::CallBase;
using llvm::CallInst;
using llvm::Function;
using llvm::Instruction;
using llvm::Value;

class Instrumenter {
 public:
  Instrumenter(Function& function, llvm::GlobalVariable& site, llvm::GlobalVariable& gate, Hooks& hooks,
               Classifiers& classifiers, const PlannedFunction& planned, bool cplusplus)
      : function_(function),
        site_(site),
        gate_(gate),
        hooks_(hooks),
        classifiers_(classifiers),
        result_(planned.result),
        starts_session_(planned.session),
        cplusplus_(cplusplus),
        builder_(function.getContext()) {}

  void run();

 private:
  Instruction& entry_point();
  void keep_allocas_in_entry(Instruction& point);
  void hook_entry(Instruction& point);
  void keep_token_in_memory();
  Value* token();
  void hook_second_return(CallBase& call);
  void hook_catch(CallBase& beginning);
  void hook_end_by_exception(CallBase& end);
  void hook_return(llvm::ReturnInst& ret);
  void hook_resume(llvm::ResumeInst& resume);
  void hook_escapes(const std::vector<CallInst*>& calls);
  std::vector<CallInst*> calls_that_may_throw();
  void emit_exit(Value* answer, Value* object);
  void emit_return(Value* outcome, Value* object);
  void emit_failure();
  Value* returned_object(llvm::ReturnInst& ret);
  Instruction* if_traced(Instruction& before);
  llvm::DebugLoc location(const Instruction* near, unsigned fallback_line) const;

  Function& function_;
  llvm::GlobalVariable& site_;
  llvm::GlobalVariable& gate_;
  Hooks& hooks_;
  Classifiers& classifiers_;
  const Classification& result_;
  const bool starts_session_;
  const bool cplusplus_;
  llvm::IRBuilder<> builder_;
  llvm::PHINode* token_ = nullptr;          // 0: this call is not recorded
  llvm::AllocaInst* token_home_ = nullptr;  // where it is kept if a call in the function returns twice
};

void Instrumenter::run() {
  std::vector<llvm::ReturnInst*> returns;
  std::vector<llvm::ResumeInst*> resumes;
  for (BasicBlock& block : function_) {
    if (auto* ret = llvm::dyn_cast<llvm::ReturnInst>(block.getTerminator())) returns.push_back(ret);
    if (auto* resume = llvm::dyn_cast<llvm::ResumeInst>(block.getTerminator())) resumes.push_back(resume);
  }
  const std::vector<CallInst*> throwing = calls_that_may_throw();

  const std::vector<CallBase*> returning_twice = calls_that_return_twice(function_);
  const std::vector<CallBase*> catches = beginnings_of_catches(function_);
  const std::vector<CallBase*> ends = ends_by_exception(function_);

  hook_entry(entry_point());
  if (!returning_twice.empty()) keep_token_in_memory();
  for (CallBase* call : returning_twice) hook_second_return(*call);
  for (CallBase* beginning : catches) hook_catch(*beginning);
  for (CallBase* end : ends) hook_end_by_exception(*end);
  for (llvm::ReturnInst* ret : returns) hook_return(*ret);
  for (llvm::ResumeInst* resume : resumes) hook_resume(*resume);
  if (!throwing.empty() || !resumes.empty()) hook_escapes(throwing);
  classifiers_.inline_asked();
}

// Every instruction that calls must have a location where functions have them, and one in line 0 tells a
// debugger nothing wrong.
llvm::DebugLoc Instrumenter::location(const Instruction* near, unsigned fallback_line) const {
  llvm::DISubprogram* scope = function_.getSubprogram();
  if (!scope) return {};
  if (near && near->getDebugLoc()) return near->getDebugLoc();
  return llvm::DILocation::get(function_.getContext(), fallback_line, 0, scope);
}

// Behind the prologue, in which parameters go to their homes: a debugger that stops at the function stops at
// the first instruction with a location, which must not come before them.
Instruction& Instrumenter::entry_point() {
  const bool has_locations = function_.getSubprogram();
  for (Instruction& instruction : function_.getEntryBlock()) {
    if (llvm::isa<llvm::AllocaInst, llvm::DbgInfoIntrinsic>(instruction)) continue;
    const bool calls = llvm::isa<llvm::CallBase>(instruction) && !llvm::isa<llvm::IntrinsicInst>(instruction);
    if (instruction.isTerminator() || calls) return instruction;
    if (has_locations && instruction.getDebugLoc()) return instruction;
    const auto* store = llvm::dyn_cast<llvm::StoreInst>(&instruction);
    if (!has_locations && !(store && llvm::isa<llvm::Argument>(store->getValueOperand()))) return instruction;
  }
  llvm_unreachable("a block ends with a terminator");
}

// Elsewhere they would count as dynamic ones.
void Instrumenter::keep_allocas_in_entry(Instruction& point) {
  std::vector<llvm::AllocaInst*> below;
  for (auto at = point.getIterator(), end = point.getParent()->end(); at != end; ++at)
    if (auto* alloca = llvm::dyn_cast<llvm::AllocaInst>(&*at); alloca && alloca->isStaticAlloca())
      below.push_back(alloca);
  for (llvm::AllocaInst* alloca : below)
    if (alloca != &point) alloca->moveBefore(&point);
}

void Instrumenter::hook_entry(Instruction& point) {
  keep_allocas_in_entry(point);
  const llvm::DISubprogram* scope = function_.getSubprogram();
  const llvm::DebugLoc at = location(nullptr, scope ? scope->getScopeLine() : 0);

  BasicBlock* before = point.getParent();
  builder_.SetInsertPoint(&point);
  builder_.SetCurrentDebugLocation(at);
  Instruction* then = split_if(builder_, is_open(builder_, gate_));
  then->getParent()->setName("flowlog.enter");
  Value* token = starts_session_ ? builder_.CreateCall(hooks_.enter_special(),
                                                       {&site_, builder_.getInt32(FLOWLOG_CALL_SESSION)})
                                 : builder_.CreateCall(hooks_.enter(), {&site_});
  builder_.SetInsertPoint(point.getParent(), point.getParent()->begin());
  token_ = builder_.CreatePHI(builder_.getInt32Ty(), 2, "flowlog.token");
  token_->addIncoming(builder_.getInt32(0), before);
  token_->addIncoming(token, then->getParent());
}

// After a second return, registers and what was spilled of them hold what they held at the first, or nothing.
void Instrumenter::keep_token_in_memory() {
  BasicBlock& entry = function_.getEntryBlock();
  token_home_ = make_alloca(builder_.getInt32Ty(), llvm::Align(4), "flowlog.token.home", entry);
  builder_.SetInsertPoint(&*token_->getParent()->getFirstInsertionPt());
  builder_.CreateStore(token_, token_home_, /*isVolatile=*/true);
}

Value* Instrumenter::token() {
  if (!token_home_) return token_;
  return builder_.CreateLoad(builder_.getInt32Ty(), token_home_, /*isVolatile=*/true);
}

// Opens `if (token != 0)` ahead of `before`, and returns the end of what is inside; the builder stands there.
Instruction* Instrumenter::if_traced(Instruction& before) {
  builder_.SetInsertPoint(&before);
  builder_.SetCurrentDebugLocation(location(&before, 0));
  return split_if(builder_, builder_.CreateICmpNE(token(), builder_.getInt32(0)));
}

void Instrumenter::hook_return(llvm::ReturnInst& ret) {
  // Nothing may stand between a call that must be a tail call and the return. So this call ends when that one
  // begins.
  if (CallInst* tail = ret.getParent()->getTerminatingMustTailCall()) {
    if_traced(*tail);
    emit_exit(nullptr, nullptr);
    return;
  }
  if_traced(ret);
  const bool classified = result_.kind != Classification::Kind::kNone;
  Value* result = classified || result_.object ? returned_object(ret) : nullptr;
  Value* answer = result && classified ? classifiers_.ask(builder_, result_.classifier, result) : nullptr;
  Value* object = result && result_.object ? classifiers_.ask(builder_, *result_.object, result) : nullptr;
  emit_exit(answer, object);
}

// Where the returned object can be looked at: in the memory that the caller gave, or in a copy of the
// registers.
Value* Instrumenter::returned_object(llvm::ReturnInst& ret) {
  for (llvm::Argument& argument : function_.args())
    if (argument.hasStructRetAttr()) return &argument;
  Value* value = ret.getReturnValue();
  if (!value) return nullptr;
  const uint64_t value_bytes = function_.getParent()->getDataLayout().getTypeStoreSize(value->getType());
  const uint64_t bytes = std::max(result_.result_bytes, value_bytes);
  const uint64_t offset = result_.first_eightbyte_empty && bytes > 8 && value_bytes <= 8 ? 8 : 0;

  BasicBlock& entry = function_.getEntryBlock();
  auto* copy = make_alloca(llvm::ArrayType::get(builder_.getInt8Ty(), bytes), llvm::Align(16),
                           "flowlog.result", entry);
  Value* at = offset ? builder_.CreateConstGEP1_64(builder_.getInt8Ty(), copy, offset) : copy;
  builder_.CreateAlignedStore(value, at, llvm::Align(8));
  return copy;
}

// `answer` is the classifier's; null: returning is success. `object` is what has a dynamic type to tell, or
// null.
void Instrumenter::emit_exit(Value* answer, Value* object) {
  Value* const success = builder_.getInt32(FLOWLOG_SUCCESS);
  if (!answer) return emit_return(success, object);
  using Kind = Classification::Kind;
  const bool stated = result_.kind == Kind::kStated, alternative = result_.kind == Kind::kAlternative;
  Value* failed = stated        ? builder_.CreateICmpEQ(answer, builder_.getInt32(FLOWLOG_ERROR))
                  : alternative ? builder_.CreateICmpEQ(answer, builder_.getInt32(~0u))
                                : builder_.CreateICmpNE(answer, builder_.getInt32(0));
  const llvm::DebugLoc at = builder_.getCurrentDebugLocation();
  Instruction *if_failed, *otherwise;
  llvm::SplitBlockAndInsertIfThenElse(failed, &*builder_.GetInsertPoint(), &if_failed, &otherwise);
  for (Instruction* branch : {if_failed, otherwise}) branch->setDebugLoc(at);
  if_failed->getParent()->getSinglePredecessor()->getTerminator()->setDebugLoc(at);

  builder_.SetInsertPoint(if_failed);
  builder_.SetCurrentDebugLocation(at);
  emit_failure();
  builder_.SetInsertPoint(otherwise);
  builder_.SetCurrentDebugLocation(at);
  if (alternative)
    builder_.CreateCall(hooks_.exit_alternative(), {&site_, token(), success, answer});
  else
    emit_return(stated ? answer : success, object);
}

void Instrumenter::emit_return(Value* outcome, Value* object) {
  if (object)
    builder_.CreateCall(hooks_.exit_object(), {&site_, token(), outcome, object});
  else
    builder_.CreateCall(hooks_.exit(), {&site_, token(), outcome});
}

void Instrumenter::emit_failure() {
  Value* const outcome = builder_.getInt32(result_.failed_outcome);
  if (result_.detail.empty()) {
    builder_.CreateCall(hooks_.exit(), {&site_, token(), outcome});
    return;
  }
  llvm::Type* size = function_.getParent()->getDataLayout().getIntPtrType(function_.getContext());
  Value* text = builder_.CreateGlobalString(result_.detail, "flowlog.detail");
  builder_.CreateCall(hooks_.exit_detail(),
                      {&site_, token(), outcome, text, llvm::ConstantInt::get(size, result_.detail.size())});
}

// An exception that a landing pad of the function has stopped goes on.
void Instrumenter::hook_resume(llvm::ResumeInst& resume) {
  if_traced(resume);
  Value* exception = builder_.CreateExtractValue(resume.getValue(), 0);
  builder_.CreateCall(hooks_.unwind(), {&site_, token(), exception});
}

// setjmp returns, perhaps from calls above that were left by longjmp.
void Instrumenter::hook_second_return(CallBase& call) {
  if_traced(behind(call));
  Value* again = returned_again(builder_, call);
  builder_.CreateCall(hooks_.resync(), {token(), again});
}

// The exception may have passed tracked calls that were compiled without exceptions.
void Instrumenter::hook_catch(CallBase& beginning) {
  if_traced(beginning);
  builder_.CreateCall(hooks_.resync(), {token(), builder_.getInt32(0)});
}

// An exception would leave a function that promised to throw none; the program is about to be ended for it.
void Instrumenter::hook_end_by_exception(CallBase& end) {
  if_traced(end);
  builder_.CreateCall(hooks_.unwind(), {&site_, token(), end.getArgOperand(0)});
}

std::vector<CallInst*> Instrumenter::calls_that_may_throw() {
  std::vector<CallInst*> calls;
  if (function_.doesNotThrow()) return calls;
  for (Instruction& instruction : llvm::instructions(function_)) {
    auto* call = llvm::dyn_cast<CallInst>(&instruction);
    if (call && !call->doesNotThrow() && !call->isMustTailCall() && !call->canReturnTwice() &&
        !call->isInlineAsm())
      calls.push_back(call);
  }
  return calls;
}

// Exceptions must pass by: calls outside of any try get a landing pad, and landing pads that were for certain
// types only get all others, too.
void Instrumenter::hook_escapes(const std::vector<CallInst*>& calls) {
  llvm::LLVMContext& context = function_.getContext();
  if (!function_.hasPersonalityFn()) {
    const char* name = cplusplus_ ? "__gxx_personality_v0" : "__gcc_personality_v0";
    llvm::FunctionCallee personality = function_.getParent()->getOrInsertFunction(
        name, llvm::FunctionType::get(builder_.getInt32Ty(), /*isVarArg=*/true));
    function_.setPersonalityFn(llvm::cast<llvm::Constant>(personality.getCallee()));
  }
  for (BasicBlock& block : function_)
    if (llvm::LandingPadInst* pad = block.getLandingPadInst()) pad->setCleanup(true);
  if (calls.empty()) return;

  BasicBlock* cleanup = BasicBlock::Create(context, "flowlog.unwind", &function_);
  builder_.SetInsertPoint(cleanup);
  builder_.SetCurrentDebugLocation(location(nullptr, 0));
  llvm::LandingPadInst* pad =
      builder_.CreateLandingPad(llvm::StructType::get(builder_.getPtrTy(), builder_.getInt32Ty()), 0);
  pad->setCleanup(true);
  llvm::ResumeInst* resume = builder_.CreateResume(pad);
  for (CallInst* call : calls) llvm::changeToInvokeAndSplitBasicBlock(call, cleanup);
  hook_resume(*resume);
}

}  // namespace

void instrument(Function& function, llvm::GlobalVariable& site, llvm::GlobalVariable& gate, Hooks& hooks,
                Classifiers& classifiers, const PlannedFunction& planned, bool cplusplus) {
  Instrumenter(function, site, gate, hooks, classifiers, planned, cplusplus).run();
}

}  // namespace flowlog::plugin
