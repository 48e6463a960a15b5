// description.cpp: see description.h.
#include "description.h"

#include "clang/AST/Decl.h"
#include "llvm/Support/raw_ostream.h"
#include "shapes.h"

namespace flowlog::plugin {

Description describe(const clang::ASTContext& context, Names& names, unsigned shape_depth,
                     const clang::FunctionDecl& function, llvm::StringRef symbol) {
  Description description;
  llvm::raw_string_ostream stream(description.text);
  llvm::json::OStream out(stream);
  Shapes shapes(context, names, shape_depth, description.shapes);
  const Names::Line at = names.written_at(function);
  const auto attribute = [&](llvm::StringRef name, llvm::StringRef value) {
    out.attribute(name, llvm::json::fixUTF8(value));
  };

  out.object([&] {
    attribute("id", names.id(function));
    attribute("function_name", names.function_name(function));
    attribute("symbol", symbol);
    attribute("module", names.module(function));
    attribute("file", at.file);
    out.attribute("line", at.line);
    out.attributeBegin("input_shape");
    shapes.write_input(out, function);
    out.attributeEnd();
    out.attributeBegin("output_shape");
    shapes.write_output(out, function);
    out.attributeEnd();
  });
  out.flush();
  stream.flush();
  return description;
}

}  // namespace flowlog::plugin
