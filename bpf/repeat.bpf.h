/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a just-in-time compiler does thousands of times is told once per
 * process image and class. A failure of the map lets the event through.
 */
#ifndef INTERLOPER_REPEAT_BPF_H
#define INTERLOPER_REPEAT_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "task.bpf.h"

struct repeat_key {
	struct process_id process;
	/* the file, 0 for anonymous memory */
	u64 inode;
	u32 device;
	/* changes with every exec */
	u32 exec_id;
	/* event_kind, sharing and success in one */
	u32 class;
	u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct repeat_key);
	__type(value, u8);
} repeats SEC(".maps");

static __noinline bool is_repeat(u32 class, const struct file_view *file)
{
	struct task_struct *task = current_task();
	struct repeat_key key = {};
	u8 seen = 1;

	process_id_set(&key.process, task);
	key.exec_id = kernel_read(task, self_exec_id);
	key.class = class;
	if (file) {
		struct super_block *sb = file_super_block(file);
		struct inode *inode = file->inode;

		key.inode = kernel_read(inode, i_ino);
		key.device = kernel_read(sb, s_dev);
	}
	if (bpf_map_lookup_elem(&repeats, &key))
		return true;
	bpf_map_update_elem(&repeats, &key, &seen, BPF_ANY);
	return false;
}

#endif
