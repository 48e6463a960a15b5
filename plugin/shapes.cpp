// shapes.cpp: see shapes.h.
#include "shapes.h"

#include <functional>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "compat.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/xxhash.h"

namespace flowlog::plugin {
namespace {

using clang::ClassTemplateSpecializationDecl;
using clang::QualType;
using clang::TemplateArgument;
using llvm::dyn_cast;
using llvm::json::OStream;

// What the standard library's templates are to a reader, whatever they are made of inside.
enum class Standard { kOpaque, kSequence, kMap, kPointer, kAlternatives, kExpected, kPair, kTuple };

Standard standard_kind(llvm::StringRef name) {
  return llvm::StringSwitch<Standard>(name)
      .Cases("vector", "array", "deque", "list", "forward_list", "span", "initializer_list",
             Standard::kSequence)
      .Cases("set", "multiset", "unordered_set", "unordered_multiset", "flat_set", "flat_multiset",
             Standard::kSequence)
      .Cases("stack", "queue", "priority_queue", "valarray", Standard::kSequence)
      .Cases("map", "multimap", "unordered_map", "unordered_multimap", "flat_map", "flat_multimap",
             Standard::kMap)
      .Cases("unique_ptr", "shared_ptr", "weak_ptr", "reference_wrapper", Standard::kPointer)
      .Cases("variant", "optional", Standard::kAlternatives)
      .Case("expected", Standard::kExpected)
      .Case("pair", Standard::kPair)
      .Case("tuple", Standard::kTuple)
      .Default(Standard::kOpaque);
}

bool is_of_standard_library(const clang::Decl& declaration) {
  const clang::DeclContext* at = declaration.getDeclContext();
  while (!at->isTranslationUnit() && !at->isStdNamespace()) at = at->getParent();
  return at->isStdNamespace();
}

// A template's arguments with its packs laid out flat.
llvm::SmallVector<TemplateArgument, 4> flat_arguments(const ClassTemplateSpecializationDecl& special) {
  llvm::SmallVector<TemplateArgument, 4> flat;
  for (const TemplateArgument& argument : special.getTemplateArgs().asArray()) {
    if (argument.getKind() == TemplateArgument::Pack)
      flat.append(argument.pack_begin(), argument.pack_end());
    else
      flat.push_back(argument);
  }
  return flat;
}

// A shape is for people; past these limits it says what it leaves out. No reader takes more than 256 KiB.
constexpr uint64_t kLong_bytes = 16 << 10;  // no structure is begun behind it
constexpr unsigned kMostFields = 128;       // of one record
constexpr unsigned kMostEnumerators = 64;
constexpr size_t kLongName_bytes = 512;

std::string utf8(std::string text) { return llvm::json::fixUTF8(text); }

std::string more(unsigned count) { return "(" + std::to_string(count) + " more)"; }

// The names under which parameters stand: "#2" for an unnamed second, "rest#1", "rest#2" for an expanded
// pack.
llvm::SmallVector<std::string, 8> parameter_names(const clang::FunctionDecl& function) {
  llvm::SmallVector<std::string, 8> names;
  llvm::StringMap<unsigned> times, seen;
  for (const clang::ParmVarDecl* parameter : function.parameters()) ++times[parameter->getName()];
  for (const clang::ParmVarDecl* parameter : function.parameters()) {
    const llvm::StringRef name = parameter->getName();
    if (name.empty())
      names.push_back("#" + std::to_string(names.size() + 1));
    else if (times[name] == 1)
      names.push_back(name.str());
    else
      names.push_back(name.str() + "#" + std::to_string(++seen[name]));
  }
  return names;
}

}  // namespace

void Shapes::write_input(OStream& out, const clang::FunctionDecl& function) {
  const auto names = parameter_names(function);
  out.object([&] {
    for (const clang::ParmVarDecl* parameter : function.parameters()) {
      out.attributeBegin(utf8(names[parameter->getFunctionScopeIndex()]));
      write_stored(out, parameter->getType());
      out.attributeEnd();
    }
    const auto* method = dyn_cast<clang::CXXMethodDecl>(&function);
    if (!method || !has_this(*method) || method->getParent()->isLambda()) return;
    out.attributeBegin("this");
    write_stored(out, method->getThisType());
    out.attributeEnd();
  });
}

void Shapes::write_output(OStream& out, const clang::FunctionDecl& function) {
  write_stored(out, function.getReturnType());
}

void Shapes::write_stored(OStream& out, QualType type) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  OStream shape(stream);
  text_ = &stream;
  write(shape, type);
  shape.flush();
  stream.flush();
  if (!llvm::StringRef(text).starts_with("{")) return out.rawValue(text);
  const uint64_t number = llvm::xxHash64(text);
  out.rawValue(std::to_string(number));
  stored_.emplace(number, std::move(text));
}

void Shapes::write(OStream& out, QualType type) {
  const clang::Type* const inner = type.getCanonicalType().getTypePtr();
  const bool recurs = llvm::is_contained(open_, inner);
  if (open_.size() < depth_ && !recurs && text_->tell() < kLong_bytes) {
    open_.push_back(inner);
    const bool written = write_structure(out, type.getCanonicalType());
    open_.pop_back();
    if (written) return;
  }
  out.value(type_name(type));
}

// Returns false if the type has no structure to show; nothing is written then.
bool Shapes::write_structure(OStream& out, QualType type) {
  const auto object = [&](llvm::StringRef member, const std::function<void()>& contents) {
    out.objectBegin();
    out.attribute("type", type_name(type));
    out.attributeBegin(member);
    contents();
    out.attributeEnd();
    out.objectEnd();
    return true;
  };
  QualType referred = type.getNonReferenceType();  // a reference has the structure of what it refers to
  if (referred->isPointerType()) {
    const QualType pointee = referred->getPointeeType();
    if (pointee->isVoidType() || pointee->isFunctionType()) return false;
    return object("pointee", [&] { write(out, pointee); });
  }
  if (const clang::ArrayType* array = context_.getAsArrayType(referred))
    return object("items", [&] { write(out, array->getElementType()); });
  if (const auto* enumeration = referred->getAs<clang::EnumType>()) {
    const clang::EnumDecl* declaration = enumeration->getDecl();
    if (is_of_standard_library(*declaration) || declaration->enumerators().empty()) return false;
    return object("enumerators", [&] { write_enumerators(out, *declaration); });
  }
  const clang::RecordDecl* record = referred->getAsRecordDecl();
  if (!record) return false;
  const auto* special = dyn_cast<ClassTemplateSpecializationDecl>(record);
  if (special && (record->isInStdNamespace() || standard_kind(record->getName()) == Standard::kExpected))
    return write_standard(out, type, *special);
  // What is incomplete stays so: to complete it for our sake might be an error in the user's code.
  record = record->getDefinition();
  if (!record || is_of_standard_library(*record)) return false;
  if (const auto* cxx = dyn_cast<clang::CXXRecordDecl>(record); cxx && cxx->isLambda()) return false;
  return object("fields", [&] { out.object([&] { write_fields(out, *record); }); });
}

bool Shapes::write_standard(OStream& out, QualType type, const ClassTemplateSpecializationDecl& special) {
  const Standard kind = standard_kind(special.getName());
  const auto arguments = flat_arguments(special);
  const auto all_types = [&](size_t count) {
    return arguments.size() >= count &&
           llvm::all_of(llvm::ArrayRef(arguments).take_front(count),
                        [](const auto& a) { return a.getKind() == TemplateArgument::Type; });
  };
  const auto member = [&](llvm::StringRef name, size_t argument) {
    out.attributeBegin(name);
    write(out, arguments[argument].getAsType());
    out.attributeEnd();
  };
  const bool needs_two = kind == Standard::kMap || kind == Standard::kExpected || kind == Standard::kPair;
  const bool takes_all = kind == Standard::kTuple || kind == Standard::kAlternatives;
  if (kind == Standard::kOpaque || !all_types(takes_all ? arguments.size() : needs_two ? 2 : 1)) return false;

  const auto of_alternatives =
      kind == Standard::kExpected ? llvm::ArrayRef(arguments).take_front(2) : arguments;
  out.objectBegin();
  out.attribute("type", type_name(type));
  switch (kind) {
    case Standard::kSequence:
      member("items", 0);
      break;
    case Standard::kMap:
      member("key", 0), member("value", 1);
      break;
    case Standard::kPointer:
      member("pointee", 0);
      break;
    case Standard::kAlternatives:
    case Standard::kExpected:
      out.attributeArray("alternatives", [&] { write_list(out, of_alternatives); });
      break;
    case Standard::kPair:
      out.attributeObject("fields", [&] { member("first", 0), member("second", 1); });
      break;
    case Standard::kTuple:
      out.attributeObject("fields", [&] {
        for (size_t i = 0; i < arguments.size(); ++i) member(std::to_string(i), i);
      });
      break;
    case Standard::kOpaque:
      break;
  }
  out.objectEnd();
  return true;
}

void Shapes::write_list(OStream& out, llvm::ArrayRef<TemplateArgument> types) {
  for (const TemplateArgument& argument : types) write(out, argument.getAsType());
}

void Shapes::write_fields(OStream& out, const clang::RecordDecl& record) {
  if (const auto* cxx = dyn_cast<clang::CXXRecordDecl>(&record)) {
    for (const clang::CXXBaseSpecifier& base : cxx->bases()) {
      out.attributeBegin(type_name(base.getType()));
      write(out, base.getType());
      out.attributeEnd();
    }
  }
  unsigned written = 0;
  write_own_fields(out, record, written);
  if (written > kMostFields) out.attribute(more(written - kMostFields), "...");
}

// Members of anonymous structs and unions are named as if they were the record's own, so they are written so.
// `written` counts those that are left out, too.
void Shapes::write_own_fields(OStream& out, const clang::RecordDecl& record, unsigned& written) {
  for (const clang::FieldDecl* field : record.fields()) {
    if (field->isAnonymousStructOrUnion()) {
      write_own_fields(out, *field->getType()->getAsRecordDecl(), written);
      continue;
    }
    if (field->getDeclName().isEmpty() || ++written > kMostFields) continue;  // without a name: padding
    out.attributeBegin(utf8(field->getNameAsString()));
    write(out, field->getType());
    out.attributeEnd();
  }
}

void Shapes::write_enumerators(OStream& out, const clang::EnumDecl& enumeration) {
  unsigned written = 0;
  out.array([&] {
    for (const clang::EnumConstantDecl* enumerator : enumeration.enumerators())
      if (++written <= kMostEnumerators) out.value(utf8(enumerator->getNameAsString()));
    if (written > kMostEnumerators) out.value(more(written - kMostEnumerators));
  });
}

std::string Shapes::type_name(QualType type) const {
  std::string name = names_.type(type);
  if (name.size() > kLongName_bytes) name = name.substr(0, kLongName_bytes) + "...";
  return utf8(std::move(name));
}

}  // namespace flowlog::plugin
