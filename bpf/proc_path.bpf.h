/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Paths below /proc: in user memory, of calls that were refused and so made no
 * file (another thread could have changed them: what they say is marked), and
 * in the kernel's, of scripts.
 */
#ifndef INTERLOPER_PROC_PATH_BPF_H
#define INTERLOPER_PROC_PATH_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "file.bpf.h"
#include "pid.bpf.h"

/* "/proc/" */
#define PROC_PREFIX 6
#define PID_DIGITS 10
#define PROC_PATH_SIZE 64

struct proc_path {
	/* with its end; 0 where the path is no such one */
	s32 length;
	/* the process whose folder it is in; 0 where that is told by a name (self, thread-self) */
	s32 pid;
	char text[PROC_PATH_SIZE];
};

/* The character that is so many before the end. */
static __always_inline char proc_path_from_end(const struct proc_path *path, s32 back)
{
	return path->text[(path->length - 1 - back) & (PROC_PATH_SIZE - 1)];
}

static __noinline bool proc_path_parse(struct proc_path *path)
{
	char *text = path->text;
	s32 at;

	path->pid = 0;
	if (path->length <= PROC_PREFIX || path->length > PROC_PATH_SIZE)
		return false;
	/* a link to /proc/self/fd; execveat names its descriptor so */
	if (text[0] == '/' && text[1] == 'd' && text[2] == 'e' && text[3] == 'v' && text[4] == '/' && text[5] == 'f')
		return true;
	if (text[0] != '/' || text[1] != 'p' || text[2] != 'r' || text[3] != 'o' || text[4] != 'c' || text[5] != '/')
		return false;
	for (at = PROC_PREFIX; at < PROC_PREFIX + PID_DIGITS; at++) {
		if (text[at] < '0' || text[at] > '9')
			break;
		path->pid = path->pid * 10 + (text[at] - '0');
	}
	return true;
}

static __always_inline bool proc_path_read(struct proc_path *path, u64 address)
{
	path->length = bpf_probe_read_user_str(path->text, PROC_PATH_SIZE, (void *)address);
	return proc_path_parse(path);
}

/* Whether it ends in /mem. */
static __always_inline bool proc_path_is_mem(const struct proc_path *path)
{
	return proc_path_from_end(path, 4) == '/' && proc_path_from_end(path, 3) == 'm' &&
	       proc_path_from_end(path, 2) == 'e' && proc_path_from_end(path, 1) == 'm';
}

/* The descriptor that it ends in, as fd/7; negative where it does not. */
static __always_inline s32 proc_path_descriptor(const struct proc_path *path)
{
	s32 fd = 0, place = 1;
	s32 back;

	for (back = 1; back <= PID_DIGITS; back++) {
		char digit = proc_path_from_end(path, back);

		if (digit < '0' || digit > '9')
			break;
		fd += (digit - '0') * place;
		place *= 10;
	}
	if (back == 1 || proc_path_from_end(path, back) != '/' || proc_path_from_end(path, back + 1) != 'd' ||
	    proc_path_from_end(path, back + 2) != 'f')
		return -1;
	return fd;
}

static __noinline struct file *file_of_parsed_path(const struct proc_path *path)
{
	s32 fd = proc_path_descriptor(path);
	struct task_struct *owner;

	if (fd < 0)
		return NULL;
	owner = path->pid ? task_of_argument(path->pid) : current_task();
	return owner ? file_of_descriptor(owner, fd) : NULL;
}

/* The file that a path as /proc/self/fd/7 names, or NULL. */
static __always_inline struct file *file_of_descriptor_path(u64 address)
{
	struct proc_path path = {};

	return proc_path_read(&path, address) ? file_of_parsed_path(&path) : NULL;
}

/* The same of a path in the kernel's memory. */
static __always_inline struct file *file_of_kernel_path(const char *text)
{
	struct proc_path path = {};

	path.length = bpf_probe_read_kernel_str(path.text, PROC_PATH_SIZE, text);
	return proc_path_parse(&path) ? file_of_parsed_path(&path) : NULL;
}

#endif
