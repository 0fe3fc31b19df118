/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Writing into another process's memory through its mem file: decided at the write, by whose memory the file is. */
#ifndef INTERLOPER_PROBE_MEM_WRITE_BPF_H
#define INTERLOPER_PROBE_MEM_WRITE_BPF_H

#include "../probe.bpf.h"
#include "../numbers.bpf.h"
#include "proc_mem.bpf.h"

/* Writes into mem files that have not returned, by thread. */
struct entered_write {
	/* when it was entered */
	u64 time;
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

/* How many there are in entered_writes, or more: a thread that is killed takes none out. */
u32 entered_writes_count;

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
		written_add(owner);
	event = event_begin(EVENT_MEM_WRITE, call, owner, file, EVENT_OTHER_IS_TARGET);
	if (!event)
		return;
	if (entry_time)
		event->entry_time = entry_time;
	if (call->nr == NR_IO_URING_ENTER)
		event->flags &= ~EVENT_HAS_ARGS;
	event_set_remote_memory(event, address_space_of(owner), address, length);
	event_submit(event, false);
}

/* Whether a call writes where its file stands, and not where an argument says. */
static __always_inline bool writes_at_position(const struct call *call, u64 position)
{
	if (call->arch == AUDIT_ARCH_I386)
		return call->nr == NR32_WRITE || call->nr == NR32_WRITEV ||
		       (call->nr == NR32_PWRITEV2 && position == -1ULL);
	switch (call->nr & ~X32_SYSCALL_BIT) {
	case NR_WRITE:
	case NR_WRITEV:
	case NRX32_WRITEV:
		return true;
	case NR_PWRITEV2:
	case NRX32_PWRITEV2:
		return position == -1ULL;
	}
	return false;
}

/* Where a call writes to; `moved` is by how much it has moved the position of its file by now. */
static __always_inline u64 write_address(const struct call *call, struct file *file, u64 moved)
{
	u64 position = call->args[3];

	if (call->arch == AUDIT_ARCH_I386)
		position |= call->args[4] << 32;
	return writes_at_position(call, position) ? kernel_read(file, f_pos) - moved : position;
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
	struct call call;
	struct file *file;

	if (!mem_was_opened)
		return;
	call_read_any(&call, 0);
	file = file_of_descriptor(current_task(), call.args[0]);
	if (!file_view_read(&view, file))
		return;
	owner = mem_owner(&view);
	if (!owner || is_self())
		return;
	write.address = write_address(&call, file, 0);
	if (!is_of_interest(owner, write.address))
		return;
	write.time = bpf_ktime_get_boot_ns();
	write.owner = kernel_read(owner, pid);
	bpf_map_update_elem(&entered_writes, &tid, &write, BPF_ANY);
	__sync_fetch_and_add(&entered_writes_count, 1);
}

/* Before anything else of probe_write_exited(): what nearly no write comes further than. */
static __always_inline bool write_may_matter(s32 descriptor)
{
	return entered_writes_count || is_of_procfs(descriptor);
}

/* A write whose entry was not seen: another thread may have replaced the descriptor by now. */
static __always_inline void probe_write_by_descriptor(const struct call *call)
{
	struct task_struct *owner;
	struct file_view view;
	struct file *file;
	u64 address;

	file = file_of_descriptor(current_task(), call->args[0]);
	if (!file_view_read(&view, file))
		return;
	owner = mem_owner(&view);
	if (!owner || is_self())
		return;
	address = write_address(call, file, call->ret > 0 ? call->ret : 0);
	if (is_of_interest(owner, address))
		emit_mem_write(call, owner, address, call->ret > 0 ? call->ret : call->args[2], NULL, 0);
}

/*
 * Entries are seen soon after the first mem file was opened, and not from then
 * on. A write that was no mem file's at its entry, and is one's by its
 * descriptor now, is one that was entered before or, hardly ever, none.
 */
static __always_inline void probe_write_exited(const struct call *call)
{
	u32 tid = (u32)bpf_get_current_pid_tgid();
	struct entered_write *write = bpf_map_lookup_elem(&entered_writes, &tid);
	struct task_struct *owner;

	/* one of before the task began is of a thread that died in its call */
	if (!write || write->time < current_read(start_boottime)) {
		probe_write_by_descriptor(call);
		return;
	}
	owner = task_of_initial_pid(write->owner);
	if (owner)
		emit_mem_write(call, owner, write->address, call->ret > 0 ? call->ret : call->args[2], NULL,
			       write->time);
	bpf_map_delete_elem(&entered_writes, &tid);
	__sync_fetch_and_add(&entered_writes_count, -1);
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
