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

static __always_inline u32 access_flags(const struct vma_view *vma)
{
	u32 flags = MEMORY_HAS_ACCESS;

	if (vma->flags & VM_EXEC)
		flags |= MEMORY_EXECUTABLE;
	if (vma->flags & VM_WRITE)
		flags |= MEMORY_WRITABLE;
	return flags;
}

/* What lies at an address, in one number: its region, access_flags() where something is mapped there, and when that was so. */
#define PLACE_REGION(place) ((u32)(place) & 0xff)
#define PLACE_FLAGS(place) ((u32)(place) >> 8 & 0xffff)
#define PLACE_TICKS(place) ((place) >> 24)

/* For so long it is not seen where a mapped file loses its last link. */
#define PLACE_FRESH_TICKS 10

static __always_inline u64 place_of_view(const struct vma_view *vma, struct mm_struct *mm, u64 address)
{
	return bpf_jiffies64() << 24 | access_flags(vma) << 8 | region_of(vma, mm, address);
}

static __always_inline u64 place_look(struct mm_struct *mm, u64 address)
{
	struct vma_view vma;

	if (!vma_find_in(&vma, mm, address))
		return bpf_jiffies64() << 24 | region_by_bounds(address_of(mm), address);
	return place_of_view(&vma, mm, address);
}

/* Places that were looked at, of those that share a slot the last one. Where two CPUs wrote at once, the check is wrong. */
struct known_place {
	u64 place;
	u64 check;
};

#define KNOWN_PLACE_BITS 12

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1 << KNOWN_PLACE_BITS);
	__type(key, u32);
	__type(value, struct known_place);
} known_places SEC(".maps");

static __always_inline struct known_place *known_place_of(u64 key)
{
	u32 slot = key >> (64 - KNOWN_PLACE_BITS);

	return bpf_map_lookup_elem(&known_places, &slot);
}

/* 0 where it is not known, or not as it is now. */
static __always_inline u64 known_place_read(const struct known_place *known, u64 key)
{
	u64 place = *(volatile u64 *)&known->place;

	if (known->check != mixed(key, place) || bpf_jiffies64() - PLACE_TICKS(place) >= PLACE_FRESH_TICKS)
		return 0;
	return place;
}

static __always_inline void known_place_keep(struct known_place *known, u64 key, u64 place)
{
	known->place = place;
	known->check = mixed(key, place);
}

/*
 * What region_by_bounds() asks a process for; not the vDSO and the size of the
 * stack, whose mappings have flags of their own. Not static, for the room on
 * the stack.
 */
__noinline u64 mixed_bounds(u64 state, u64 address_space)
{
	struct mm_struct *mm = (struct mm_struct *)address_space;
	u64 words[11];
	u32 at;

	if (span_read(words, mm, start_code, env_end)) {
		for (at = 0; at < sizeof(words) / sizeof(words[0]); at++)
			state = mixed(state, words[at]);
		return state;
	}
	state = mixed(mixed(state, kernel_read(mm, start_code)), kernel_read(mm, end_code));
	state = mixed(mixed(state, kernel_read(mm, start_data)), kernel_read(mm, end_data));
	state = mixed(mixed(state, kernel_read(mm, start_brk)), kernel_read(mm, brk));
	return mixed(state, kernel_read(mm, env_end));
}

/* Which file, and whether it has a link. The address may be another inode's soon, with another number or of another file system. */
__noinline u64 mixed_inode(u64 state, u64 inode_address)
{
	struct inode *inode = (struct inode *)inode_address;
	u64 words[5];
	u32 at;

	state = mixed(state, inode_address);
	if (span_read(words, inode, i_sb, i_nlink)) {
		for (at = 0; at < sizeof(words) / sizeof(words[0]); at++)
			state = mixed(state, words[at]);
		return state;
	}
	state = mixed(mixed(state, address_of(kernel_read(inode, i_sb))), kernel_read(inode, i_ino));
	return mixed(state, kernel_read(inode, i_nlink));
}

/*
 * Where no count tells that nothing was mapped or unmapped, the mapping is
 * looked up each time, and all that its place follows from is the key: its
 * flags, its file, and the bounds of the process. What is mapped there later
 * has another key if it is of another kind, even where its vm_area_struct, its
 * struct file and its inode have the addresses of those before. Flags and file
 * are read once, for the key and for the place: whatever another thread does
 * meanwhile, no file is kept as another one or as anonymous memory.
 */
static __always_inline u64 place_of_mapping(struct mm_struct *mm, u64 address)
{
	struct vm_area_struct *vma = (struct vm_area_struct *)vma_lookup(address_of(mm), address);
	struct known_place *known;
	struct vma_view view;
	u64 key, place;

	if (!vma)
		return bpf_jiffies64() << 24 | region_by_bounds(address_of(mm), address);
	vma_view_read_place(&view, vma);
	key = mixed_bounds(mixed(mixed(context_secret, view.flags), address), address_of(mm));
	if (view.has_file)
		key = mixed_inode(key, address_of(view.file.inode));
	known = known_place_of(key);
	if (!known)
		return 0;
	place = known_place_read(known, key);
	if (place)
		return place;
	place = place_of_view(&view, mm, address);
	known_place_keep(known, key, place);
	return place;
}

/*
 * A call is made from the same place many times. Not static: verified once,
 * and not again on each path that calls it. Then it can take and give numbers
 * only.
 */
__noinline u64 place_of(u64 address_space, u64 address)
{
	struct mm_struct *mm = (struct mm_struct *)address_space;
	u64 generation = vma_generation(mm);
	u64 key = mixed(generation, address);
	struct known_place *known;
	u64 place;

	if (!generation)
		return place_of_mapping(mm, address);
	known = known_place_of(key);
	if (!known)
		return 0;
	place = known_place_read(known, key);
	if (place)
		return place;
	place = place_look(mm, address);
	known_place_keep(known, key, place);
	return place;
}

/*
 * Whether an address of the calling process is in its vDSO, or in code of a
 * file. By the address space of the current task, which an io worker shares
 * with who handed it the work.
 */
static __always_inline bool is_own_code(u64 address)
{
	struct mm_struct *mm = current_read(mm);
	u64 place = place_of(address_of(mm), address);
	u32 region = PLACE_REGION(place);

	if (!(PLACE_FLAGS(place) & MEMORY_EXECUTABLE))
		return false;
	return region == REGION_VDSO || region == REGION_TEXT || region == REGION_LIBRARY;
}

/* Which memory the code is in that makes this call. */
static __always_inline void event_set_origin(struct event *event, u64 ip)
{
	struct mm_struct *mm = current_read(mm);
	u64 place;

	if (!ip)
		return;
	place = place_of(address_of(mm), ip);
	if (!PLACE_FLAGS(place))
		return;
	event->origin.address = ip;
	event->origin.region = PLACE_REGION(place);
	event->origin.flags = PLACE_FLAGS(place);
	event->flags |= EVENT_HAS_ORIGIN;
}

static __always_inline void event_clear_memory(struct event *event)
{
	__builtin_memset(&event->memory, 0, sizeof(event->memory));
}

/* Memory of another process: what is mapped there, else what the process's bounds say. */
static __noinline void event_set_remote_memory(struct event *event, u64 address_space, u64 address, u64 length)
{
	u64 place = place_of(address_space, address);
	u32 region = PLACE_REGION(place);

	event->memory.address = address;
	event->memory.length = length;
	event->memory.prot = 0;
	event->memory.map_flags = 0;
	event->memory.flags = MEMORY_HAS_LENGTH | PLACE_FLAGS(place);
	event->memory.region = region;
	event->flags |= EVENT_HAS_MEMORY;
	/* data of a library or of a file: that its other mappings tell, and user space looks at them */
	if (region != REGION_UNKNOWN && region != REGION_FILE)
		event->memory.flags |= MEMORY_HAS_REGION;
}

#endif
