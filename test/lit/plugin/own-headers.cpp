// What flowlog's headers bring into a program is not tracked, whatever the pattern.
//
// RUN: %flowlog_cxx -std=c++17 -O1 -fplugin-arg-flowlog-match=. %s -o %t
// RUN: %flowlog sites %t > %t.sites && FileCheck %s --input-file %t.sites && not grep '"function_name":"flowlog::' %t.sites
// CHECK: "function_name":"main"
#include <flowlog/context.h>
#include <flowlog/control.h>
#include <flowlog/log.h>
#include <flowlog/loss.h>
#include <flowlog/remote.h>
#include <flowlog/session.h>

int main() {
  flowlog::enable(true);
  flowlog::on_loss([](const flowlog::loss&) {});
  flowlog::session session("one", flowlog::extract([](std::string_view) { return std::string(); }));
  session.attribute("key", "value");
  flowlog::log::info("event", "number", 1, "text", "some");
  const auto bound = flowlog::bind([] { return flowlog::current_session_id().to_string().size(); });
  flowlog::inject([](std::string_view, std::string_view) {});
  return bound() == 0;
}
