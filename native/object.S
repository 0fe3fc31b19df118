/* The BPF objects, inside the addon: they are found whatever the working directory. */
	.section .rodata
	.balign 8
	.globl interloper_object_begin
	.hidden interloper_object_begin
interloper_object_begin:
	.incbin "interloper.bpf.o"
	.globl interloper_object_end
	.hidden interloper_object_end
interloper_object_end:
	.balign 8
	.globl interloper_helpers_object_begin
	.hidden interloper_helpers_object_begin
interloper_helpers_object_begin:
	.incbin "interloper-helpers.bpf.o"
	.globl interloper_helpers_object_end
	.hidden interloper_helpers_object_end
interloper_helpers_object_end:
	.byte 0
	.section .note.GNU-stack, "", @progbits
