// annotate.h: marks for functions, for those who do not write attributes by hand. C and C++.
//
//   FLOWLOG_TRACK   int price(const Order&);      each call is recorded
//   FLOWLOG_SESSION void serve(Request&);         likewise, and each call starts a session
//   FLOWLOG_IGNORE  int helper();                 never recorded, whatever its class, its namespace or match=
//   says
//
// They stand before a function, or between `class` and its name, or after `namespace`. Where the compiler
// does not run flowlog's plugin they are nothing, and cause no warning.
#ifndef FLOWLOG_ANNOTATE_H
#define FLOWLOG_ANNOTATE_H

// __has_cpp_attribute knows nothing of attributes that a plugin adds; __has_attribute does, though not in
// Clang 16, where flowlog's flag defines the macro.
#if !defined(FLOWLOG_DISABLE) && defined(__has_attribute)
#if __has_attribute(flowlog) || defined(__FLOWLOG__)
#define FLOWLOG_TRACK __attribute__((flowlog))
#define FLOWLOG_SESSION __attribute__((flowlog_session))
#define FLOWLOG_IGNORE __attribute__((flowlog_ignore))
#endif
#endif

#ifndef FLOWLOG_TRACK
#define FLOWLOG_TRACK
#define FLOWLOG_SESSION
#define FLOWLOG_IGNORE
#endif

#endif
