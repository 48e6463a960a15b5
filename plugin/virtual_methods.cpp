// virtual_methods.cpp: see virtual_methods.h.
#include "virtual_methods.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Mangle.h"
#include "compat.h"
#include "llvm/Support/xxhash.h"
#include "marks.h"

namespace flowlog::plugin {

// A template's own methods are left out: their attributes would go to all instantiations.
void VirtualMethods::meet(const clang::CXXRecordDecl& record) {
  if (record.isDependentContext() || !record.isPolymorphic()) return;
  for (clang::CXXMethodDecl* method : record.methods())
    if (method->isVirtual()) met_.push_back(method);
}

void VirtualMethods::key_methods() {
  for (; keyed_ < met_.size(); ++keyed_)
    met_[keyed_]->addAttr(AssumptionAttr::CreateImplicit(context_, make_key(kVirtualKey, keyed_)));
}

std::vector<uint64_t> VirtualMethods::answered_by(size_t key) const {
  if (key >= met_.size()) return {};
  std::vector<uint64_t> ids = {id_of(*met_[key])};
  add_overridden(*met_[key], ids);
  return ids;
}

uint64_t VirtualMethods::id_of(const clang::CXXMethodDecl& method) const {
  std::string name = clang::ASTNameGenerator(context_).getName(&method);
  if (!method.isExternallyVisible()) name += '\n' + names_.written_at(method).file;
  return llvm::xxHash64(name);
}

void VirtualMethods::add_overridden(const clang::CXXMethodDecl& method, std::vector<uint64_t>& ids) const {
  for (const clang::CXXMethodDecl* overridden : method.overridden_methods()) {
    ids.push_back(id_of(*overridden));
    add_overridden(*overridden, ids);
  }
}

}  // namespace flowlog::plugin
