/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What part of an address space an address lies in. */
#ifndef INTERLOPER_MEMORY_BPF_H
#define INTERLOPER_MEMORY_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "event.h"
#include "file.bpf.h"

#define PAGE_SHIFT 12

#define PROT_EXEC 4
#define MAP_PRIVATE 2
#define MAP_TYPE 0xf
#define MAP_ANONYMOUS 0x20

/* include/linux/mm.h */
#define VM_SHARED 0x8

/* A mapping, as it was while its lock was held. */
struct vma_view {
	u64 start;
	u64 end;
	u64 flags;
	u32 found;
	u32 has_file;
	/* not looked up: what the descriptor argument named after the call */
	u32 by_descriptor;
	u32 reserved;
	struct file_view file;
};

static __always_inline void vma_view_read(struct vma_view *view, struct vm_area_struct *vma)
{
	view->start = BPF_CORE_READ(vma, vm_start);
	view->end = BPF_CORE_READ(vma, vm_end);
	view->flags = BPF_CORE_READ(vma, vm_flags);
	view->has_file = file_view_read(&view->file, BPF_CORE_READ(vma, vm_file));
	view->found = true;
}

static long vma_found(struct task_struct *task, struct vm_area_struct *vma, struct vma_view *view)
{
	vma_view_read(view, vma);
	return 0;
}

/* The current task's mapping at an address, where the kernel has bpf_find_vma (5.17). */
static __always_inline void vma_find(struct vma_view *view, u64 address)
{
	view->flags = 0;
	view->found = false;
	view->has_file = false;
	bpf_find_vma((void *)bpf_get_current_task_btf(), address, vma_found, view, 0);
}

#define VMA_TREE_STEPS 32

/*
 * The same before 6.1, where the mappings are a red-black tree. It is walked
 * without its lock: a mapping that another thread moves meanwhile may be
 * missed, and then the descriptor has to say what was mapped.
 */
static __always_inline void vma_find_in_tree(struct vma_view *view, u64 address)
{
	struct rb_node *node = BPF_CORE_READ(current_task(), mm, mm_rb.rb_node);
	int step;

	view->flags = 0;
	view->found = false;
	view->has_file = false;
	for (step = 0; step < VMA_TREE_STEPS && node; step++) {
		struct vm_area_struct *vma = (void *)node - bpf_core_field_offset(struct vm_area_struct, vm_rb);

		if (address >= BPF_CORE_READ(vma, vm_end)) {
			node = BPF_CORE_READ(node, rb_right);
		} else if (address < BPF_CORE_READ(vma, vm_start)) {
			node = BPF_CORE_READ(node, rb_left);
		} else {
			vma_view_read(view, vma);
			return;
		}
	}
}

/*
 * By the bounds that the mm keeps: the vDSO, the main program, its heap and
 * the main thread's stack. The rest of an address space needs its mappings.
 */
static __always_inline u32 memory_region(struct mm_struct *mm, u64 address)
{
	u64 vdso = (u64)BPF_CORE_READ(mm, context.vdso);
	u64 stack_end = (BPF_CORE_READ(mm, env_end) | ((1 << PAGE_SHIFT) - 1)) + 1;

	if (!mm)
		return REGION_UNKNOWN;
	if (vdso && address >= vdso && address - vdso < BPF_CORE_READ(mm, context.vdso_image, size))
		return REGION_VDSO;
	if (address >= BPF_CORE_READ(mm, start_code) && address < BPF_CORE_READ(mm, end_code))
		return REGION_TEXT;
	if (address >= BPF_CORE_READ(mm, start_data) && address < BPF_CORE_READ(mm, end_data))
		return REGION_DATA;
	if (address >= BPF_CORE_READ(mm, start_brk) && address < BPF_CORE_READ(mm, brk))
		return REGION_HEAP;
	/* stack_vm counts its pages; the environment is the last thing on it */
	if (address < stack_end && stack_end - address <= BPF_CORE_READ(mm, stack_vm) << PAGE_SHIFT)
		return REGION_STACK;
	return REGION_UNKNOWN;
}

static __always_inline void event_clear_memory(struct event *event)
{
	__builtin_memset(&event->memory, 0, sizeof(event->memory));
}

static __always_inline void event_set_remote_memory(struct event *event, struct mm_struct *mm, u64 address, u64 length)
{
	u32 region = memory_region(mm, address);

	event->memory.address = address;
	event->memory.length = length;
	event->memory.prot = 0;
	event->memory.map_flags = 0;
	event->memory.flags = MEMORY_HAS_LENGTH;
	event->memory.region = region;
	if (region != REGION_UNKNOWN)
		event->memory.flags |= MEMORY_HAS_REGION;
	event->flags |= EVENT_HAS_MEMORY;
}

#endif
