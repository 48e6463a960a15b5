// sites.cpp: see sites.h.
#include "sites.h"

#include "flowlog/abi.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

namespace flowlog::plugin {
namespace {

using llvm::Constant;
using llvm::ConstantExpr;
using llvm::ConstantInt;
using llvm::GlobalValue;
using llvm::GlobalVariable;

// After the sanitizers' own constructors (1), before all that a program may ask for (from 101). Destructors
// run the other way round.
constexpr int kPriority = 2;

// What several units of an image define and the linker keeps one of. Hidden, so that each image has its own.
void make_shared_in_image(llvm::GlobalObject& object) {
  object.setLinkage(GlobalValue::LinkOnceODRLinkage);
  object.setVisibility(GlobalValue::HiddenVisibility);
  object.setDSOLocal(true);
  object.setComdat(object.getParent()->getOrInsertComdat(object.getName()));
}

// Red zones would tear the arrays that the linker makes of the sections, and change the size of what units
// share.
void keep_from_sanitizers(GlobalVariable& variable) {
  GlobalVariable::SanitizerMetadata sanitizer;
  sanitizer.NoAddress = sanitizer.NoHWAddress = true;
  variable.setSanitizerMetadata(sanitizer);
}

}  // namespace

Sites::Sites(llvm::Module& module, Hooks& hooks) : module_(module), hooks_(hooks) {
  llvm::LLVMContext& context = module.getContext();
  llvm::Type* u32 = llvm::Type::getInt32Ty(context);
  site_type_ = llvm::StructType::get(u32, u32);
  gate_ = module.getGlobalVariable("flowlog_gate", /*AllowInternal=*/true);
  if (gate_) return;
  llvm::Type* u8 = llvm::Type::getInt8Ty(context);
  gate_ = new GlobalVariable(module, u8, /*isConstant=*/false, GlobalValue::LinkOnceODRLinkage,
                             ConstantInt::get(u8, 0), "flowlog_gate");
  make_shared_in_image(*gate_);
  keep_from_sanitizers(*gate_);
}

// A function that several units define shares its site with them. The site has a COMDAT of its own, not the
// function's: where a unit that was compiled without the plugin wins the function's, the site would go with
// the loser's, while copies of the function that were inlined still refer to it.
GlobalVariable* Sites::add(const llvm::Function& function, llvm::StringRef symbol,
                           const Description& description, uint64_t id, bool session) {
  const bool shared = function.hasComdat() || function.isDiscardableIfUnused() || function.isWeakForLinker();
  const bool in_image = shared && !function.hasLocalLinkage();
  auto* site = new GlobalVariable(module_, site_type_, /*isConstant=*/false, GlobalValue::PrivateLinkage,
                                  llvm::UndefValue::get(site_type_), "flowlog_site." + symbol);
  by_symbol_[symbol] = site;
  GlobalVariable* info =
      add_entry(FLOWLOG_INFO_SECTION, description.text, id, session ? FLOWLOG_INFO_SESSION : 0);
  for (const auto& [number, text] : description.shapes) add_shape(number, text);
  if (in_image) {
    make_shared_in_image(*site);
    info->setComdat(site->getComdat());
  }
  site->setSection(FLOWLOG_SITES_SECTION);
  site->setAlignment(llvm::Align(4));
  keep_from_sanitizers(*site);

  llvm::Type* u32 = llvm::Type::getInt32Ty(module_.getContext());
  llvm::Type* address = module_.getDataLayout().getIntPtrType(module_.getContext());
  Constant* distance = ConstantExpr::getSub(ConstantExpr::getPtrToInt(info, address),
                                            ConstantExpr::getPtrToInt(site, address));
  site->setInitializer(
      llvm::ConstantStruct::get(site_type_, ConstantInt::get(u32, 0), ConstantExpr::getTrunc(distance, u32)));
  return site;
}

// One of each in an image, whatever the number of functions and units that have it.
void Sites::add_shape(uint64_t number, const std::string& text) {
  const std::string name = "flowlog_shape." + llvm::utohexstr(number, /*LowerCase=*/true, /*Width=*/16);
  if (module_.getGlobalVariable(name)) return;
  GlobalVariable* shape = add_entry(FLOWLOG_SHAPES_SECTION, text, number, /*flags=*/0);
  shape->setName(name);
  make_shared_in_image(*shape);
  shapes_.push_back(shape);
}

GlobalVariable* Sites::add_entry(llvm::StringRef section, const std::string& text, uint64_t id,
                                 uint32_t flags) {
  llvm::LLVMContext& context = module_.getContext();
  const std::string padded = text + std::string(-text.size() % 8, '\0');
  Constant* const fields[] = {
      ConstantInt::get(llvm::Type::getInt64Ty(context), id),
      ConstantInt::get(llvm::Type::getInt32Ty(context), text.size()),
      ConstantInt::get(llvm::Type::getInt32Ty(context), flags),
      llvm::ConstantDataArray::getString(context, padded, /*AddNull=*/false),
  };
  Constant* value = llvm::ConstantStruct::getAnon(fields);
  auto* entry = new GlobalVariable(module_, value->getType(), /*isConstant=*/true,
                                   GlobalValue::PrivateLinkage, value, section);
  entry->setSection(section);
  entry->setAlignment(llvm::Align(8));
  keep_from_sanitizers(*entry);
  return entry;
}

void Sites::register_image() {
  // Nothing refers to a shape but by its number; so it must be kept by word, from optimizers and linkers
  // alike.
  llvm::appendToUsed(module_, std::exchange(shapes_, {}));
  if (module_.getFunction("flowlog_register_image")) return;
  GlobalVariable* begin = section_bound("__start_" FLOWLOG_SITES_SECTION);
  GlobalVariable* end = section_bound("__stop_" FLOWLOG_SITES_SECTION);

  llvm::Function* constructor = make_function("flowlog_register_image");
  llvm::IRBuilder<> builder(&constructor->getEntryBlock());
  builder.CreateCall(hooks_.register_image(), {begin, end, gate_, builder.getInt32(FLOWLOG_ABI_VERSION),
                                               section_bound("__start_" FLOWLOG_SHAPES_SECTION),
                                               section_bound("__stop_" FLOWLOG_SHAPES_SECTION)});
  builder.CreateRetVoid();
  llvm::appendToGlobalCtors(module_, constructor, kPriority, constructor);

  llvm::Function* destructor = make_function("flowlog_unregister_image");
  builder.SetInsertPoint(&destructor->getEntryBlock());
  builder.CreateCall(hooks_.unregister_image(), {begin});
  builder.CreateRetVoid();
  llvm::appendToGlobalDtors(module_, destructor, kPriority, destructor);
}

llvm::Function* Sites::make_function(llvm::StringRef name) {
  llvm::LLVMContext& context = module_.getContext();
  auto* function = llvm::Function::createWithDefaultAttr(
      llvm::FunctionType::get(llvm::Type::getVoidTy(context), /*isVarArg=*/false),
      GlobalValue::InternalLinkage, module_.getDataLayout().getProgramAddressSpace(), name, &module_);
  make_shared_in_image(*function);
  function->addFnAttr(llvm::Attribute::NoUnwind);
  llvm::BasicBlock::Create(context, "", function);
  return function;
}

// The linker defines these where the section is; weak, for the image in which it has thrown all sites away.
GlobalVariable* Sites::section_bound(llvm::StringRef name) {
  if (GlobalVariable* known = module_.getGlobalVariable(name)) return known;
  auto* bound =
      new GlobalVariable(module_, site_type_, /*isConstant=*/false, GlobalValue::ExternalWeakLinkage,
                         /*Initializer=*/nullptr, name);
  bound->setVisibility(GlobalValue::HiddenVisibility);
  return bound;
}

}  // namespace flowlog::plugin
