/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the program at the exit of every call is told of each: shared with native/, and by BTF with src/native. */
#ifndef INTERLOPER_WATCHED_H
#define INTERLOPER_WATCHED_H

/* Two cells for each number, of the 64-bit call and of the 32-bit one, then one for each x32 call without the bit that marks it. */
enum watched_calls {
	WATCHED_NUMBERS = 512,
	WATCHED_X32 = 2 * WATCHED_NUMBERS,
	WATCHED_X32_NUMBERS = 560,
	WATCHED_CELLS = WATCHED_X32 + WATCHED_X32_NUMBERS,
};

/* A cell: the place of the program that takes the call, 0 for a call that nobody watches, and what has to hold besides. */
enum watched_cell {
	WATCHED_PROGRAM = 0x3f,
	/* its third argument has PROT_EXEC */
	WATCHED_IF_EXEC = 0x40,
	/* it writes: a mem file was opened for writing */
	WATCHED_IF_MEM_OPENED = 0x80,
};

#endif
