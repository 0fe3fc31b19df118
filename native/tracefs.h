#ifndef INTERLOPER_TRACEFS_H
#define INTERLOPER_TRACEFS_H

#include <string>

namespace interloper {

// The number by which perf_event_open(2) knows a tracepoint; -errno where it has none, with the reason in *error.
//
// Reads the mounted tracefs, or else a mount of its own that no directory shows: nothing of the host changes.
long TracepointId(const std::string& category, const std::string& name, std::string* error);

}  // namespace interloper

#endif
