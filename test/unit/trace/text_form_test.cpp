#include "trace/text_form.h"

#include <gtest/gtest.h>

#include <string>

#include "error.h"
#include "trace/made_trace.h"

namespace flowlog::trace {
namespace {

const std::string kTraceLine = "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\n";

std::string packed_and_dumped(const std::string& text) {
  Trace trace = made_trace(text);
  return dumped(trace);
}

std::string message_for(const std::string& text) {
  try {
    pack(text, "a.txt");
  } catch (const Error& error) {
    return error.what();
  }
  return "(no error)";
}

TEST(TextForm, EveryStatementComesBackAsItWas) {
  const std::string text = kTraceLine + R"text(about {"pid":7}
clock 1000 1000 1700000000000000000
clock 2000 -5 -1
cost 128 5000 3000
site 1 session id=00000000000000ab image="/bin/a b" {"id":"f()"}
site 2 flags=6 "{\"id\":\"g\xff\"}"
chunk 1 0 base=1000 depth=3 os=77
1010 enter 9
900 exit 9 success
1010 exit 9 error
1010 exit 9 partial
1010 exit 9 abandoned
none 2
1125899906842624 time
1125899906842630 session-begin "a \"name\" with \\ and \x0a and \xc3\xa9"
1125899906842630 session-end
1125899906842630 detail ""
1125899906842630 alternative 4
1125899906842630 partial "exactly seven: 7 bytes"
1125899906842630 resync 1
1125899906842630 lost 12
1125899906842630 lost 12 since=1125899906842628 least=1 ended=2
1125899906842630 log info "x"
1125899906842630 exception "St9exception"
1125899906842630 apart
1125899906842630 misuse "ended twice"
1125899906842630 outer-session-end 2
1125899906842630 attribute "route" "/orders\x0a"
1125899906842630 attribute "" ""
1125899906842630 wide 17 "\x05four"
1125899906842630 wide 200 "later"
payload 3 00000000636261
1125899906842630 header 4 2
chunk 1 1 base=0 depth=0 os=0
end 4 2
)text";

  EXPECT_EQ(packed_and_dumped(text), text);
}

TEST(TextForm, CommentsBlanksAndDefaultsAreForPeople) {
  const std::string text = "# a test\n" + kTraceLine +
                           "\r\n\tsite  1   {\"id\":\"f()\"}\n  chunk 4 0 # the first\n 5\tenter 1\nend";

  EXPECT_EQ(packed_and_dumped(text), kTraceLine +
                                         "site 1 {\"id\":\"f()\"}\nchunk 4 0 base=0 depth=0 os=4\n"
                                         "5 enter 1  # f()\nend 1 0\n");
}

TEST(TextForm, NamesOfFunctionsCannotEndTheirComment) {
  const std::string text = kTraceLine + "site 1 {\"id\":\"f()\\nend 9 9\"}\nchunk 1 0 base=0 depth=0 os=1\n";

  EXPECT_EQ(packed_and_dumped(text + "5 enter 1\n"), text + "5 enter 1  # f()␊end 9 9\n");
}

TEST(TextForm, MessagesNameTheLineAndWhatWasExpected) {
  EXPECT_EQ(message_for(""), "a.txt: 'trace' and its UUID were expected");
  EXPECT_EQ(message_for("\nchunk 1 0"), "a.txt: line 2: 'trace' and its UUID were expected first");
  EXPECT_EQ(message_for("trace 12"), "a.txt: line 1: a UUID of 32 hexadecimal digits was expected");
  EXPECT_EQ(message_for(kTraceLine + "5 enter 1"),
            "a.txt: line 2: a 'chunk' was expected before its records");
  EXPECT_EQ(message_for(kTraceLine + "chunk 1 0\n5 enter"), "a.txt: line 3: a site number was expected");
  EXPECT_EQ(message_for(kTraceLine + "chunk 1 0\n5 enter 1048576"),
            "a.txt: line 3: a site number was expected, not '1048576'");
  EXPECT_EQ(message_for(kTraceLine + "chunk 1 0\n5 enter 1 2"),
            "a.txt: line 3: nothing more was expected before '2'");
  EXPECT_EQ(message_for(kTraceLine + "chunk 1 0\n5 exit 1 well"),
            "a.txt: line 3: success, error, partial or abandoned was expected, not 'well'");
  EXPECT_EQ(message_for(kTraceLine + "chunk 1 0\n5 leave 1"),
            "a.txt: line 3: a record was expected, not 'leave'");
  EXPECT_EQ(message_for(kTraceLine + "chunk 1 0\n5 detail \"x"), "a.txt: line 3: a quoted text does not end");
  EXPECT_EQ(message_for(kTraceLine + "chunk 1 0\nnone 8192"),
            "a.txt: line 3: a number of words was expected, not '8192'");
}

TEST(TextForm, ATimeThatFortyBitsCannotHoldNeedsATimeRecord) {
  const std::string far = kTraceLine + "chunk 1 0 base=1000\n1099511627776000 enter 1\n";
  const std::string with_time = kTraceLine + "chunk 1 0\n1099511627776000 time\n1099511627776001 enter 1\n";

  EXPECT_NE(message_for(far).find("line 3: a time within 2^39 ticks of 1000 was expected"),
            std::string::npos);
  EXPECT_EQ(message_for(with_time), "(no error)");
}

}  // namespace
}  // namespace flowlog::trace
