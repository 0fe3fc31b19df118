/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Who takes part in events, told once and referred to. To read all of a
 * process with its paths costs many times what an event does, and a process
 * makes its calls in bursts.
 *
 * A context's id is reckoned from what an event must not be wrong about:
 * identity, image, name, credentials, namespaces, cgroup, tracer, parent, and
 * whether its binary still has a link and a mount. If any of it changes, the
 * id is another one, and the context is told anew. The rest can be as old as
 * a context may be used: the command line, the terminal, the name of the
 * parent, the owner and mode of binaries, and paths where folders were renamed.
 *
 * Within a tick of the kernel's clock (1 to 10 ms) only what a process can
 * change about what it may do is looked at: image, credentials, being traced.
 */
#ifndef INTERLOPER_CONTEXT_BPF_H
#define INTERLOPER_CONTEXT_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "config.bpf.h"
#include "emit.bpf.h"
#include "event.h"
#include "mix.bpf.h"
#include "task.bpf.h"

/* User space keeps contexts for a hundred times as long. */
#define CONTEXT_FRESH_NS 40000000ULL

#define CONTEXT_SLOT_BITS 12
#define CONTEXT_ID_BITS 52

/* The last context of those that share a slot. Where two CPUs wrote at once, the check is wrong. */
struct known_context {
	u64 id;
	/* ns after boot when it was told */
	u64 told;
	/* when the id was reckoned */
	u64 ticks;
	u64 check;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1 << CONTEXT_SLOT_BITS);
	__type(key, u32);
	__type(value, struct known_context);
} known_contexts SEC(".maps");

/*
 * Pointers go into an id as their distances to the task, which the id is that
 * of. A set of credentials is never changed; its address may be another one's
 * soon after it was let go.
 */
static __always_inline u64 mixed_credentials(u64 state, struct cred *cred, struct task_struct *task)
{
	state = mixed(state, distance_to(cred, task));
	return mixed(state, (u64)typed_read(cred, euid.val) << 32 | typed_read(cred, egid.val));
}

static __always_inline u64 mixed_binary(u64 state, struct file *exe, struct task_struct *task)
{
	struct inode *inode;

	if (!exe)
		return state;
	inode = typed_read(exe, f_inode);
	state = mixed(state, distance_to(exe, task));
	state = mixed(state, distance_to(inode, task) ^ typed_read(inode, i_nlink));
	return mixed(state, distance_to(mount_namespace_of(typed_read(exe, f_path.mnt)), task));
}

static __always_inline u64 mixed_parent(u64 state, struct task_struct *parent, struct task_struct *task)
{
	state = mixed(state, distance_to(parent, task));
	return mixed(state, distance_to(typed_read(parent, cred), task) ^ typed_read(parent, self_exec_id));
}

/* Whoever can make two processes have one id has to know the secret. */
static __noinline u64 context_id(struct task_struct *of, u32 flags)
{
	u64 comm = address_of(of) + bpf_core_field_offset(struct task_struct, comm);
	struct task_struct *task = typed(of);
	u64 state = mixed(context_secret, flags);

	state = mixed(state, (u64)typed_read(task, pid) << 32 | typed_read(task, tgid));
	state = mixed(state, typed_read(task, start_boottime));
	state = mixed(state, (u64)typed_read(task, self_exec_id) << 32 | typed_read(task, ptrace));
	state = settled(mixed_at(state, comm));
	state = settled(mixed_at(state, comm + sizeof(u64)));
	state = mixed_credentials(state, typed_read(task, cred), task);
	if (bpf_core_field_exists(task->loginuid))
		state = mixed(state, (u64)typed_read(task, loginuid.val) << 32 | typed_read(task, sessionid));
	state = mixed(state, distance_to(typed_read(task, nsproxy), task));
	state = mixed(state, distance_to(typed_read(task, cgroups), task));
	state = mixed(state, distance_to(typed_read(task, parent), task));
	state = mixed_binary(state, typed_read(task, mm, exe_file), task);
	state = mixed_parent(state, typed_read(task, real_parent), task);
	state = settled(state) >> (64 - CONTEXT_ID_BITS);
	return state ? state : 1;
}

static __always_inline void context_fill(struct context *context, struct task_struct *task)
{
	process_info_set(&context->process, task);
	task_exe_set(&context->process.exe, context->path, task);
	if (!(context->flags & CONTEXT_HAS_PARENT))
		return;
	context->cmdline_length = cmdline_set(context->cmdline, task);
	parent_info_set(&context->parent, context->parent_path, kernel_read(task, real_parent));
}

/* False where the ring has no room. */
static __always_inline bool context_tell(struct task_struct *task, u64 id, u64 time, u32 flags)
{
	struct context *context = bpf_ringbuf_reserve(&ring, sizeof(*context), 0);

	if (!context)
		return false;
	context->size = sizeof(*context);
	context->version = EVENT_VERSION;
	context->kind = RECORD_CONTEXT;
	context->id = id;
	context->time = time;
	context->flags = flags;
	context->cmdline_length = 0;
	context_fill(context, task);
	bpf_ringbuf_submit(context, BPF_RB_NO_WAKEUP);
	return true;
}

static __always_inline u64 known_context_check(const struct known_context *known, u64 state)
{
	return mixed(mixed(mixed(state, known->id), known->told), known->ticks);
}

static __always_inline u64 context_state_of(struct task_struct *task, u64 state)
{
	state = mixed(state, typed_read(task, start_boottime));
	state = mixed(state, distance_to(typed_read(task, cred), task));
	return mixed(state, (u64)typed_read(task, self_exec_id) << 32 | typed_read(task, ptrace));
}

#if LOADS_FIELDS
static __always_inline u64 context_state_of_current(u64 address, u64 state)
{
	return context_state_of(typed_current(), state);
}
#else
/* Not inlined, for the room on the stack. */
__noinline u64 context_state_of_current(u64 address, u64 state)
{
	state = mixed(state, current_read(start_boottime));
	state = mixed(state, (u64)current_read(cred) - address);
	return mixed(state, (u64)current_read(self_exec_id) << 32 | current_read(ptrace));
}
#endif

/* What is looked at for each event. Fields of the current task cost less. */
static __always_inline u64 context_state(u64 address, u32 flags)
{
	u64 state = mixed(context_secret ^ flags, address);

	if (address == bpf_get_current_task())
		return context_state_of_current(address, state);
	return context_state_of(typed((struct task_struct *)address), state);
}

static __always_inline struct known_context *known_context_of(u64 address, u32 flags)
{
	u32 slot = mixed(address, flags) >> (64 - CONTEXT_SLOT_BITS);

	return bpf_map_lookup_elem(&known_contexts, &slot);
}

static __always_inline bool is_known(const struct known_context *known, u64 state)
{
	return known->check == known_context_check(known, state);
}

static __always_inline void known_context_read(struct known_context *copy, const struct known_context *known)
{
	copy->id = *(volatile u64 *)&known->id;
	copy->told = *(volatile u64 *)&known->told;
	copy->ticks = *(volatile u64 *)&known->ticks;
	copy->check = *(volatile u64 *)&known->check;
}

/* The same as context_of(), once a tick and where something changed. */
__noinline u64 context_renew(u64 address, u64 time, u32 flags)
{
	struct task_struct *task = (struct task_struct *)address;
	struct known_context *known = known_context_of(address, flags);
	u64 state = context_state(address, flags);
	struct known_context now;
	u64 id = context_id(task, flags);

	if (!known)
		return 0;
	known_context_read(&now, known);
	if (!is_known(&now, state) || now.id != id || time - now.told >= CONTEXT_FRESH_NS) {
		if (!context_tell(task, id, time, flags))
			return 0;
		now.told = time;
	}
	known->id = now.id = id;
	known->told = now.told;
	known->ticks = now.ticks = bpf_jiffies64();
	known->check = known_context_check(&now, state);
	return id;
}

/*
 * The id of a task's context, which is in the ring by now; 0 where the ring
 * has no room for it. Not static: verified once, and not again on each path
 * that calls it. Then it can take and give numbers only.
 */
__noinline u64 context_of(u64 address, u64 time, u32 flags)
{
	struct known_context *known = known_context_of(address, flags);
	u64 state = context_state(address, flags);
	struct known_context now;

	if (!known)
		return 0;
	known_context_read(&now, known);
	if (now.ticks == bpf_jiffies64() && is_known(&now, state))
		return now.id;
	return context_renew(address, time, flags);
}

#endif
