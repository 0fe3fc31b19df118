/* The BPF object, inside the addon: it is found whatever the working directory. */
	.section .rodata
	.balign 8
	.globl interloper_object_begin
	.hidden interloper_object_begin
interloper_object_begin:
	.incbin "interloper.bpf.o"
	.globl interloper_object_end
	.hidden interloper_object_end
interloper_object_end:
	.byte 0
	.section .note.GNU-stack, "", @progbits
