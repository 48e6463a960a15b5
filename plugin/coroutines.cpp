// coroutines.cpp: see coroutines.h.
#include "coroutines.h"

#include "compat.h"
#include "flowlog/abi.h"
#include "gate.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Analysis/CFG.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

namespace flowlog::plugin {
namespace {

using llvm::AllocaInst;
using llvm::BasicBlock;
using llvm::CallBase;
using llvm::Instruction;
using llvm::IntrinsicInst;
using llvm::Value;

using Blocks = llvm::SetVector<BasicBlock*>;

// A place where the coroutine may stop: what stands between `save` and `suspend` asks the awaiter, and may
// find that it goes on at once.
struct Suspension {
  IntrinsicInst* save;
  IntrinsicInst* suspend;
  bool is_final;
};

class CoroutineInstrumenter {
 public:
  CoroutineInstrumenter(llvm::Function& function, llvm::GlobalVariable& site, llvm::GlobalVariable& gate,
                        Hooks& hooks, bool starts_session)
      : function_(function),
        site_(site),
        gate_(gate),
        hooks_(hooks),
        starts_session_(starts_session),
        builder_(function.getContext()) {}

  void run();

 private:
  void find_places();
  AllocaInst* local(llvm::Type* type, const char* name);
  void hook_begin();
  void hook_suspension(const Suspension& place);
  void hook_resumption(Instruction& point);
  void hook_destruction(const Suspension& place);
  void hook_handler(CallBase& call);
  void hook_free(IntrinsicInst& free);
  Value* leaving_exception();

  llvm::DebugLoc location(const Instruction* near, unsigned fallback_line) const;
  void stand_before(Instruction& point);
  void if_running(Instruction& before);
  Value* load(AllocaInst* local);
  void store(Value* value, AllocaInst* local);
  void store(uint64_t value, AllocaInst* local);
  void emit_exit();
  void emit_unwind(Value* exception);

  llvm::Function& function_;
  llvm::GlobalVariable& site_;
  llvm::GlobalVariable& gate_;
  Hooks& hooks_;
  const bool starts_session_;
  llvm::IRBuilder<> builder_;

  IntrinsicInst* begin_ = nullptr;
  std::vector<Suspension> suspensions_;
  std::vector<IntrinsicInst*> frees_;
  std::vector<IntrinsicInst*> unwinding_ends_;  // where an exception leaves
  std::vector<CallBase*> handlers_;             // calls of the promise's unhandled_exception
  AllocaInst* exception_slot_ = nullptr;  // where landing pads leave the exception; null: there are none

  AllocaInst* token_ = nullptr;       // of the piece that runs; 0: suspended, over, or not recorded
  AllocaInst* suspension_ = nullptr;  // 0: not suspended, or not recorded
  AllocaInst* outcome_ = nullptr;     // of the exit to come
};

// The alloca that the exception which leaves the function is read from.
AllocaInst* find_exception_slot(llvm::Function& function) {
  for (BasicBlock& block : function) {
    auto* resume = llvm::dyn_cast<llvm::ResumeInst>(block.getTerminator());
    Value* value = resume ? resume->getValue() : nullptr;
    while (auto* insert = llvm::dyn_cast_or_null<llvm::InsertValueInst>(value)) {
      if (insert->getIndices()[0] == 0)
        if (auto* load = llvm::dyn_cast<llvm::LoadInst>(insert->getInsertedValueOperand()))
          return llvm::dyn_cast<AllocaInst>(load->getPointerOperand());
      value = insert->getAggregateOperand();
    }
  }
  return nullptr;
}

void CoroutineInstrumenter::find_places() {
  for (Instruction& instruction : llvm::instructions(function_)) {
    auto* call = llvm::dyn_cast<CallBase>(&instruction);
    if (!call) continue;
    auto* intrinsic = llvm::dyn_cast<IntrinsicInst>(call);
    switch (intrinsic ? intrinsic->getIntrinsicID() : llvm::Intrinsic::not_intrinsic) {
      case llvm::Intrinsic::coro_begin:
        begin_ = intrinsic;
        break;
      case llvm::Intrinsic::coro_suspend:
        if (auto* save = llvm::dyn_cast<IntrinsicInst>(intrinsic->getArgOperand(0)))
          suspensions_.push_back(
              {save, intrinsic, llvm::cast<llvm::ConstantInt>(intrinsic->getArgOperand(1))->isOne()});
        break;
      case llvm::Intrinsic::coro_free:
        frees_.push_back(intrinsic);
        break;
      case llvm::Intrinsic::coro_end:
        if (llvm::cast<llvm::ConstantInt>(intrinsic->getArgOperand(1))->isOne())
          unwinding_ends_.push_back(intrinsic);
        break;
      default:
        if (call->getCalledFunction() &&
            call->getCalledFunction()->getName().contains("19unhandled_exception"))
          handlers_.push_back(call);
    }
  }
  exception_slot_ = find_exception_slot(function_);
}

void CoroutineInstrumenter::run() {
  find_places();
  if (!begin_) return;
  token_ = local(builder_.getInt32Ty(), "flowlog.token");
  suspension_ = local(builder_.getInt64Ty(), "flowlog.suspension");
  outcome_ = local(builder_.getInt32Ty(), "flowlog.outcome");

  for (CallBase* call : handlers_) hook_handler(*call);
  for (const Suspension& place : suspensions_) hook_suspension(place);
  for (IntrinsicInst* end : unwinding_ends_) {
    if_running(*end);
    emit_unwind(leaving_exception());
  }
  for (IntrinsicInst* free : frees_) hook_free(*free);
  hook_begin();
}

AllocaInst* CoroutineInstrumenter::local(llvm::Type* type, const char* name) {
  return make_alloca(type, llvm::Align(8), name, function_.getEntryBlock());
}

// As hooks of other functions have (instrument.cpp).
llvm::DebugLoc CoroutineInstrumenter::location(const Instruction* near, unsigned fallback_line) const {
  llvm::DISubprogram* scope = function_.getSubprogram();
  if (!scope) return {};
  if (near && near->getDebugLoc()) return near->getDebugLoc();
  return llvm::DILocation::get(function_.getContext(), fallback_line, 0, scope);
}

void CoroutineInstrumenter::stand_before(Instruction& point) {
  builder_.SetInsertPoint(&point);
  builder_.SetCurrentDebugLocation(location(&point, 0));
}

// Opens `if (token)` before `before`, and leaves the builder inside.
void CoroutineInstrumenter::if_running(Instruction& before) {
  stand_before(before);
  split_if(builder_, builder_.CreateICmpNE(load(token_), builder_.getInt32(0)));
}

// The suspension is volatile, or each place where the coroutine is suspended would have its own in the frame.
Value* CoroutineInstrumenter::load(AllocaInst* local) {
  return builder_.CreateLoad(local->getAllocatedType(), local, /*isVolatile=*/local == suspension_);
}

void CoroutineInstrumenter::store(Value* value, AllocaInst* local) {
  builder_.CreateStore(value, local, /*isVolatile=*/local == suspension_);
}

void CoroutineInstrumenter::store(uint64_t value, AllocaInst* local) {
  store(llvm::ConstantInt::get(local->getAllocatedType(), value), local);
}

void CoroutineInstrumenter::emit_exit() {
  builder_.CreateCall(hooks_.exit(), {&site_, load(token_), load(outcome_)});
  store(uint64_t{0}, token_);
}

void CoroutineInstrumenter::emit_unwind(Value* exception) {
  builder_.CreateCall(hooks_.unwind(), {&site_, load(token_), exception});
  store(uint64_t{0}, token_);
}

void CoroutineInstrumenter::hook_begin() {
  const llvm::DISubprogram* scope = function_.getSubprogram();
  builder_.SetInsertPoint(begin_->getNextNode());
  builder_.SetCurrentDebugLocation(location(nullptr, scope ? scope->getScopeLine() : 0));
  store(uint64_t{0}, token_);
  store(uint64_t{0}, suspension_);
  store(uint64_t{FLOWLOG_SUCCESS}, outcome_);
  split_if(builder_, is_open(builder_, gate_))->getParent()->setName("flowlog.enter");
  const unsigned kind = FLOWLOG_CALL_COROUTINE | (starts_session_ ? FLOWLOG_CALL_SESSION : 0);
  store(builder_.CreateCall(hooks_.enter_special(), {&site_, builder_.getInt32(kind)}), token_);
}

// The blocks between `from` and `to` (which it has, if it is another block).
Blocks blocks_between(BasicBlock* from, BasicBlock* to) {
  Blocks blocks;
  if (from == to) return blocks;
  blocks.insert(to);
  for (size_t i = 0; i < blocks.size(); ++i)
    for (BasicBlock* before : llvm::predecessors(blocks[i]))
      if (before != from) blocks.insert(before);
  return blocks;
}

void CoroutineInstrumenter::hook_suspension(const Suspension& place) {
  if_running(*place.save);
  if (place.is_final) {
    emit_exit();
    return;
  }
  store(builder_.CreateCall(hooks_.suspend(), {load(token_)}), suspension_);
  store(uint64_t{0}, token_);

  // It goes on where the awaiter did not want it to wait, where asking threw, and where it was resumed.
  BasicBlock* const first = place.save->getParent();
  BasicBlock* const last = place.suspend->getParent();
  const Blocks asking = blocks_between(first, last);
  Blocks going_on;
  const auto leave = [&](BasicBlock* block) {
    for (BasicBlock* next : llvm::successors(block))
      if (!asking.contains(next)) going_on.insert(next);
  };
  if (first != last) leave(first);
  for (BasicBlock* block : asking)
    if (block != last) leave(block);
  if (auto* ways = llvm::dyn_cast<llvm::SwitchInst>(last->getTerminator()))
    going_on.insert(ways->findCaseValue(builder_.getInt8(0))->getCaseSuccessor());
  for (BasicBlock* block : going_on) hook_resumption(*block->getFirstInsertionPt());
  hook_destruction(place);
}

// Only a call that is suspended is resumed: other ways may lead here, too.
void CoroutineInstrumenter::hook_resumption(Instruction& point) {
  stand_before(point);
  split_if(builder_, builder_.CreateICmpNE(load(suspension_), builder_.getInt64(0)));
  store(builder_.CreateCall(hooks_.resume(), {load(suspension_)}), token_);
  store(uint64_t{0}, suspension_);
}

// It is destroyed while it is suspended. Its locals still have their destructors run.
void CoroutineInstrumenter::hook_destruction(const Suspension& place) {
  BasicBlock* const last = place.suspend->getParent();
  auto* ways = llvm::dyn_cast<llvm::SwitchInst>(last->getTerminator());
  if (!ways) return;
  BasicBlock* const cleanup = ways->findCaseValue(builder_.getInt8(1))->getCaseSuccessor();
  Instruction& point = *llvm::SplitEdge(last, cleanup)->getTerminator();
  stand_before(point);
  store(uint64_t{FLOWLOG_ABANDONED}, outcome_);
  hook_resumption(point);
}

// The catch block's exception is the nearest that was begun to be handled on the way here.
void CoroutineInstrumenter::hook_handler(CallBase& call) {
  const llvm::DominatorTree dominators(function_);
  Value* exception = nullptr;
  const CallBase* nearest = nullptr;
  for (Instruction& instruction : llvm::instructions(function_)) {
    auto* begin = llvm::dyn_cast<CallBase>(&instruction);
    if (!begin || !begin->getCalledFunction() ||
        begin->getCalledFunction()->getName() != "__cxa_begin_catch" || !dominators.dominates(begin, &call) ||
        (nearest && !dominators.dominates(nearest, begin)))
      continue;
    nearest = begin;
    exception = begin->getArgOperand(0);
  }
  if (!exception) return;
  stand_before(call);
  store(uint64_t{FLOWLOG_ERROR}, outcome_);
  if_running(call);
  builder_.CreateCall(hooks_.caught(), {load(token_), exception});
}

Value* CoroutineInstrumenter::leaving_exception() {
  if (!exception_slot_) return llvm::ConstantPointerNull::get(builder_.getPtrTy());
  return load(exception_slot_);
}

// The frame is about to go, with our locals in it. An exception that comes from before the first suspension,
// and not from the body, passes here only.
void CoroutineInstrumenter::hook_free(IntrinsicInst& free) {
  llvm::SmallPtrSet<BasicBlock*, 32> reached;
  llvm::SmallVector<BasicBlock*, 32> open{free.getParent()};
  bool returns = false;
  while (!open.empty()) {
    BasicBlock* block = open.pop_back_val();
    if (!reached.insert(block).second) continue;
    returns |= llvm::isa<llvm::ReturnInst>(block->getTerminator());
    open.append(llvm::succ_begin(block), llvm::succ_end(block));
  }
  if_running(free);
  if (returns)
    emit_exit();
  else
    emit_unwind(leaving_exception());
}

}  // namespace

void instrument_coroutine(llvm::Function& function, llvm::GlobalVariable& site, llvm::GlobalVariable& gate,
                          Hooks& hooks, bool starts_session) {
  CoroutineInstrumenter(function, site, gate, hooks, starts_session).run();
}

}  // namespace flowlog::plugin
