/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a file is and what the directories call it. */
#ifndef INTERLOPER_FILE_BPF_H
#define INTERLOPER_FILE_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
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
 * The parts of a struct file that stay readable until the program ends:
 * dentries, inodes and mounts are freed after an RCU grace period, a struct
 * file may be used again at once.
 */
struct file_view {
	struct dentry *dentry;
	struct vfsmount *mnt;
	struct inode *inode;
	void *private_data;
	u32 mode;
	u32 flags;
};

static __always_inline bool file_view_read(struct file_view *view, struct file *file)
{
	struct path path = {};

	__builtin_memset(view, 0, sizeof(*view));
	if (!file)
		return false;
	bpf_core_read(&path, sizeof(path), &file->f_path);
	view->mnt = path.mnt;
	view->dentry = path.dentry;
	view->inode = BPF_CORE_READ(file, f_inode);
	view->private_data = BPF_CORE_READ(file, private_data);
	view->mode = BPF_CORE_READ(file, f_mode);
	view->flags = BPF_CORE_READ(file, f_flags);
	return view->inode != NULL;
}

/* The file that descriptor fd of the current task names now, or NULL. */
static __always_inline struct file *file_of_descriptor(struct task_struct *task, s32 fd)
{
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	struct file **files;
	struct file *file = NULL;

	if (!table || fd < 0 || (u32)fd >= BPF_CORE_READ(table, max_fds))
		return NULL;
	files = BPF_CORE_READ(table, fd);
	bpf_probe_read_kernel(&file, sizeof(file), &files[fd]);
	return file;
}

/* BPF_CORE_READ would look for file_view in the kernel's types: the pointers go into variables first. */
static __always_inline struct super_block *file_super_block(const struct file_view *view)
{
	struct inode *inode = view->inode;

	return BPF_CORE_READ(inode, i_sb);
}

static __always_inline u32 file_magic(const struct file_view *view)
{
	struct super_block *sb = file_super_block(view);

	return BPF_CORE_READ(sb, s_magic);
}

static __always_inline bool is_memory_magic(u32 magic)
{
	return magic == TMPFS_MAGIC || magic == RAMFS_MAGIC || magic == HUGETLBFS_MAGIC;
}

static __always_inline bool starts_with_memfd(const unsigned char *name)
{
	char head[6] = {};

	bpf_probe_read_kernel(head, sizeof(head), name);
	return head[0] == 'm' && head[1] == 'e' && head[2] == 'm' && head[3] == 'f' && head[4] == 'd' &&
	       head[5] == ':';
}

/*
 * FILE_* of a file. A memfd is on the kernel's own mount of tmpfs or hugetlbfs,
 * which no user can name a file on: its dentry's name alone would be
 * anybody's choice. Other files of that mount (SysV shared memory, a zero
 * page mapping) have other names.
 */
static __always_inline u16 file_flags(const struct file_view *view)
{
	struct super_block *sb = file_super_block(view);
	struct dentry *dentry = view->dentry;
	struct inode *inode = view->inode;
	u32 magic = BPF_CORE_READ(sb, s_magic);
	u16 flags = FILE_PRESENT;

	if (!is_memory_magic(magic)) {
		if (!BPF_CORE_READ(inode, i_nlink))
			flags |= FILE_UNLINKED;
		return flags;
	}
	flags |= FILE_IN_MEMORY;
	if ((BPF_CORE_READ(sb, s_flags) & SB_KERNMOUNT) && starts_with_memfd(BPF_CORE_READ(dentry, d_name.name)))
		return flags | FILE_MEMFD;
	if (!BPF_CORE_READ(inode, i_nlink))
		flags |= FILE_UNLINKED;
	return flags;
}

/* Shared memory that was mapped without a file, or as System V's: a file of the kernel's own, which no user can name. */
static __always_inline bool is_memory_without_name(const struct file_view *view)
{
	struct super_block *sb = file_super_block(view);
	struct dentry *dentry = view->dentry;

	return is_memory_magic(BPF_CORE_READ(sb, s_magic)) && BPF_CORE_READ(sb, s_flags) & SB_KERNMOUNT &&
	       !starts_with_memfd(BPF_CORE_READ(dentry, d_name.name));
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
	info->inode = BPF_CORE_READ(inode, i_ino);
	info->device = BPF_CORE_READ(sb, s_dev);
	info->magic = BPF_CORE_READ(sb, s_magic);
	info->owner_uid = BPF_CORE_READ(inode, i_uid.val);
	info->mode = BPF_CORE_READ(inode, i_mode);
	info->flags = file_flags(view);
}

/*
 * Writes a path into buf[0..size), from its end backwards, and where it begins
 * into info. size is a power of two.
 *
 * The offset lives in the event and not in a register: the verifier forgets
 * what it is at each step, and so finds all steps alike. It then adds the
 * bounds of offset and length, so 255 bytes more of the event must follow buf;
 * they are never written.
 */
static __always_inline void path_write(struct file_info *info, char *buf, const u32 size, struct dentry *dentry,
				       struct vfsmount *vfsmnt)
{
	volatile u16 *offset = &info->path_offset;
	struct mount *mnt = (void *)vfsmnt - bpf_core_field_offset(struct mount, mnt);
	struct dentry *root = BPF_CORE_READ(vfsmnt, mnt_root);
	int step;

	*offset = size;
	for (step = 0; step < PATH_STEPS; step++) {
		struct dentry *parent;
		struct qstr name = {};
		u32 length, position;

		if (dentry == root) {
			struct mount *above = BPF_CORE_READ(mnt, mnt_parent);

			if (above == mnt)
				break;
			dentry = BPF_CORE_READ(mnt, mnt_mountpoint);
			mnt = above;
			root = BPF_CORE_READ(mnt, mnt.mnt_root);
			continue;
		}
		parent = BPF_CORE_READ(dentry, d_parent);
		if (!parent || parent == dentry)
			break;
		bpf_core_read(&name, sizeof(name), &dentry->d_name);
		length = name.len & 255;
		position = *offset;
		if (length + 1 > position) {
			info->flags |= FILE_PATH_TRUNCATED;
			return;
		}
		position -= length;
		bpf_probe_read_kernel(buf + (position & (size - 1)), length, name.name);
		position--;
		buf[position & (size - 1)] = '/';
		*offset = position;
		dentry = parent;
	}
	if (step == PATH_STEPS)
		info->flags |= FILE_PATH_TRUNCATED;
	if (*offset != size)
		return;
	buf[size - 1] = '/';
	*offset = size - 1;
}

/* A memfd has no directory: its path is its name. */
static __always_inline void lone_name_write(struct file_info *info, char *buf, const u32 size, struct dentry *dentry)
{
	struct qstr name = {};
	u32 length;

	bpf_core_read(&name, sizeof(name), &dentry->d_name);
	length = name.len & 255;
	if (length > size - 1) {
		length = size - 1;
		info->flags |= FILE_PATH_TRUNCATED;
	}
	bpf_probe_read_kernel(buf + ((size - length) & (size - 1)), length & 255, name.name);
	info->path_offset = size - length;
}

static __always_inline void path_or_name_write(struct file_info *info, char *buf, const u32 size,
					       const struct file_view *view)
{
	if (info->flags & FILE_MEMFD)
		lone_name_write(info, buf, size, view->dentry);
	else
		path_write(info, buf, size, view->dentry, view->mnt);
}

/* Everything about a file, its path into buf of EVENT_PATH_SIZE bytes. */
static __noinline void event_set_file(struct file_info *info, char *buf, const struct file_view *view)
{
	file_info_set(info, view);
	path_or_name_write(info, buf, EVENT_PATH_SIZE, view);
}

/* The same for a parent's, of EVENT_PARENT_PATH_SIZE. */
static __noinline void event_set_parent_file(struct file_info *info, char *buf, const struct file_view *view)
{
	file_info_set(info, view);
	path_or_name_write(info, buf, EVENT_PARENT_PATH_SIZE, view);
}

#endif
