/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* execve(2) and execveat(2) of a file that no disk holds. */
#ifndef INTERLOPER_PROBE_EXEC_BPF_H
#define INTERLOPER_PROBE_EXEC_BPF_H

#include "../probe.bpf.h"

#define NR_EXECVE 59
#define NR_EXECVEAT 322
#define AT_EMPTY_PATH 0x1000

/*
 * Calls of execveat that have not returned, by thread. The new image's
 * registers are clean, and its call number is always that of execve
 * (set_personality_64bit()), so what was called is kept from the entry.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, u32);
	__type(value, struct entered_call);
} entered_execveat SEC(".maps");

static __always_inline void probe_execveat_entered(void)
{
	u32 tid = (u32)bpf_get_current_pid_tgid();
	struct entered_call entered = {};

	call_read_any(&entered.call, 0);
	entered.time = bpf_ktime_get_boot_ns();
	bpf_map_update_elem(&entered_execveat, &tid, &entered, BPF_ANY);
}

/* old_tid is the thread that called; it has the leader's number by now. */
static __always_inline void probe_exec(struct file *binary, u32 old_tid)
{
	struct entered_call *entered = bpf_map_lookup_elem(&entered_execveat, &old_tid);
	struct call call = { .arch = AUDIT_ARCH_X86_64, .nr = NR_EXECVE };
	struct file_view file;
	struct event *event;

	if (!file_view_read(&file, binary))
		return;
	/* audit's rules watch execveat whatever it executes */
	if (!(file_flags(&file) & (FILE_MEMFD | FILE_UNLINKED | FILE_IN_MEMORY)) && !(scope_is_audit() && entered))
		goto done;
	event = event_begin(EVENT_EXEC, entered ? &entered->call : &call);
	if (!event)
		goto done;
	if (entered)
		event->entry_time = entered->time;
	else
		event->flags &= ~EVENT_HAS_ARGS;
	event_set_file(&event->file, event->file_path, &file);
	event->flags |= EVENT_HAS_FILE;
	event_submit(event, true);
done:
	if (entered)
		bpf_map_delete_elem(&entered_execveat, &old_tid);
}

/* An execveat that failed, of a descriptor: MFD_NOEXEC_SEAL, a mount without exec, a binary of no known format. */
static __always_inline void probe_exec_failed(const struct call *call)
{
	u32 tid = (u32)bpf_get_current_pid_tgid();
	struct file_view file;
	struct event *event;
	bool present;

	bpf_map_delete_elem(&entered_execveat, &tid);
	if (call->ret >= 0 || is_self())
		return;
	present = (call->args[4] & AT_EMPTY_PATH) &&
		  file_view_read(&file, file_of_descriptor(current_task(), call->args[0]));
	if (!scope_is_audit() &&
	    !(present && file_flags(&file) & (FILE_MEMFD | FILE_UNLINKED | FILE_IN_MEMORY)))
		return;
	event = event_begin(EVENT_EXEC, call);
	if (!event)
		return;
	if (present) {
		event_set_file(&event->file, event->file_path, &file);
		event->flags |= EVENT_HAS_FILE | EVENT_FILE_BY_DESCRIPTOR;
	}
	event_submit(event, false);
}

#endif
