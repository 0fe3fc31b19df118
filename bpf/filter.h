/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What user space tells the filter: shared with native/. */
#ifndef INTERLOPER_FILTER_H
#define INTERLOPER_FILTER_H

/* Which of its maps have entries. */
enum filter_use {
	FILTER_EXES = 1 << 0,
	FILTER_CGROUPS = 1 << 1,
	FILTER_NAMESPACES = 1 << 2,
};

#define FILTER_ENTRIES 1024

struct filter_exe {
	__u64 inode;
	/* the kernel's dev_t: major << 20 | minor */
	__u32 device;
	__u32 reserved;
};

#endif
