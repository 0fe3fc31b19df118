/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* execve(2) and execveat(2) of a file that no disk holds; in the scope audit of any file. */
#ifndef INTERLOPER_PROBE_EXEC_BPF_H
#define INTERLOPER_PROBE_EXEC_BPF_H

#include "../probe.bpf.h"
#include "../proc_path.bpf.h"
#include "../numbers.bpf.h"

#define AT_EMPTY_PATH 0x1000

static __always_inline bool is_execveat(const struct call *call)
{
	if (call->arch == AUDIT_ARCH_I386)
		return call->nr == NR32_EXECVEAT;
	return call->nr == NR_EXECVEAT || call->nr == (X32_SYSCALL_BIT | NRX32_EXECVEAT);
}

static __always_inline bool is_execve(const struct call *call)
{
	if (call->arch == AUDIT_ARCH_I386)
		return call->nr == NR32_EXECVE;
	return call->nr == NR_EXECVE || call->nr == (X32_SYSCALL_BIT | NRX32_EXECVE);
}

/*
 * The new image's registers are clean, and its call number is always that of
 * execve (set_personality_64bit()), so what was called is kept from the entry;
 * in the scope audit another program keeps it, with all other calls.
 */
static __always_inline void probe_execveat_entered(void)
{
	if (!scope_is_audit())
		call_entered();
}

/*
 * The same at the renaming of a task to what it executes, which is after the
 * last that can refuse it and before the registers change (begin_new_exec()).
 */
static __always_inline void probe_exec_committed(void)
{
	struct entered_call entry = { .noted_late = true };

	if (scope_is_audit())
		return;
	call_read_any(&entry.call, 0);
	if (is_execveat(&entry.call))
		call_note(&entry);
}

static __always_inline bool is_in_no_directory(const struct file_view *file)
{
	return file_flags(file) & (FILE_MEMFD | FILE_UNLINKED | FILE_IN_MEMORY);
}

/*
 * Scripts that no directory shows, by their execution, from the kernel's look
 * at each to the start of its interpreter. The file stays: the interpreter has
 * to open it by a descriptor that stays open.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, u64);
	__type(value, struct file_view);
} scripts SEC(".maps");

static __always_inline bool is_no_ones(const struct file_view *file)
{
	return file_flags(file) & (FILE_MEMFD | FILE_UNLINKED | FILE_UNMOUNTED);
}

/* Called for the file that is executed, and then for each interpreter. */
static __always_inline void probe_binary_checked(struct linux_binprm *bprm)
{
	u64 key = (u64)bprm;
	struct file_view file;

	if (file_view_read(&file, kernel_read(bprm, file)) && is_no_ones(&file))
		bpf_map_update_elem(&scripts, &key, &file, BPF_ANY);
	else if (kernel_read(bprm, filename) == kernel_read(bprm, interp))
		bpf_map_delete_elem(&scripts, &key);
}

/* The script that a program was started to read, where no directory shows that; flags of the event if so. */
static __noinline u32 script_read(struct file_view *file, struct linux_binprm *bprm)
{
	const char *path = kernel_read(bprm, filename);
	u64 key = (u64)bprm;
	struct file_view *script = bpf_map_lookup_elem(&scripts, &key);

	if (script) {
		*file = *script;
		bpf_map_delete_elem(&scripts, &key);
		return EVENT_HAS_FILE;
	}
	/* no interpreter took its place */
	if (path == kernel_read(bprm, interp))
		return 0;
	if (!file_view_read(file, file_of_kernel_path(path)) || !is_no_ones(file))
		return 0;
	return EVENT_HAS_FILE | EVENT_FILE_BY_DESCRIPTOR;
}

/*
 * Where the new image begins, if that is in no file that a directory shows: in
 * the loader that the program names (PT_INTERP), which runs before it with all
 * that it may do. Else 0.
 */
static __noinline u64 loader_read(struct file_view *file)
{
	u64 start = user_ip();
	struct vma_view vma;

	if (!vma_find(&vma, start) || !vma.has_file || !is_no_ones(&vma.file))
		return 0;
	*file = vma.file;
	return start;
}

static __always_inline void event_set_loader(struct event *event, u64 start)
{
	struct mm_struct *mm = current_read(mm);
	u64 place = place_of(address_of(mm), start);

	event->memory.address = start;
	event->memory.region = PLACE_REGION(place);
	event->memory.flags = MEMORY_HAS_REGION | PLACE_FLAGS(place);
	event->flags |= EVENT_HAS_MEMORY;
}

static __always_inline void probe_exec(struct linux_binprm *bprm)
{
	struct call call = { .arch = AUDIT_ARCH_X86_64, .nr = NR_EXECVE };
	struct entered_call *entry = call_in_progress();
	struct file_view file;
	struct event *event;
	u64 loader = 0;
	u32 flags = 0;
	bool has_args = false;
	u64 entry_time = 0;

	if (entry && (is_execveat(&entry->call) || is_execve(&entry->call))) {
		call = entry->call;
		call.ip = 0;
		entry_time = entry->noted_late ? 0 : entry->time;
		has_args = true;
	}
	if (!file_view_read(&file, kernel_read(bprm, file)))
		return;
	if (!is_in_no_directory(&file)) {
		/* the file is another one then: that of a script or a loader */
		flags = script_read(&file, bprm);
		if (!flags)
			loader = loader_read(&file);
		if (!flags && !loader) {
			if (!scope_is_audit())
				goto done;
			file_view_read(&file, kernel_read(bprm, file));
		}
	}
	if (is_filtered(EVENT_EXEC))
		goto done;
	event = event_begin(EVENT_EXEC, &call, NULL, &file, flags);
	if (!event)
		goto done;
	event->entry_time = entry_time;
	if (loader)
		event_set_loader(event, loader);
	if (!has_args)
		event->flags &= ~EVENT_HAS_ARGS;
	event_submit(event, true);
done:
	if (entry)
		call_left();
}

/* The file that a refused call named by a descriptor: its argument, or /proc/self/fd/N. */
static __noinline bool refused_file(struct file_view *file, const struct call *call)
{
	u64 path = call->args[0];

	if (is_execveat(call)) {
		if (call->args[4] & AT_EMPTY_PATH)
			return file_view_read(file, file_of_descriptor(current_task(), call->args[0]));
		path = call->args[1];
	}
	return file_view_read(file, file_of_descriptor_path(path));
}

/* One that failed: MFD_NOEXEC_SEAL, a mount without exec, a binary of no known format. Success was told by probe_exec. */
static __always_inline void probe_exec_exited(const struct call *call)
{
	struct file_view file;
	struct event *event;
	bool present;

	if (call->ret >= 0 || is_self())
		return;
	present = refused_file(&file, call);
	if (!scope_is_audit()) {
		if (is_execveat(call))
			call_left();
		if (!present || !is_in_no_directory(&file))
			return;
	}
	if (is_filtered(EVENT_EXEC))
		return;
	event = event_begin(EVENT_EXEC, call, NULL, present ? &file : NULL, EVENT_FILE_BY_DESCRIPTOR);
	if (event)
		event_submit(event, false);
}

#endif
