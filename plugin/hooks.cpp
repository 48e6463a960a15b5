// hooks.cpp: see hooks.h.
#include "hooks.h"

#include "llvm/IR/Module.h"

namespace flowlog::plugin {

using llvm::FunctionCallee;
using llvm::Type;

// Hooks never throw. They are called through the table of addresses that the loader fills at start, not
// through a stub that resolves them on first use: the first call may come from a signal handler.
FunctionCallee Hooks::declare(llvm::StringRef name, Type* result, llvm::ArrayRef<Type*> parameters) {
  const auto attributes = llvm::AttributeList::get(module_.getContext(), llvm::AttributeList::FunctionIndex,
                                                   {llvm::Attribute::NoUnwind, llvm::Attribute::NonLazyBind});
  return module_.getOrInsertFunction(name, llvm::FunctionType::get(result, parameters, /*isVarArg=*/false),
                                     attributes);
}

namespace {

struct Types {
  explicit Types(llvm::Module& module)
      : none(Type::getVoidTy(module.getContext())),
        pointer(llvm::PointerType::getUnqual(module.getContext())),
        u32(Type::getInt32Ty(module.getContext())),
        u64(Type::getInt64Ty(module.getContext())),
        size(module.getDataLayout().getIntPtrType(module.getContext())) {}
  Type *none, *pointer, *u32, *u64, *size;
};

}  // namespace

FunctionCallee Hooks::register_image() {
  const Types t(module_);
  return declare("flowlog_register", t.none, {t.pointer, t.pointer, t.pointer, t.u32, t.pointer, t.pointer});
}

FunctionCallee Hooks::unregister_image() {
  const Types t(module_);
  return declare("flowlog_unregister", t.none, {t.pointer});
}

FunctionCallee Hooks::enter() {
  const Types t(module_);
  return declare("flowlog_enter", t.u32, {t.pointer});
}

FunctionCallee Hooks::enter_special() {
  const Types t(module_);
  return declare("flowlog_enter_special", t.u32, {t.pointer, t.u32});
}

FunctionCallee Hooks::exit() {
  const Types t(module_);
  return declare("flowlog_exit", t.none, {t.pointer, t.u32, t.u32});
}

FunctionCallee Hooks::exit_detail() {
  const Types t(module_);
  return declare("flowlog_exit_detail", t.none, {t.pointer, t.u32, t.u32, t.pointer, t.size});
}

FunctionCallee Hooks::exit_alternative() {
  const Types t(module_);
  return declare("flowlog_exit_alternative", t.none, {t.pointer, t.u32, t.u32, t.u32});
}

FunctionCallee Hooks::exit_object() {
  const Types t(module_);
  return declare("flowlog_exit_object", t.none, {t.pointer, t.u32, t.u32, t.pointer});
}

FunctionCallee Hooks::unwind() {
  const Types t(module_);
  return declare("flowlog_unwind", t.none, {t.pointer, t.u32, t.pointer});
}

FunctionCallee Hooks::depth() {
  const Types t(module_);
  return declare("flowlog_depth", t.u32, {});
}

FunctionCallee Hooks::resync() {
  const Types t(module_);
  return declare("flowlog_resync", t.none, {t.u32, t.u32});
}

FunctionCallee Hooks::suspend() {
  const Types t(module_);
  return declare("flowlog_suspend", t.u64, {t.u32});
}

FunctionCallee Hooks::resume() {
  const Types t(module_);
  return declare("flowlog_resume", t.u32, {t.u64});
}

FunctionCallee Hooks::caught() {
  const Types t(module_);
  return declare("flowlog_caught", t.none, {t.u32, t.pointer});
}

}  // namespace flowlog::plugin
