/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A system call at its exit: its arguments are still in the caller's registers. */
#ifndef INTERLOPER_CALL_BPF_H
#define INTERLOPER_CALL_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "event.h"

/* x86-64, arch/x86/include/asm/page_64_types.h without KASAN; only for kernels before 5.15 */
#define THREAD_SIZE 16384

struct call {
	u32 arch;
	s32 nr;
	s64 ret;
	u64 args[EVENT_ARGS];
	/* where the code goes on that made it; 0 where it is gone */
	u64 ip;
	/* a 32-bit call of 64-bit code */
	u32 foreign_abi;
	u32 reserved;
};

static __always_inline struct task_struct *current_task(void)
{
	return (struct task_struct *)bpf_get_current_task();
}

static __always_inline bool has_typed_regs(void)
{
	return bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs);
}

/* The registers of the current task's caller with their type: fields of them are loads. */
static __always_inline const struct pt_regs *typed_user_regs(void)
{
	return (const struct pt_regs *)bpf_task_pt_regs((void *)bpf_get_current_task_btf());
}

/* The same before 5.15: an address, for a helper to read at. */
static __always_inline const struct pt_regs *user_regs_on_stack(void)
{
	return (const struct pt_regs *)((u64)kernel_read(current_task(), stack) + THREAD_SIZE) - 1;
}

/* arch/x86/include/asm/thread_info.h: the task is in a 32-bit system call, also where the program is a 64-bit one */
#define TS_COMPAT 0x0002

/* arch/x86/include/asm/segment.h: the segment of 64-bit code */
#define USER_CS 0x33

static __always_inline bool in_compat_call(void)
{
	return current_read(thread_info.status) & TS_COMPAT;
}

/* A call of either ABI, by registers that can be loaded from. */
static __always_inline void call_set(struct call *call, const struct pt_regs *regs, s64 ret)
{
	call->reserved = 0;
	call->ip = regs->ip;
	call->nr = (s32)regs->orig_ax;
	call->ret = ret;
	if (in_compat_call()) {
		call->arch = AUDIT_ARCH_I386;
		call->foreign_abi = (regs->cs & 0xffff) == USER_CS;
		call->args[0] = (u32)regs->bx;
		call->args[1] = (u32)regs->cx;
		call->args[2] = (u32)regs->dx;
		call->args[3] = (u32)regs->si;
		call->args[4] = (u32)regs->di;
		call->args[5] = (u32)regs->bp;
	} else {
		call->arch = AUDIT_ARCH_X86_64;
		call->foreign_abi = false;
		call->args[0] = regs->di;
		call->args[1] = regs->si;
		call->args[2] = regs->dx;
		call->args[3] = regs->r10;
		call->args[4] = regs->r8;
		call->args[5] = regs->r9;
	}
}

/* Not inlined, for the registers take room that what follows needs. */
static __noinline void call_read_from_stack(struct call *call, s64 ret)
{
	struct pt_regs regs = {};

	bpf_probe_read_kernel(&regs, sizeof(regs), user_regs_on_stack());
	call_set(call, &regs, ret);
}

/*
 * By the registers of the current task. Those that a wrapper of a system call is
 * given are the same, but of no type that every kernel tells (5.10 has a FWD).
 */
static __noinline void call_read_any(struct call *call, s64 ret)
{
	if (has_typed_regs())
		call_set(call, typed_user_regs(), ret);
	else
		call_read_from_stack(call, ret);
}

/* include/uapi/asm-generic/mman-common.h */
#define PROT_READ 1
#define PROT_WRITE 2
#define PROT_EXEC 4

/* include/uapi/linux/personality.h */
#define READ_IMPLIES_EXEC 0x0400000

/* The third argument alone, for a test that most calls do not pass. Both ABIs have it in the same register. */
static __always_inline u64 call_third_argument(void)
{
	if (has_typed_regs())
		return typed_user_regs()->dx;
	return kernel_read(user_regs_on_stack(), dx);
}

/* Where the code goes on that the current task runs. */
static __always_inline u64 user_ip(void)
{
	if (has_typed_regs())
		return typed_user_regs()->ip;
	return kernel_read(user_regs_on_stack(), ip);
}

/* Whether memory that the current task maps with this protection may become executable, asked for or not. */
static __always_inline bool prot_may_execute(u64 prot)
{
	return prot & PROT_EXEC || (prot & PROT_READ && current_read(personality) & READ_IMPLIES_EXEC);
}

/* include/uapi/asm/unistd.h of x86: 64-bit calls with 32-bit pointers, which some kernels take */
#define X32_SYSCALL_BIT 0x40000000

/* Whether what the call's pointers point to has words of 32 bits. */
static __always_inline bool call_is_narrow(const struct call *call)
{
	return call->arch == AUDIT_ARCH_I386 || call->nr & X32_SYSCALL_BIT;
}

static __always_inline void event_set_call(struct event *event, const struct call *call)
{
	event->arch = call->arch;
	event->nr = call->nr;
	event->ret = call->ret;
	event->args[0] = call->args[0];
	event->args[1] = call->args[1];
	event->args[2] = call->args[2];
	event->args[3] = call->args[3];
	event->args[4] = call->args[4];
	event->args[5] = call->args[5];
	event->flags |= EVENT_HAS_ARGS | EVENT_HAS_RET;
	if (call->foreign_abi)
		event->flags |= EVENT_FOREIGN_ABI;
}

#endif
