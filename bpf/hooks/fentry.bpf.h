/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Attach mode fentry: each probe at the return of a kernel function that only
 * the watched operation calls, so that nothing else pays. Functions that serve
 * both ABIs are taken where there are; else each ABI has its own entry, and a
 * 64-bit program that makes 32-bit calls (int 0x80) comes through that one.
 */
#ifndef INTERLOPER_HOOKS_FENTRY_BPF_H
#define INTERLOPER_HOOKS_FENTRY_BPF_H

#include "../probes/exec.bpf.h"
#include "../probes/mapping.bpf.h"
#include "../probes/mem_write.bpf.h"
#include "../probes/memfd.bpf.h"
#include "../probes/pidfd.bpf.h"
#include "../probes/remote_advise.bpf.h"
#include "../probes/proc_mem.bpf.h"
#include "../probes/ptrace.bpf.h"
#include "../probes/remote_write.bpf.h"

/* long function(const struct pt_regs *): the arguments at exit are the pointer, then what it returned */
#define WRAPPER_RETURN(context) ((s64)(context)[1])

#define CALL_RETURN(function, name, probe, ...)                                                             \
	SEC("fexit/" #function) int name(u64 *context)                                                      \
	{                                                                                                   \
		struct call call;                                                                           \
                                                                                                            \
		call_read_any(&call, WRAPPER_RETURN(context));                                              \
		probe(&call, ##__VA_ARGS__);                                                                \
		return 0;                                                                                   \
	}

CALL_RETURN(__x64_sys_ptrace, ptrace_x64, probe_ptrace)
CALL_RETURN(__ia32_compat_sys_ptrace, ptrace_ia32, probe_ptrace)
CALL_RETURN(__x64_sys_process_vm_writev, vm_writev_x64, probe_process_vm, EVENT_REMOTE_WRITE)
CALL_RETURN(__ia32_sys_process_vm_writev, vm_writev_ia32, probe_process_vm, EVENT_REMOTE_WRITE)
/* before 5.10, where it is still a stub */
CALL_RETURN(__ia32_compat_sys_process_vm_writev, vm_writev_compat, probe_process_vm, EVENT_REMOTE_WRITE)
CALL_RETURN(__x64_sys_process_vm_readv, vm_readv_x64, probe_process_vm, EVENT_REMOTE_READ)
CALL_RETURN(__ia32_sys_process_vm_readv, vm_readv_ia32, probe_process_vm, EVENT_REMOTE_READ)
CALL_RETURN(__ia32_compat_sys_process_vm_readv, vm_readv_compat, probe_process_vm, EVENT_REMOTE_READ)
CALL_RETURN(__x64_sys_memfd_create, memfd_x64, probe_memfd_create)
CALL_RETURN(__ia32_sys_memfd_create, memfd_ia32, probe_memfd_create)
CALL_RETURN(__x64_sys_pidfd_getfd, pidfd_x64, probe_pidfd_getfd)
CALL_RETURN(__ia32_sys_pidfd_getfd, pidfd_ia32, probe_pidfd_getfd)
CALL_RETURN(__x64_sys_process_madvise, madvise_x64, probe_process_madvise)
CALL_RETURN(__ia32_sys_process_madvise, madvise_ia32, probe_process_madvise)
/* before 5.11 */
CALL_RETURN(__ia32_compat_sys_process_madvise, madvise_compat, probe_process_madvise)
CALL_RETURN(__x64_sys_mremap, mremap_x64, probe_mremap)
CALL_RETURN(__ia32_sys_mremap, mremap_ia32, probe_mremap)
CALL_RETURN(__x64_sys_execve, execve_x64, probe_exec_exited)
CALL_RETURN(__ia32_compat_sys_execve, execve_ia32, probe_exec_exited)
CALL_RETURN(__x64_sys_execveat, execveat_x64, probe_exec_exited)
CALL_RETURN(__ia32_compat_sys_execveat, execveat_ia32, probe_exec_exited)

#define MAPPING_RETURN(function, name)                                                                      \
	SEC("fexit/" #function) int name(u64 *context)                                                      \
	{                                                                                                   \
		struct vma_view vma;                                                                        \
		struct call call;                                                                           \
                                                                                                            \
		if (!prot_may_execute(call_third_argument()))                                               \
			return 0;                                                                           \
		call_read_any(&call, WRAPPER_RETURN(context));                                              \
		vma_find(&vma, call.args[0]);                                                               \
		probe_mapping(&call, EVENT_MPROTECT, &vma);                                                 \
		return 0;                                                                                   \
	}

MAPPING_RETURN(__x64_sys_mprotect, mprotect_x64)
MAPPING_RETURN(__ia32_sys_mprotect, mprotect_ia32)
MAPPING_RETURN(__x64_sys_pkey_mprotect, pkey_x64)
MAPPING_RETURN(__ia32_sys_pkey_mprotect, pkey_ia32)

/*
 * unsigned long ksys_mmap_pgoff(addr, len, prot, flags, fd, pgoff): mmap of
 * every ABI. The arguments of the oldest 32-bit call are behind a pointer, so
 * for that ABI they are taken from here.
 */
SEC("fexit/ksys_mmap_pgoff") int mmap_any(u64 *context)
{
	struct vma_view vma;
	struct call call;

	if (!prot_may_execute(context[2]))
		return 0;
	call_read_any(&call, context[6]);
	if (call.arch == AUDIT_ARCH_I386) {
		call.args[0] = context[0];
		call.args[1] = context[1];
		call.args[2] = context[2];
		call.args[3] = context[3];
		call.args[4] = context[4];
		call.args[5] = context[5];
	}
	vma_find(&vma, call.ret);
	probe_mapping(&call, EVENT_MMAP, &vma);
	return 0;
}

/*
 * long do_shmat(int shmid, char *shmaddr, int shmflg, ulong *raddr, unsigned long shmlba): shmat of every ABI. Where it
 * was attached is behind a pointer, read as in mem_write_any().
 */
SEC("fexit/do_shmat") int shmat_any(u64 *context)
{
	void *attached = NULL;
	struct call call;
	u64 address = 0;

	call_read_any(&call, (s64)context[5]);
	call.args[0] = context[0];
	call.args[1] = context[1];
	call.args[2] = context[2];
	bpf_probe_read_kernel(&attached, sizeof(attached), &context[3]);
	bpf_probe_read_kernel(&address, sizeof(address), attached);
	probe_attachment(&call, address);
	return 0;
}

/* int mem_open(struct inode *, struct file *), fs/proc/base.c: only mem files come here, however they are opened */
SEC("fexit/mem_open") int mem_open_any(u64 *context)
{
	struct task_struct *owner;
	struct file_view file;
	struct call call;

	if (!file_view_read(&file, (struct file *)context[1]))
		return 0;
	owner = mem_owner(&file);
	if (!owner)
		return 0;
	call_read_any(&call, (s32)context[2]);
	if (!open_is_told_at_return(&call, &file, owner))
		probe_mem_opened(&call, &file, owner, 0);
	return 0;
}

/*
 * ssize_t mem_write(struct file *, const char *, size_t, loff_t *). Old kernels (5.10) let no program read an argument
 * that points to a number, so it is read as the memory that it is.
 */
SEC("fexit/mem_write") int mem_write_any(u64 *context)
{
	s64 ret = context[4];
	void *position = NULL;
	u64 end = 0;

	bpf_probe_read_kernel(&position, sizeof(position), &context[3]);
	bpf_probe_read_kernel(&end, sizeof(end), position);
	probe_mem_written((struct file *)context[0], context[2], ret > 0 ? end - ret : end, ret);
	return 0;
}

/* int security_bprm_check(struct linux_binprm *) */
SEC("fentry/security_bprm_check") int bprm_check_entry(u64 *context)
{
	probe_binary_checked((struct linux_binprm *)context[0]);
	return 0;
}

/* long __x64_sys_execveat(const struct pt_regs *), before it runs */
SEC("fentry/__x64_sys_execveat") int execveat_x64_entry(u64 *context)
{
	probe_execveat_entered();
	return 0;
}

SEC("fentry/__ia32_compat_sys_execveat") int execveat_ia32_entry(u64 *context)
{
	probe_execveat_entered();
	return 0;
}

#endif
