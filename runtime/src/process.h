// process.h: what the recorder asks of the process around it.
#pragma once

namespace flowlog::runtime {

// getenv, but blind in a program with raised privileges.
const char* environment(const char* name);

// What the environment says of an option or, if it says nothing, the configuration file.
const char* setting(const char* name);

// Path of the executable; "?" if the system does not tell. Stays valid.
const char* executable_path();

// Has fork and the end of threads reported to the recorder. Once.
void prepare_process();

// When this thread ends, its chunk is handed over. Again after each time that happened: other thread-local
// destructors may record after ours.
void call_at_thread_end();

}  // namespace flowlog::runtime
