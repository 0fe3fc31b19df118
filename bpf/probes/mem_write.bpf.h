/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Writing into another process's memory through its mem file: decided at the write, by whose memory the file is. */
#ifndef INTERLOPER_PROBE_MEM_WRITE_BPF_H
#define INTERLOPER_PROBE_MEM_WRITE_BPF_H

#include "../probe.bpf.h"
#include "../numbers.bpf.h"
#include "proc_mem.bpf.h"

/* Writes into mem files that have not returned, by thread. */
struct entered_write {
	struct entered_call entered;
	u64 address;
	/* the owner of the memory, in the initial pid namespace */
	s32 owner;
	u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, u32);
	__type(value, struct entered_write);
} entered_writes SEC(".maps");

static __always_inline bool is_foreign(struct task_struct *owner)
{
	return kernel_read(owner, tgid) != kernel_read(acting_task(), tgid);
}

/*
 * A process that writes into its own memory by this file does nothing that it
 * could not do without it, but for one thing: it writes code that it may not.
 */
static __always_inline bool is_of_interest(struct task_struct *owner, u64 address)
{
	return is_foreign(owner) || is_own_code(address);
}

static __always_inline void emit_mem_write(const struct call *call, struct task_struct *owner, u64 address, u64 length,
					   const struct file_view *file, u64 entry_time)
{
	struct event *event;

	if (is_filtered_with(EVENT_MEM_WRITE, owner))
		return;
	if (call->ret > 0)
		written_add(owner, acting_task());
	event = event_begin_with_other(EVENT_MEM_WRITE, call);
	if (!event)
		return;
	if (entry_time)
		event->entry_time = entry_time;
	if (call->nr == NR_IO_URING_ENTER)
		event->flags &= ~EVENT_HAS_ARGS;
	event_set_other(event, owner, EVENT_OTHER_IS_TARGET);
	event_set_remote_memory(event, kernel_read(owner, mm), address, length);
	if (file) {
		event_set_file(&event->file, event->file_path, file);
		event->flags |= EVENT_HAS_FILE;
	}
	event_submit(event, false);
}

/* Where a 64-bit call writes to: its position argument, else that of the file, which moves only after the write. */
static __always_inline u64 write_address(const struct call *call, struct file *file)
{
	if (call->nr == NR_WRITE || call->nr == NR_WRITEV)
		return kernel_read(file, f_pos);
	if (call->nr == NR_PWRITEV2 && call->args[3] == -1ULL)
		return kernel_read(file, f_pos);
	return call->args[3];
}

/*
 * The descriptor is looked at when the call begins: while it copies, another
 * thread may put another file in its place.
 */
static __always_inline void probe_write_entered(void)
{
	u32 tid = (u32)bpf_get_current_pid_tgid();
	struct entered_write write = {};
	struct task_struct *owner;
	struct file_view view;
	struct file *file;

	if (!mem_was_opened)
		return;
	call_read(&write.entered.call, 0);
	file = file_of_descriptor(current_task(), write.entered.call.args[0]);
	if (!file_view_read(&view, file))
		return;
	owner = mem_owner(&view);
	if (!owner || is_self())
		return;
	write.address = write_address(&write.entered.call, file);
	if (!is_of_interest(owner, write.address))
		return;
	write.entered.time = bpf_ktime_get_boot_ns();
	write.owner = kernel_read(owner, pid);
	bpf_map_update_elem(&entered_writes, &tid, &write, BPF_ANY);
}

static __always_inline void probe_write_exited(s64 ret)
{
	u32 tid = (u32)bpf_get_current_pid_tgid();
	struct entered_write *write;
	struct task_struct *owner;

	if (!mem_was_opened)
		return;
	write = bpf_map_lookup_elem(&entered_writes, &tid);
	if (!write)
		return;
	write->entered.call.ret = ret;
	owner = task_of_initial_pid(write->owner);
	if (owner)
		emit_mem_write(&write->entered.call, owner, write->address, ret > 0 ? ret : write->entered.call.args[2],
			       NULL, write->entered.time);
	bpf_map_delete_elem(&entered_writes, &tid);
}

/* Where a 32-bit call wrote to, after it: the file's position has moved on by then. */
static __always_inline u64 compat_write_address(const struct call *call, struct file *file)
{
	u64 position = call->args[3] | call->args[4] << 32;

	if (call->nr == NR32_WRITE || call->nr == NR32_WRITEV || (call->nr == NR32_PWRITEV2 && position == -1ULL))
		return kernel_read(file, f_pos) - (call->ret > 0 ? call->ret : 0);
	return position;
}

/* A 32-bit call, which only its exit is seen of: another thread may have replaced the descriptor by then. */
static __always_inline void probe_compat_written(const struct call *call)
{
	struct task_struct *owner;
	struct file_view view;
	struct file *file;
	u64 address;

	if (!mem_was_opened)
		return;
	file = file_of_descriptor(current_task(), call->args[0]);
	if (!file_view_read(&view, file))
		return;
	owner = mem_owner(&view);
	if (!owner || is_self())
		return;
	address = compat_write_address(call, file);
	if (is_of_interest(owner, address))
		emit_mem_write(call, owner, address, call->ret > 0 ? call->ret : call->args[2], NULL, 0);
}

/* What it works through was handed in by io_uring_enter(2), or without a call; its own registers are nobody's. */
static __always_inline void call_of_io_worker(struct call *call, s64 ret)
{
	__builtin_memset(call, 0, sizeof(*call));
	call->arch = AUDIT_ARCH_X86_64;
	call->nr = NR_IO_URING_ENTER;
	call->ret = ret;
}

/* The file's own write operation, after it ran: whatever call it was for. */
static __always_inline void probe_mem_written(struct file *file, u64 count, u64 address, s64 ret)
{
	struct task_struct *owner;
	struct file_view view;
	struct call call;

	if (!file_view_read(&view, file))
		return;
	owner = mem_owner(&view);
	if (!owner || is_self() || !is_of_interest(owner, address))
		return;
	if (is_io_worker())
		call_of_io_worker(&call, ret);
	else
		call_read_any(&call, ret);
	emit_mem_write(&call, owner, address, ret > 0 ? ret : count, &view, 0);
}

#endif
