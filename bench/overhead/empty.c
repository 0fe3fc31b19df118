/*
 * A BPF program that does nothing, at the exit of every system call: what the tracepoint itself costs. Says "attached",
 * and stays until it is ended.
 */
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int bpf(int command, union bpf_attr *attributes)
{
	return syscall(SYS_bpf, command, attributes, sizeof(*attributes));
}

int main(void)
{
	/* r0 = 0; return */
	static const struct bpf_insn code[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attributes;
	int program;

	memset(&attributes, 0, sizeof(attributes));
	attributes.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT;
	attributes.insns = (uintptr_t)code;
	attributes.insn_cnt = sizeof(code) / sizeof(code[0]);
	attributes.license = (uintptr_t)"GPL";
	program = bpf(BPF_PROG_LOAD, &attributes);
	if (program < 0) {
		perror("BPF_PROG_LOAD");
		return 1;
	}
	memset(&attributes, 0, sizeof(attributes));
	attributes.raw_tracepoint.name = (uintptr_t)"sys_exit";
	attributes.raw_tracepoint.prog_fd = program;
	if (bpf(BPF_RAW_TRACEPOINT_OPEN, &attributes) < 0) {
		perror("BPF_RAW_TRACEPOINT_OPEN");
		return 1;
	}
	puts("attached");
	fflush(stdout);
	for (;;)
		pause();
}
