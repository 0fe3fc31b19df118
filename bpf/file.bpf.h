/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a file is and what the directories call it. */
#ifndef INTERLOPER_FILE_BPF_H
#define INTERLOPER_FILE_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "event.h"

/* include/linux/fs.h */
#define SB_KERNMOUNT (1 << 22)
#define FMODE_READ 1
#define FMODE_WRITE 2

/* include/uapi/linux/magic.h */
#define TMPFS_MAGIC 0x01021994
#define RAMFS_MAGIC 0x858458f6
#define HUGETLBFS_MAGIC 0x958458f6
#define PROC_SUPER_MAGIC 0x9fa0
#define PID_FS_MAGIC 0x50494446

#define PATH_STEPS 32

/*
 * Beside FILE_* of an event, whose flags have 16 bits: shared memory that was
 * mapped without a file, or as System V's, which is a file of the kernel's
 * own that no user can name.
 */
#define FILE_OF_KERNEL (1 << 16)

/*
 * The parts of a struct file that stay readable until the program ends:
 * dentries, inodes and mounts are freed after an RCU grace period, a struct
 * file may be used again at once.
 */
struct file_view {
	union {
		struct {
			struct vfsmount *mnt;
			struct dentry *dentry;
			struct inode *inode;
		};
		/* in the kernel's order */
		u64 identity[3];
	};
	void *private_data;
	union {
		struct {
			u32 flags;
			u32 mode;
		};
		u32 opened[2];
	};
};

/* Which file it is, without how it was opened. */
static __always_inline bool file_view_read_identity(struct file_view *view, struct file *file)
{
	__builtin_memset(view, 0, sizeof(*view));
	if (!file)
		return false;
	file = typed(file);
	if (bpf_core_field_offset(file->f_path.dentry) < bpf_core_field_offset(file->f_path.mnt) ||
	    !span_read(view->identity, file, f_path.mnt, f_inode)) {
		view->mnt = forget(typed_read(file, f_path.mnt));
		view->dentry = forget(typed_read(file, f_path.dentry));
		view->inode = forget(typed_read(file, f_inode));
	}
	return view->inode != NULL;
}

static __always_inline bool file_view_read(struct file_view *view, struct file *file)
{
	if (!file_view_read_identity(view, file))
		return false;
	file = typed(file);
	view->private_data = forget(typed_read(file, private_data));
	if (!span_read(view->opened, file, f_flags, f_mode)) {
		view->mode = typed_read(file, f_mode);
		view->flags = typed_read(file, f_flags);
	}
	return true;
}

/* The file that descriptor fd of the current task names now, or NULL. */
static __always_inline struct file *file_of_descriptor(struct task_struct *task, s32 fd)
{
	struct fdtable *table = kernel_read(task, files, fdt);
	u64 files;

	if (!table || fd < 0 || (u32)fd >= kernel_read(table, max_fds))
		return NULL;
	files = address_of(kernel_read(table, fd));
	return (struct file *)kernel_read_number(files + fd * sizeof(struct file *));
}

/* BPF_CORE_READ would look for file_view in the kernel's types: the pointers go into variables first. */
static __always_inline struct super_block *file_super_block(const struct file_view *view)
{
	struct inode *inode = view->inode;

	return kernel_read(inode, i_sb);
}

static __always_inline u32 file_magic(const struct file_view *view)
{
	struct super_block *sb = file_super_block(view);

	return kernel_read(sb, s_magic);
}

static __always_inline bool is_memory_magic(u32 magic)
{
	return magic == TMPFS_MAGIC || magic == RAMFS_MAGIC || magic == HUGETLBFS_MAGIC;
}

/* "memfd:", as the number that its letters are in memory */
#define MEMFD_PREFIX 0x3a64666d656dULL
#define MEMFD_PREFIX_MASK 0xffffffffffffULL

/* A name has room for eight bytes, however short it is: it stands in its dentry, or was allocated as it was too long for that. */
static __always_inline bool starts_with_memfd(const unsigned char *name)
{
	return (kernel_read_number(address_of(name)) & MEMFD_PREFIX_MASK) == MEMFD_PREFIX;
}

/* include/uapi/linux/nsfs.h, since 6.18; before that an anonymous namespace has no number at all */
#define MNT_NS_ANON_INO 0xeffffff7

static __always_inline struct mnt_namespace *mount_namespace_of(struct vfsmount *mnt)
{
	struct mount *mount = (void *)mnt - bpf_core_field_offset(struct mount, mnt);

	return kernel_read(mount, mnt_ns);
}

/*
 * A mount that is nowhere: unmounted lazily (umount_tree() of fs/namespace.c),
 * or made by fsmount(2) and not moved to a place, which has a namespace of its
 * own that nobody is in. What is below it has no path.
 */
static __always_inline bool is_unmounted(struct vfsmount *mnt)
{
	struct mnt_namespace *ns = mount_namespace_of(mnt);
	u32 number;

	if (!mnt)
		return false;
	if (!ns)
		return true;
	number = kernel_read(ns, ns.inum);
	return !number || number == MNT_NS_ANON_INO;
}

/*
 * FILE_* of a file. A memfd is on the kernel's own mount of tmpfs or hugetlbfs,
 * which no user can name a file on: its dentry's name alone would be
 * anybody's choice. Other files of that mount (SysV shared memory, a zero
 * page mapping) have other names.
 *
 * Not static: verified once a program, and not again on each path that calls
 * it, with each of its results. Then it can take numbers only.
 */
__noinline u32 file_flags_of(u64 dentry_address, u64 inode_address, u64 mount_address)
{
	struct dentry *dentry = (struct dentry *)dentry_address;
	struct inode *inode = (struct inode *)inode_address;
	struct super_block *sb = kernel_read(inode, i_sb);
	u32 magic = kernel_read(sb, s_magic);
	u32 flags = FILE_PRESENT;

	if (is_memory_magic(magic)) {
		flags |= FILE_IN_MEMORY;
		if (kernel_read(sb, s_flags) & SB_KERNMOUNT) {
			if (starts_with_memfd(kernel_read(dentry, d_name.name)))
				return flags | FILE_MEMFD;
			flags |= FILE_OF_KERNEL;
		} else if (is_unmounted((struct vfsmount *)mount_address)) {
			flags |= FILE_UNMOUNTED;
		}
	}
	if (!kernel_read(inode, i_nlink))
		flags |= FILE_UNLINKED;
	return flags;
}

static __always_inline u32 file_flags(const struct file_view *view)
{
	return file_flags_of(address_of(view->dentry), address_of(view->inode), address_of(view->mnt));
}

static __always_inline void file_info_clear(struct file_info *info)
{
	__builtin_memset(info, 0, sizeof(*info));
}

static __always_inline void file_info_set(struct file_info *info, const struct file_view *view)
{
	struct super_block *sb = file_super_block(view);
	struct inode *inode = view->inode;

	__builtin_memset(info, 0, sizeof(*info));
	info->inode = kernel_read(inode, i_ino);
	info->device = kernel_read(sb, s_dev);
	info->magic = kernel_read(sb, s_magic);
	info->owner_uid = kernel_read(inode, i_uid.val);
	info->mode = kernel_read(inode, i_mode);
	info->flags = file_flags(view);
}

/*
 * Paths as they are written, by what they are the path of: whoever writes one
 * meanwhile writes the same. A program that makes many calls has the same
 * binary in all of them, so a path is used again for a moment, as long as the
 * name is still the same file's in the same folder. It is not used longer, for
 * folders above may have other names by then.
 */
struct path_key {
	struct dentry *dentry;
	struct vfsmount *mnt;
};

/* Ticks of the kernel's clock, 1 to 10 ms each. */
#define PATH_FRESH_TICKS 10

struct path_text {
	/* the path ends at EVENT_PATH_SIZE: what follows is for the verifier, which adds the bounds of offset and length */
	char text[2 * EVENT_PATH_SIZE];
	/* what path_write() gave */
	u64 place;
	/* the dentry as it was: its address may be another one's by now */
	struct inode *inode;
	/* of the name, with the folder's address in it: init_name_hash() of include/linux/stringhash.h */
	u32 name_hash;
	u32 reserved;
	/* in ticks; 0 for never */
	u64 written;
};

const struct path_text empty_path_text = {};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct path_key);
	__type(value, struct path_text);
} paths SEC(".maps");

static __always_inline struct path_text *path_text_of(const struct path_key *key)
{
	return bpf_map_lookup_elem(&paths, key);
}

/* Where a path begins in its text, and whether something of it is missing, in one number. */
#define PATH_LOST (1 << 16)

/* How much of the text the path of a parent has. */
#define PATH_SHORT_SHIFT 32

static __always_inline u64 path_place(u32 offset, u32 offset_in_short, u32 lost, u32 short_lost)
{
	u64 in_short = offset_in_short - (EVENT_PATH_SIZE - EVENT_PARENT_PATH_SIZE);

	return offset | lost | (in_short | short_lost) << PATH_SHORT_SHIFT;
}

/* Where a walk from a file to the root of all mounts has come to. */
struct path_walk {
	struct dentry *dentry;
	struct mount *mount;
	/* of the mount */
	struct dentry *root;
	/*
	 * Where the path begins, and where that part of it that a short text has: in the middle of a word of the
	 * stack, of which the verifier keeps no value.
	 */
	u16 reserved;
	volatile u16 offset;
	volatile u16 in_short;
};

static __always_inline void path_walk_begin(struct path_walk *walk, struct dentry *dentry, struct vfsmount *mnt)
{
	walk->dentry = dentry;
	walk->offset = EVENT_PATH_SIZE;
	walk->in_short = EVENT_PATH_SIZE;
	walk->mount = (void *)mnt - bpf_core_field_offset(struct mount, mnt);
	walk->root = forget(kernel_read(mnt, mnt_root));
}

/* From the root of a mount to what it is mounted on; false at the last one, which is mounted on itself. */
static __always_inline bool path_walk_leave_mount(struct path_walk *walk)
{
	struct mount *mount = walk->mount, *above;

	above = forget(kernel_read(mount, mnt_parent));
	walk->dentry = forget(kernel_read(mount, mnt_mountpoint));
	walk->mount = above;
	walk->root = forget(kernel_read(above, mnt.mnt_root));
	return above != mount;
}

/*
 * Writes a path into a text, from its end backwards. The walk is read by
 * helpers and not kept in registers: the verifier knows nothing of it, and so
 * finds all ways through a step alike.
 */
static __always_inline u64 path_write(char *text, struct dentry *dentry, struct vfsmount *mnt)
{
	u32 lost = 0, short_lost = 0;
	struct path_walk walk;
	int step;

	path_walk_begin(&walk, dentry, mnt);
	for (step = 0; step < PATH_STEPS; step++) {
		u32 length, offset;

		if (walk.dentry == walk.root) {
			if (!path_walk_leave_mount(&walk))
				break;
			continue;
		}
		dentry = walk.dentry;
		walk.dentry = forget(kernel_read(dentry, d_parent));
		if (walk.dentry == dentry)
			break;
		length = kernel_read(dentry, d_name.len) & 255;
		offset = walk.offset;
		if (length + 1 > offset) {
			lost = PATH_LOST;
			break;
		}
		offset -= length;
		bpf_probe_read_kernel(text + (offset & (EVENT_PATH_SIZE - 1)), length, kernel_read(dentry, d_name.name));
		offset--;
		text[offset & (EVENT_PATH_SIZE - 1)] = '/';
		walk.offset = offset;
		if (offset >= EVENT_PATH_SIZE - EVENT_PARENT_PATH_SIZE)
			walk.in_short = offset;
	}
	if (step == PATH_STEPS)
		lost = PATH_LOST;
	if (lost || walk.in_short != walk.offset)
		short_lost = PATH_LOST;
	if (walk.offset == EVENT_PATH_SIZE) {
		text[EVENT_PATH_SIZE - 1] = '/';
		walk.offset = walk.in_short = EVENT_PATH_SIZE - 1;
	}
	return path_place(walk.offset, walk.in_short, lost, short_lost);
}

/* A memfd has no directory: its path is its name, of 255 bytes at most, or the end of it. 255 bytes must follow buf. */
static __always_inline u64 lone_name_write(char *buf, const u32 size, struct dentry *dentry)
{
	u32 length = kernel_read(dentry, d_name.len) & 255;
	u32 kept = length < size ? length : size;
	u32 offset = size - kept;

	bpf_probe_read_kernel(buf + (offset & (size - 1)), kept & 255,
			      (void *)(address_of(kernel_read(dentry, d_name.name)) + (length - kept)));
	return offset | (kept < length ? PATH_LOST : 0);
}

static __always_inline bool path_is_fresh(const struct path_text *path, const struct file_view *view)
{
	struct dentry *dentry = view->dentry;

	return bpf_jiffies64() - path->written < PATH_FRESH_TICKS && path->inode == view->inode &&
	       path->name_hash == kernel_read(dentry, d_name.hash);
}

static __always_inline void path_mark_fresh(struct path_text *path, const struct file_view *view, u64 place)
{
	struct dentry *dentry = view->dentry;

	path->place = place;
	path->inode = view->inode;
	path->name_hash = kernel_read(dentry, d_name.hash);
	path->written = bpf_jiffies64();
}

/*
 * Writes the text of a path. Not static: verified once a program, and not
 * again on each path that calls it. Then it can take and give numbers only.
 */
__noinline u64 path_text_write(u64 dentry, u64 mnt)
{
	struct path_key key = { .dentry = (struct dentry *)dentry, .mnt = (struct vfsmount *)mnt };
	struct path_text *path = path_text_of(&key);

	if (!path) {
		bpf_map_update_elem(&paths, &key, &empty_path_text, BPF_ANY);
		path = path_text_of(&key);
	}
	if (!path)
		return path_place(EVENT_PATH_SIZE, EVENT_PATH_SIZE, PATH_LOST, PATH_LOST);
	return path_write(path->text, (struct dentry *)dentry, key.mnt);
}

static __always_inline u64 path_copy(char *buf, const u32 size, const struct file_view *view)
{
	struct path_key key = { .dentry = view->dentry, .mnt = view->mnt };
	struct path_text *path = path_text_of(&key);
	u64 place;
	u32 offset;

	if (!path || !path_is_fresh(path, view)) {
		place = path_text_write(address_of(view->dentry), address_of(view->mnt));
		path = path_text_of(&key);
		/* it had to make room meanwhile */
		if (!path)
			return size | PATH_LOST;
		path_mark_fresh(path, view, place);
	}
	place = size == EVENT_PARENT_PATH_SIZE ? path->place >> PATH_SHORT_SHIFT : path->place;
	offset = place & (PATH_LOST - 1);
	if (offset < size)
		bpf_probe_read_kernel(buf + offset, size - offset, path->text + EVENT_PATH_SIZE - size + offset);
	return place;
}

static __always_inline void path_set(struct file_info *info, char *buf, const u32 size, const struct file_view *view)
{
	u64 place = info->flags & FILE_MEMFD ? lone_name_write(buf, size, view->dentry) : path_copy(buf, size, view);

	info->path_offset = place;
	if (place & PATH_LOST)
		info->flags |= FILE_PATH_TRUNCATED;
}

/* Everything about a file, its path into buf of EVENT_PATH_SIZE bytes. */
static __noinline void file_set(struct file_info *info, char *buf, const struct file_view *view)
{
	file_info_set(info, view);
	path_set(info, buf, EVENT_PATH_SIZE, view);
}

#endif
