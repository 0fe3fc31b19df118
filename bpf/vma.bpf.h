/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The mapping at an address of any process, looked up as the kernel does.
 *
 * The trees are walked without the lock of the address space: waiting for it
 * is not for a program, and bpf_find_vma(), which tries it, knows only the
 * current task. Their nodes stay readable, for they are freed after an RCU
 * grace period; a mapping that another thread moves meanwhile may be missed.
 */
#ifndef INTERLOPER_VMA_BPF_H
#define INTERLOPER_VMA_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "config.bpf.h"
#include "mix.bpf.h"
#include "file.bpf.h"

/* include/linux/mm.h */
#define VM_WRITE 0x2
#define VM_EXEC 0x4
#define VM_SHARED 0x8

/* A mapping as it was. */
struct vma_view {
	u64 start;
	u64 end;
	u64 flags;
	u32 found;
	u32 has_file;
	/* not looked up: what the descriptor argument named after the call */
	u32 by_descriptor;
	/* some of its pages are or were its own, and not the file's: it was written to */
	u32 has_own_pages;
	struct file_view file;
};

#define VMA_TREE_STEPS 32

/* Before 6.1: a red-black tree. */
static __always_inline struct vm_area_struct *vma_in_rb_tree(struct mm_struct *mm, u64 address)
{
	struct rb_node *node = kernel_read(mm, mm_rb.rb_node);
	int step;

	for (step = 0; step < VMA_TREE_STEPS && node; step++) {
		struct vm_area_struct *vma = (void *)node - bpf_core_field_offset(struct vm_area_struct, vm_rb);

		if (address >= kernel_read(vma, vm_end))
			node = kernel_read(node, rb_right);
		else if (address < kernel_read(vma, vm_start))
			node = kernel_read(node, rb_left);
		else
			return vma;
	}
	return NULL;
}

/* include/linux/maple_tree.h and lib/maple_tree.c */
#define MAPLE_NODE_MASK 255UL
#define MAPLE_TYPE_SHIFT 3
#define MAPLE_TYPE_MASK 15
#define MAPLE_LEAF_64 1
#define MAPLE_RANGE_64 2
#define MAPLE_ARANGE_64 3
#define MAPLE_RANGE64_PIVOTS 15
#define MAPLE_ARANGE64_PIVOTS 9
#define MAPLE_LEVELS 8

/* The field stands in the place of a pointer, as which the verifier knows it. */
#define maple_meta_end(node, type) (kernel_read_number((node) + bpf_core_field_offset(type, meta.end)) & 255)

/* ma_data_end() of lib/maple_tree.c: how many pivots are in use. Of those behind the kernel asks nothing. */
static __always_inline u64 maple_range_end(u64 node)
{
	struct maple_range_64 *range = (void *)node;

	if (kernel_read(range, pivot[MAPLE_RANGE64_PIVOTS - 1]))
		return MAPLE_RANGE64_PIVOTS;
	return maple_meta_end(node, struct maple_range_64);
}

/*
 * Which slot of a node has the index: as many as there are pivots below it, of
 * the count that are in use, which ascend. Without a branch, so that the
 * verifier follows one path; one at a time, for all of them take room on a
 * stack that has none left. Not static, so that it is verified once.
 */
__noinline u64 maple_slot_of(u64 pivots, u64 count, u64 index)
{
	u64 slot = 0, step;

	for (step = 8; step; step /= 2) {
		u64 candidate = slot + step;
		u64 pivot = kernel_read_number(pivots + (candidate - 1) * sizeof(u64));
		u64 is_there = (candidate - count - 1) >> 63;
		u64 is_used = (pivot | -pivot) >> 63;
		u64 is_no_maximum = ~pivot >> 63;
		u64 is_below = (pivot - index) >> 63;

		slot += step * (is_there & is_used & is_no_maximum & is_below);
	}
	return slot;
}

/* Which slot of each node a walk takes, from the root on, in one number. */
#define TRAIL_BITS 4
#define TRAIL_SLOT_MASK 15

/* Since 6.1: a maple tree, whose entries are the mappings. */
static __always_inline struct vm_area_struct *vma_in_maple_tree(struct mm_struct *mm, u64 address, u64 *trail)
{
	u64 entry = address_of(kernel_read(mm, mm_mt.ma_root));
	int level;

	*trail = 0;
	for (level = 0; level < MAPLE_LEVELS; level++) {
		u64 node = entry & ~MAPLE_NODE_MASK;
		u32 type = entry >> MAPLE_TYPE_SHIFT & MAPLE_TYPE_MASK;
		u64 slot;

		/* a tree of one mapping has no node; no program lives in one */
		if (!node)
			return NULL;
		if (type == MAPLE_ARANGE_64) {
			struct maple_arange_64 *arange = (void *)node;

			slot = maple_slot_of(node + bpf_core_field_offset(arange->pivot),
					     maple_meta_end(node, struct maple_arange_64), address);
			node += bpf_core_field_offset(arange->slot);
		} else if (type == MAPLE_RANGE_64 || type == MAPLE_LEAF_64) {
			struct maple_range_64 *range = (void *)node;

			slot = maple_slot_of(node + bpf_core_field_offset(range->pivot), maple_range_end(node), address);
			node += bpf_core_field_offset(range->slot);
		} else {
			return NULL;
		}
		*trail |= slot << (level * TRAIL_BITS);
		entry = kernel_read_number(node + slot * sizeof(u64));
		if (type == MAPLE_LEAF_64)
			return (struct vm_area_struct *)entry;
	}
	return NULL;
}

/*
 * What the tree has now where a trail leads. No pivot is asked: the bounds of
 * the mapping that is found there have to say whether it is the one that is
 * looked for. It is none that was unmapped: behind the slots in use a node has
 * empty ones, for the kernel lets a node get shorter only by a new one, or by
 * writing zeros (mas_wr_node_store() and mas_reuse_node() of lib/maple_tree.c).
 */
static __always_inline u64 vma_on_trail(struct mm_struct *mm, u64 trail)
{
	u64 entry = address_of(kernel_read(mm, mm_mt.ma_root));
	int level;

	for (level = 0; level < MAPLE_LEVELS; level++) {
		u64 node = entry & ~MAPLE_NODE_MASK;
		u32 type = entry >> MAPLE_TYPE_SHIFT & MAPLE_TYPE_MASK;
		u64 slot = trail >> (level * TRAIL_BITS) & TRAIL_SLOT_MASK;

		if (!node)
			return 0;
		if (type == MAPLE_ARANGE_64 && slot <= MAPLE_ARANGE64_PIVOTS)
			node += bpf_core_field_offset(struct maple_arange_64, slot);
		else if (type == MAPLE_RANGE_64 || type == MAPLE_LEAF_64)
			node += bpf_core_field_offset(struct maple_range_64, slot);
		else
			return 0;
		entry = kernel_read_number(node + slot * sizeof(u64));
		if (type == MAPLE_LEAF_64)
			return entry;
	}
	return 0;
}

static __always_inline void vma_view_read(struct vma_view *view, struct vm_area_struct *vma)
{
	vma = typed(vma);
	view->start = typed_read(vma, vm_start);
	view->end = typed_read(vma, vm_end);
	view->flags = typed_read(vma, vm_flags);
	view->has_own_pages = typed_read(vma, anon_vma) != NULL;
	view->has_file = file_view_read(&view->file, typed_read(vma, vm_file));
	view->found = true;
}

/* What region_of() and access_flags() ask for. */
static __always_inline void vma_view_read_place(struct vma_view *view, struct vm_area_struct *vma)
{
	view->flags = kernel_read(vma, vm_flags);
	view->has_file = file_view_read_identity(&view->file, kernel_read(vma, vm_file));
}

/*
 * The number itself, of which the verifier knows nothing any more: ways that
 * differ in it alone are one to it from there on. It does not look into a
 * function that is not static.
 */
__noinline u64 forgotten(u64 number)
{
	asm volatile("" : "+r"(number));
	return number;
}

/*
 * What changes with each mapping that an address space loses, of which no two
 * have the same; 0 where the kernel keeps no such count. Before 6.1 it does,
 * for its own cache of mappings, of which it asks no more than this count and
 * their bounds (mm/vmacache.c).
 */
static __always_inline u64 vma_removals(struct mm_struct *mm)
{
	struct mm_struct___cached *cached = (void *)mm;

	if (!bpf_core_field_exists(cached->vmacache_seqnum))
		return 0;
	return mixed(mixed(context_secret, kernel_read(mm, context.ctx_id)), kernel_read(cached, vmacache_seqnum)) | 1;
}

/*
 * What changes with each change of the mappings of an address space, of which
 * no two have the same; 0 where the kernel keeps no such count. The count is
 * that of the locks that a change takes (include/linux/mmap_lock.h).
 */
static __always_inline u64 vma_generation(struct mm_struct *mm)
{
	struct mm_struct___sequenced *sequenced = (void *)mm;
	struct mm_struct___counted *counted = (void *)mm;
	u32 count;

	if (bpf_core_field_exists(sequenced->mm_lock_seq))
		count = kernel_read(sequenced, mm_lock_seq.sequence);
	else if (bpf_core_field_exists(counted->mm_lock_seq))
		count = kernel_read(counted, mm_lock_seq);
	else
		return 0;
	return mixed(mixed(context_secret, kernel_read(mm, context.ctx_id)), count) | 1;
}

/* Mappings that were found, of those that share a slot the last one. Where two CPUs wrote at once, the check is wrong. */
struct found_vma {
	/* or the trail to it */
	u64 vma;
	u64 check;
};

#define FOUND_VMA_BITS 12

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1 << FOUND_VMA_BITS);
	__type(key, u32);
	__type(value, struct found_vma);
} found_vmas SEC(".maps");

/* Addresses that are near each other share one: a process writes to neighbours, and runs there. */
static __always_inline struct found_vma *found_vma_of(u64 address_space, u64 address)
{
	u32 slot = mixed(address_space, address >> 21) >> (64 - FOUND_VMA_BITS);

	return bpf_map_lookup_elem(&found_vmas, &slot);
}

static __always_inline bool vma_has(struct vm_area_struct *vma, u64 address)
{
	u64 bounds[2];

	if (span_read(bounds, vma, vm_start, vm_end))
		return address >= bounds[0] && address < bounds[1];
	return address >= kernel_read(vma, vm_start) && address < kernel_read(vma, vm_end);
}

/* The mapping that was found there before, if nothing was mapped or unmapped since. */
static __always_inline u64 vma_found_before(const struct found_vma *found, u64 generation, u64 address)
{
	u64 known = *(volatile u64 *)&found->vma;
	struct vm_area_struct *vma = (struct vm_area_struct *)known;

	if (found->check != mixed(generation, known))
		return 0;
	return vma_has(vma, address) ? known : 0;
}

static __always_inline u64 vma_walk(struct mm_struct *mm, u64 address)
{
	u64 trail;

	if (bpf_core_field_exists(mm->mm_mt))
		return address_of(vma_in_maple_tree(mm, address, &trail));
	return address_of(vma_in_rb_tree(mm, address));
}

/*
 * Where no count says that all is as it was, the tree is walked each time:
 * along the trail of the last walk, and only where that leads elsewhere by the
 * pivots, which take five times as many reads.
 */
static __always_inline u64 vma_lookup_by_trail(struct mm_struct *mm, u64 address, struct found_vma *found)
{
	u64 key = mixed(context_secret, address_of(mm));
	u64 trail = *(volatile u64 *)&found->vma;
	u64 vma;

	if (found->check == mixed(key, trail)) {
		vma = vma_on_trail(mm, trail);
		if (vma && vma_has((struct vm_area_struct *)vma, address))
			return vma;
	}
	vma = address_of(vma_in_maple_tree(mm, address, &trail));
	if (!vma || !vma_has((struct vm_area_struct *)vma, address))
		return 0;
	found->vma = trail;
	found->check = mixed(key, trail);
	return vma;
}

/* Not static: verified once, and not again on each path that calls it. Then it can take and give numbers only. */
__noinline u64 vma_lookup(u64 address_space, u64 address)
{
	struct mm_struct *mm = (struct mm_struct *)address_space;
	struct found_vma *found = found_vma_of(address_space, address);
	u64 generation = vma_generation(mm);
	u64 vma;

	if (!found)
		return vma_walk(mm, address);
	if (!generation && bpf_core_field_exists(mm->mm_mt))
		return vma_lookup_by_trail(mm, address, found);
	if (!generation)
		generation = vma_removals(mm);
	if (!generation)
		return vma_walk(mm, address);
	vma = vma_found_before(found, generation, address);
	if (vma)
		return vma;
	vma = vma_walk(mm, address);
	found->vma = vma;
	found->check = mixed(generation, vma);
	return vma;
}

/* The mapping that has the address, in the address space of any process. */
static __noinline bool vma_find_in(struct vma_view *view, struct mm_struct *mm, u64 address)
{
	struct vm_area_struct *vma;

	view->flags = 0;
	view->found = false;
	view->has_file = false;
	view->has_own_pages = false;
	view->by_descriptor = false;
	if (!mm)
		return false;
	vma = (struct vm_area_struct *)vma_lookup(address_of(mm), address);
	if (!vma)
		return false;
	vma_view_read(view, vma);
	if (address >= view->start && address < view->end)
		return true;
	view->found = false;
	view->has_file = false;
	return false;
}

/* For what comes after, each kind of view is like another one. */
static __always_inline void vma_view_forget(struct vma_view *view)
{
	view->found = forgotten(view->found);
	view->has_file = forgotten(view->has_file);
	view->by_descriptor = forgotten(view->by_descriptor);
	view->has_own_pages = forgotten(view->has_own_pages);
}

/* The same of the current task. */
static __always_inline bool vma_find(struct vma_view *view, u64 address)
{
	return vma_find_in(view, current_read(mm), address);
}

#endif
