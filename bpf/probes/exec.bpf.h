/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* execve(2) and execveat(2) of a file that no disk holds. */
#ifndef INTERLOPER_PROBE_EXEC_BPF_H
#define INTERLOPER_PROBE_EXEC_BPF_H

#include "../probe.bpf.h"

#define NR_EXECVEAT 322
#define AT_EMPTY_PATH 0x1000

/*
 * The new image runs already: its registers are clean, so there are no
 * arguments. Which call it was still stands in orig_ax.
 */
static __always_inline void probe_exec(struct file *binary)
{
	struct file_view file;
	struct call call;
	struct event *event;

	if (!file_view_read(&file, binary))
		return;
	call_read(&call, 0);
	/* audit's rules watch execveat whatever it executes */
	if (!(file_flags(&file) & (FILE_MEMFD | FILE_UNLINKED | FILE_IN_MEMORY)) &&
	    !(scope_is_audit() && call.nr == NR_EXECVEAT))
		return;
	event = event_begin(EVENT_EXEC, &call);
	if (!event)
		return;
	event->flags &= ~EVENT_HAS_ARGS;
	event_set_file(&event->file, event->file_path, &file);
	event->flags |= EVENT_HAS_FILE;
	event_submit(event, true);
}

/* An execveat that failed, of a descriptor: MFD_NOEXEC_SEAL, a mount without exec, a binary of no known format. */
static __always_inline void probe_exec_failed(const struct call *call)
{
	struct file_view file;
	struct event *event;
	bool present;

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
