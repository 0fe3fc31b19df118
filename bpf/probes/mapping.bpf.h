/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* mmap(2), mprotect(2), pkey_mprotect(2) and shmat(2): memory that becomes executable. */
#ifndef INTERLOPER_PROBE_MAPPING_BPF_H
#define INTERLOPER_PROBE_MAPPING_BPF_H

#include "../probe.bpf.h"

/* What makes a mapping worth an event in the selective scope; each is told once per process and class. */
enum mapping_class {
	MAPPING_ORDINARY,
	MAPPING_ANONYMOUS,
	MAPPING_FILELESS,
	/* a file's, and what runs there need not be what the file has */
	MAPPING_CHANGED,
};

static __always_inline u32 mapping_class(const struct vma_view *vma, u32 flags)
{
	if (!vma->found)
		return MAPPING_ORDINARY;
	if (!vma->has_file)
		return MAPPING_ANONYMOUS;
	if (flags & (FILE_MEMFD | FILE_UNLINKED | FILE_UNMOUNTED))
		return MAPPING_FILELESS;
	if (!(vma->flags & VM_SHARED) && (vma->has_own_pages || vma->flags & VM_WRITE))
		return MAPPING_CHANGED;
	return MAPPING_ORDINARY;
}

/* One number for a class, its sharing and whether the call succeeded, so that each is told once. */
static __always_inline u32 repeat_class(u32 kind, u32 class, bool shared, bool failed)
{
	return kind << 8 | class << 2 | shared << 1 | failed;
}

/*
 * Where no mapping was found the call failed, or another thread holds the lock
 * of the address space: then only the descriptor tells what was to be mapped.
 */
static __noinline void vma_from_descriptor(struct vma_view *vma, const struct call *call)
{
	vma->found = true;
	vma->by_descriptor = true;
	vma->flags = (call->args[3] & MAP_TYPE) == MAP_PRIVATE ? 0 : VM_SHARED;
	vma->has_file = !(call->args[3] & MAP_ANONYMOUS) &&
			file_view_read(&vma->file, file_of_descriptor(current_task(), call->args[4]));
}

static __always_inline u32 region_of_anonymous(u64 address)
{
	return is_in_vdso(current_read(mm), address) ? REGION_VDSO : REGION_ANONYMOUS;
}

/* include/uapi/linux/shm.h */
#define SHM_RDONLY 010000
#define SHM_EXEC 0100000

static __always_inline u32 prot_of_attachment(u64 flags)
{
	return PROT_READ | (flags & SHM_RDONLY ? 0 : PROT_WRITE) | (flags & SHM_EXEC ? PROT_EXEC : 0);
}

static __noinline void event_set_mapping(struct event *event, const struct call *call, const struct vma_view *vma)
{
	struct memory_info *memory = &event->memory;
	u32 flags;

	memory->address = call->args[0];
	memory->length = call->args[1];
	memory->prot = call->args[2];
	memory->flags = MEMORY_HAS_LENGTH | MEMORY_HAS_PROT;
	if (event->kind == EVENT_MREMAP) {
		memory->address = call->ret;
		memory->length = call->args[2];
		memory->prot = 0;
		memory->flags = MEMORY_HAS_LENGTH;
	} else if (event->kind == EVENT_SHMAT) {
		memory->address = call->args[1];
		memory->length = 0;
		memory->prot = prot_of_attachment(call->args[2]);
		memory->flags = MEMORY_HAS_PROT;
		if (vma->found && !vma->by_descriptor) {
			memory->address = vma->start;
			memory->length = vma->end - vma->start;
			memory->flags |= MEMORY_HAS_LENGTH;
		}
	} else if (event->kind == EVENT_MMAP) {
		if (call->ret >= 0)
			memory->address = call->ret;
		memory->map_flags = call->args[3];
		memory->flags |= MEMORY_HAS_MAP_FLAGS;
	}
	event->flags |= EVENT_HAS_MEMORY;
	if (!vma->found)
		return;
	/* also where the call did not ask for it */
	if (vma->flags & VM_EXEC && memory->flags & MEMORY_HAS_PROT)
		memory->prot |= PROT_EXEC;
	memory->flags |= MEMORY_HAS_REGION | MEMORY_HAS_SHARING;
	if (vma->flags & VM_SHARED)
		memory->flags |= MEMORY_SHARED;
	memory->region = region_of_anonymous(memory->address);
	if (!vma->has_file)
		return;
	flags = file_flags(&vma->file);
	memory->region = REGION_FILE;
	if (flags & FILE_MEMFD)
		memory->region = REGION_MEMFD;
	else if (flags & FILE_UNLINKED)
		memory->region = REGION_UNLINKED;
	else if (region_by_bounds(address_of(current_read(mm)), memory->address) == REGION_TEXT)
		memory->region = REGION_TEXT;
}

static __always_inline u32 mapping_class_of(const struct vma_view *vma)
{
	return mapping_class(vma, vma->has_file ? file_flags(&vma->file) : 0);
}

/* Whether the selective scope has told of such a call already. */
static __noinline bool mapping_is_repeat(const struct call *call, u32 kind, const struct vma_view *vma, u32 class)
{
	if (!is_repeat(repeat_class(kind, class, vma->flags & VM_SHARED, call->ret < 0),
		       vma->has_file ? &vma->file : NULL))
		return false;
	count_repeated(kind);
	return true;
}

static __always_inline void mapping_emit(const struct call *call, u32 kind, const struct vma_view *vma)
{
	struct task_struct *task = current_task();
	struct task_struct *tracer = kernel_read(task, ptrace) ? forget(kernel_read(task, parent)) : NULL;
	u32 flags = EVENT_OTHER_IS_TRACER | (vma->by_descriptor ? EVENT_FILE_BY_DESCRIPTOR : 0);
	struct event *event = event_begin(kind, call, tracer, vma->found && vma->has_file ? &vma->file : NULL, flags);

	if (!event)
		return;
	event_set_mapping(event, call, vma);
	event_submit(event, false);
}

/* Of what only may have become executable: see prot_may_execute(). */
static __always_inline bool mapping_stays_harmless(const struct call *call, u32 kind, const struct vma_view *vma)
{
	if (kind != EVENT_MMAP && kind != EVENT_MPROTECT)
		return false;
	return !(call->args[2] & PROT_EXEC) && (vma->by_descriptor || !vma->found || !(vma->flags & VM_EXEC));
}

/*
 * vma is the mapping that the call made or changed, not the one that its
 * descriptor names: another thread may have replaced the descriptor already.
 */
static __always_inline void probe_mapping(const struct call *call, u32 kind, struct vma_view *vma)
{
	struct task_struct *task = current_task();
	bool all = scope_is_audit() || kernel_read(task, ptrace) || writer_of_actor();
	u32 class;

	if (is_self())
		return;
	if (!vma->found && kind == EVENT_MMAP)
		vma_from_descriptor(vma, call);
	if (mapping_stays_harmless(call, kind, vma))
		return;
	vma_view_forget(vma);
	if (!all) {
		class = mapping_class_of(vma);
		if (class == MAPPING_ORDINARY)
			return;
	}
	if (is_filtered(kind))
		return;
	if (!all && mapping_is_repeat(call, kind, vma, class))
		return;
	mapping_emit(call, kind, vma);
}

/* mremap(2): executable memory that moves, as over other code; the vDSO among it, which the mm then has at its new place. */
static __always_inline void probe_mremap(const struct call *call)
{
	struct vma_view vma;

	if (call->ret < 0 || !vma_find(&vma, call->ret) || !(vma.flags & VM_EXEC))
		return;
	probe_mapping(call, EVENT_MREMAP, &vma);
}

/* Where no such mapping was found, the call failed or a thread has done away with it: then only the flags tell. */
static __always_inline void probe_attachment(const struct call *call, u64 address)
{
	struct vma_view vma = {};

	if (call->ret < 0 || !vma_find(&vma, address) || !(vma.flags & VM_EXEC)) {
		if (!(call->args[2] & SHM_EXEC))
			return;
		vma.found = call->ret >= 0;
		vma.by_descriptor = true;
		vma.has_file = false;
		vma.flags = VM_SHARED | VM_EXEC;
	}
	probe_mapping(call, EVENT_SHMAT, &vma);
}

/* void *shmat(int shmid, const void *shmaddr, int shmflg): System V's shared memory, executable with SHM_EXEC. */
static __always_inline void probe_shmat(const struct call *call)
{
	probe_attachment(call, call->ret);
}

/* include/uapi/linux/ipc.h */
#define IPC_SHMAT 21

/* ipc(call, first, second, third, ptr, fifth) of 32-bit programs; ipc/syscall.c says which is what. */
static __always_inline void probe_ipc(struct call *call)
{
	u32 address = 0;

	if ((call->args[0] & 0xffff) != IPC_SHMAT)
		return;
	if (call->ret >= 0)
		bpf_probe_read_user(&address, sizeof(address), (void *)call->args[3]);
	call->args[0] = call->args[1];
	call->args[1] = call->args[4];
	/* the flags are in their place, and the rest are no arguments of shmat(2) */
	call->args[3] = call->args[4] = call->args[5] = 0;
	probe_attachment(call, address);
}

#endif
