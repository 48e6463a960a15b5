// call_edges.cpp: see call_edges.h.
//
// The section is written as assembly of the module: of all the ways to put data into an object, only this one
// makes a section that is not loaded with the program.
#include "call_edges.h"

#include "flowlog/abi.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
#include "llvm/TargetParser/Triple.h"
#include "marks.h"
#include "versions.h"

namespace flowlog::plugin {
namespace {

using llvm::Function;

constexpr llvm::StringLiteral kAssumptions = "llvm.assume";

const Function* called_by(const llvm::CallBase& call) {
  return llvm::dyn_cast<Function>(call.getCalledOperand()->stripPointerCastsAndAliases());
}

bool has_body(const Function& function) {
  return !function.isDeclaration() && !function.hasAvailableExternallyLinkage();
}

void sort_and_unite(std::vector<uint64_t>& ids) {
  llvm::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace

// Of a virtual method: its id and those of all that it overrides.
const std::vector<uint64_t>& CallEdges::answered_by(llvm::StringRef assumptions) {
  static const std::vector<uint64_t> kNone;
  const auto key = find_key(kVirtualKey, assumptions);
  if (!key) return kNone;
  const auto [at, fresh] = virtual_methods_.try_emplace(*key);
  if (fresh) at->second = plan_.answered_by(*key);
  return at->second;
}

// The declared methods that a virtual call must be of to land in this function.
const std::vector<uint64_t>& CallEdges::answers_of(const Function& function) {
  return answered_by(function.getFnAttribute(kAssumptions).getValueAsString());
}

// Functions that a call from elsewhere can reach: another unit's, or a virtual one. The linker may have put
// another definition in the place of such a function's, so that its calls are not its caller's to tell.
bool CallEdges::has_list(const Function& function) {
  if (tracked_.count(&function) != 0) return true;
  if (!has_body(function)) return false;
  return (!function.hasLocalLinkage() && !function.isDiscardableIfUnused()) || !answers_of(function).empty();
}

uint64_t CallEdges::id_of(const Function& function) {
  if (const auto at = tracked_.find(&function); at != tracked_.end()) return at->second;
  if (function.hasLocalLinkage()) return answers_of(function).front();
  return llvm::xxHash64(function.getName());
}

const CallEdges::Body& CallEdges::body_of(const Function& function) {
  const auto [at, fresh] = bodies_.try_emplace(&function);
  Body& body = at->second;
  if (!fresh) return body;
  for (const llvm::Instruction& instruction : llvm::instructions(function)) {
    const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
    if (!call) continue;
    if (const Function* callee = called_by(*call)) {
      if (callee->isIntrinsic()) continue;
      if (has_body(*callee) && !has_list(*callee))
        body.through.push_back(callee);
      else
        body.calls.push_back(id_of(*callee));
    } else if (const auto* chosen_at_start = llvm::dyn_cast<llvm::GlobalIFunc>(call->getCalledOperand())) {
      body.calls.push_back(llvm::xxHash64(without_version(chosen_at_start->getName())));
    } else if (const auto& ids = answered_by(call->getFnAttr(kAssumptions).getValueAsString());
               !ids.empty()) {
      body.virtual_calls.push_back(ids.front());
    }
  }
  for (std::vector<uint64_t>* ids : {&body.calls, &body.virtual_calls}) sort_and_unite(*ids);
  return body;
}

CallEdges::List CallEdges::list_of(const Function& function) {
  List list;
  list.id = id_of(function);
  list.tracked = tracked_.count(&function) != 0;
  if (!function.hasLocalLinkage() && (function.hasComdat() || function.isWeakForLinker()))
    list.group = function.getName().str();
  list.answers = answers_of(function);

  llvm::DenseSet<const Function*> seen;
  std::vector<const Function*> waiting = {&function};
  while (!waiting.empty()) {
    const Body& body = body_of(*waiting.back());
    waiting.pop_back();
    list.calls.insert(list.calls.end(), body.calls.begin(), body.calls.end());
    list.virtual_calls.insert(list.virtual_calls.end(), body.virtual_calls.begin(), body.virtual_calls.end());
    for (const Function* callee : body.through)
      if (seen.insert(callee).second) waiting.push_back(callee);
  }
  for (std::vector<uint64_t>* ids : {&list.calls, &list.virtual_calls, &list.answers}) sort_and_unite(*ids);
  return list;
}

// Kept by linkers that collect garbage, who would otherwise drop what stands in a group and is not referred
// to. The group is the list's alone: where the optimizer has removed a function from a unit, nothing of its
// must stand for the other units' copies. The list is one text, which the assembler reads faster than
// numbers.
void CallEdges::append(const List& list) {
  llvm::raw_string_ostream out(assembly_);
  out << ".pushsection " FLOWLOG_CALLS_SECTION;
  if (list.group.empty())
    out << ",\"\",%progbits\n";
  else
    out << ",\"GR\",%progbits,\"" FLOWLOG_CALLS_SECTION "." << list.group << "\",comdat\n";
  out << ".p2align 3\n.ascii \"";
  const auto put = [&](uint64_t value, unsigned bytes) {
    for (; bytes > 0; --bytes, value >>= 8)
      out << '\\' << char('0' + (value >> 6 & 3)) << char('0' + (value >> 3 & 7)) << char('0' + (value & 7));
  };
  put(list.id, 8);
  put(list.calls.size(), 4);
  put(list.virtual_calls.size(), 4);
  put(list.answers.size(), 4);
  put(list.tracked ? FLOWLOG_CALLS_TRACKED : 0, 4);
  for (const std::vector<uint64_t>* ids : {&list.calls, &list.virtual_calls, &list.answers})
    for (const uint64_t id : *ids) put(id, 8);
  out << "\"\n";
  out << ".popsection\n";
}

void CallEdges::emit() {
  if (!llvm::Triple(module_.getTargetTriple()).isOSBinFormatELF()) return;
  for (const Function& function : module_) {
    if (!has_list(function)) continue;
    const List list = list_of(function);
    if (list.tracked || !list.calls.empty() || !list.virtual_calls.empty()) append(list);
  }
  // Such as the complete constructor that is the base constructor under another name.
  for (const llvm::GlobalAlias& alias : module_.aliases()) {
    const auto* function = llvm::dyn_cast<Function>(alias.getAliasee()->stripPointerCastsAndAliases());
    if (!function || alias.hasLocalLinkage() || !has_list(*function)) continue;
    List list;
    list.id = llvm::xxHash64(alias.getName());
    list.group = alias.getName().str();
    list.calls = {id_of(*function)};
    append(list);
  }
  module_.appendModuleInlineAsm(assembly_);
}

}  // namespace flowlog::plugin
