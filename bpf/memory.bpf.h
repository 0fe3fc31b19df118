/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What part of an address space an address lies in. */
#ifndef INTERLOPER_MEMORY_BPF_H
#define INTERLOPER_MEMORY_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "event.h"
#include "file.bpf.h"
#include "vma.bpf.h"

#define PAGE_SHIFT 12

#define PROT_EXEC 4
#define MAP_PRIVATE 2
#define MAP_TYPE 0xf
#define MAP_ANONYMOUS 0x20

static __always_inline bool is_in_vdso(struct mm_struct *mm, u64 address)
{
	u64 vdso = address_of(kernel_read(mm, context.vdso));

	return vdso && address >= vdso && address - vdso < kernel_read(mm, context.vdso_image, size);
}

/*
 * By the bounds that the mm keeps: the vDSO, the main program, its heap and
 * the main thread's stack. Not static, so that it is verified once.
 */
__noinline u32 region_by_bounds(u64 address_space, u64 address)
{
	struct mm_struct *mm = (struct mm_struct *)address_space;
	u64 stack_end = (kernel_read(mm, env_end) | ((1 << PAGE_SHIFT) - 1)) + 1;

	if (is_in_vdso(mm, address))
		return REGION_VDSO;
	if (address >= kernel_read(mm, start_code) && address < kernel_read(mm, end_code))
		return REGION_TEXT;
	if (address >= kernel_read(mm, start_data) && address < kernel_read(mm, end_data))
		return REGION_DATA;
	if (address >= kernel_read(mm, start_brk) && address < kernel_read(mm, brk))
		return REGION_HEAP;
	/* stack_vm counts its pages; the environment is the last thing on it */
	if (address < stack_end && stack_end - address <= kernel_read(mm, stack_vm) << PAGE_SHIFT)
		return REGION_STACK;
	return REGION_UNKNOWN;
}

static __always_inline u32 region_of_file(u32 flags, u64 vm_flags)
{
	if (flags & FILE_MEMFD)
		return REGION_MEMFD;
	if (flags & FILE_UNLINKED)
		return REGION_UNLINKED;
	return vm_flags & VM_EXEC ? REGION_LIBRARY : REGION_FILE;
}

/*
 * What lies at an address, by what is mapped there now: the program's own
 * bounds only say what was there when it began.
 */
static __noinline u32 region_of(const struct vma_view *vma, struct mm_struct *mm, u64 address)
{
	u32 bounds = region_by_bounds(address_of(mm), address);
	u32 flags = vma->has_file ? file_flags(&vma->file) : FILE_OF_KERNEL;
	u32 region;

	if (flags & FILE_OF_KERNEL)
		return bounds == REGION_TEXT || bounds == REGION_UNKNOWN ? REGION_ANONYMOUS : bounds;
	region = region_of_file(flags, vma->flags);
	if (region == REGION_MEMFD || region == REGION_UNLINKED)
		return region;
	return bounds == REGION_TEXT || bounds == REGION_DATA ? bounds : region;
}

/*
 * Whether an address of the calling process is in its vDSO, or in code of a
 * file. Not static: verified once. By the address space of the current task,
 * which an io worker shares with who handed it the work.
 */
__noinline u32 is_own_code(u64 address)
{
	struct mm_struct *mm = kernel_read((struct task_struct *)bpf_get_current_task(), mm);
	struct vma_view vma;
	u32 region;

	if (!mm || !vma_find_in(&vma, mm, address) || !(vma.flags & VM_EXEC))
		return false;
	region = region_of(&vma, mm, address);
	return region == REGION_VDSO || region == REGION_TEXT || region == REGION_LIBRARY;
}

static __always_inline u32 access_flags(const struct vma_view *vma)
{
	u32 flags = MEMORY_HAS_ACCESS;

	if (vma->flags & VM_EXEC)
		flags |= MEMORY_EXECUTABLE;
	if (vma->flags & VM_WRITE)
		flags |= MEMORY_WRITABLE;
	return flags;
}

/* Which memory the code is in that makes this call. */
static __noinline void event_set_origin(struct event *event, u64 ip)
{
	struct mm_struct *mm = kernel_read((struct task_struct *)bpf_get_current_task(), mm);
	struct vma_view vma;

	if (!ip || !vma_find_in(&vma, mm, ip))
		return;
	event->origin.address = ip;
	event->origin.region = region_of(&vma, mm, ip);
	event->origin.flags = access_flags(&vma);
	event->flags |= EVENT_HAS_ORIGIN;
}

static __always_inline void event_clear_memory(struct event *event)
{
	__builtin_memset(&event->memory, 0, sizeof(event->memory));
}

/* Memory of another process: what is mapped there, else what the process's bounds say. */
static __noinline void event_set_remote_memory(struct event *event, struct mm_struct *mm, u64 address, u64 length)
{
	struct vma_view vma;

	event->memory.address = address;
	event->memory.length = length;
	event->memory.prot = 0;
	event->memory.map_flags = 0;
	event->memory.flags = MEMORY_HAS_LENGTH;
	event->memory.region = REGION_UNKNOWN;
	event->flags |= EVENT_HAS_MEMORY;
	if (vma_find_in(&vma, mm, address)) {
		event->memory.region = region_of(&vma, mm, address);
		event->memory.flags |= access_flags(&vma);
	} else {
		event->memory.region = region_by_bounds(address_of(mm), address);
	}
	/* data of a library or of a file: that its other mappings tell, and user space looks at them */
	if (event->memory.region != REGION_UNKNOWN && event->memory.region != REGION_FILE)
		event->memory.flags |= MEMORY_HAS_REGION;
}

#endif
