// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Interloper's programs: what the kernel sees of process injection. */
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "event.h"
#include "config.bpf.h"
#include "hooks/entry.bpf.h"
#include "hooks/fentry.bpf.h"
#include "hooks/tracepoint.bpf.h"

/* Kept in BTF, from which src/wire/layout.ts is generated. */
const struct event *event_layout __attribute__((unused));
const struct context *context_layout __attribute__((unused));
enum event_kind event_kind_layout __attribute__((unused));
enum record_kind record_kind_layout __attribute__((unused));
enum context_flags context_flags_layout __attribute__((unused));
enum event_flags event_flags_layout __attribute__((unused));
enum file_flags file_flags_layout __attribute__((unused));
enum memory_flags memory_flags_layout __attribute__((unused));
enum memory_region memory_region_layout __attribute__((unused));
enum native_number native_number_layout __attribute__((unused));
enum compat_number compat_number_layout __attribute__((unused));
enum x32_number x32_number_layout __attribute__((unused));
enum watched_calls watched_calls_layout __attribute__((unused));
enum watched_cell watched_cell_layout __attribute__((unused));

/*
 * Run once by the sensor itself before anything is attached: whose events to
 * leave out. Inside a pid namespace user space does not know its own number.
 */
SEC("raw_tracepoint/sys_enter") int whoami(void *ctx)
{
	self_tgid = bpf_get_current_pid_tgid() >> 32;
	return 0;
}

/* Helpers such as bpf_probe_read_kernel are for GPL-compatible programs only. */
char LICENSE[] SEC("license") = "Dual BSD/GPL";
