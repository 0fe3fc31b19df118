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

/* A cell: the place of the program that takes the call, 0 for a call that nobody watches, and when alone it has to. */
enum watched_cell {
	WATCHED_PROGRAM = 0x1f,
	/* its third argument may make memory executable: prot_may_execute() */
	WATCHED_IF_EXEC = 0x20,
	/* it may have opened a mem file, or been kept from it */
	WATCHED_IF_OPENED = 0x40,
	/* it writes: a mem file was opened for writing; until then the cell is in calls_that_write alone */
	WATCHED_IF_WRITABLE = 0x80,
};

/* Cells that are kept back so. */
#define WATCHED_WRITES 32

struct watched_write {
	unsigned short cell;
	/* what to put there; 0 for none */
	unsigned char value;
};

#endif
