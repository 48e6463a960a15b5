// hostile-sessions.cpp: sessions whose names, attributes, logs and correlation ids come from outside, from
// somebody who wants to be obeyed by whatever shows them.
#include <flowlog/log.h>
#include <flowlog/remote.h>
#include <flowlog/session.h>

#include <string>
#include <string_view>

[[flowlog::track]] void serve(std::string_view from_outside) {
  flowlog::log::info(from_outside, from_outside, from_outside);
}

void request(const std::string& from_outside) {
  static int number = 10;
  const std::string parent =
      "00-0af7651916cd43dd8448eb211c8031" + std::to_string(number++) + "-b7ad6b7169203331-01";
  const flowlog::remote_caller caller = flowlog::extract([&](std::string_view header) {
    if (header == "traceparent") return parent;
    return header == "X-Correlation-ID" ? from_outside : std::string();
  });
  flowlog::session session(from_outside, caller);
  session.attribute(from_outside, from_outside);
  session.attribute("test.case.name", from_outside);
  serve(from_outside);
}

int main() {
  using namespace std::string_literals;
  for (const std::string& bytes :
       {"\x1b[31m\x1b]0;title\a"s,
        "\xc2\x9b"
        "31m \x9b"
        "31m"s,
        "a\r\nb\nc"s, "nul\0nul"s, "\xe2\x80\xae txt.exe \xe2\x81\xa6"s, "\xff\xfe\xc0\xaf\xed\xa0\x80"s,
        "</script><img src=x onerror=alert(1)>"s, "\"]; a -> b; end; `#quot;%% {{ <!--"s}) {
    request(bytes);
    request(std::string(255 - bytes.size(), 'x') + bytes);      // as long as may be
    request(std::string(256 - bytes.size() / 2, 'x') + bytes);  // cut within it
  }
}
