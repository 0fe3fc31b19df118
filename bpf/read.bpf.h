/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How the programs read the kernel's memory: fields by one load each where an
 * address can be given a type (since 6.2), else by a helper, which takes some
 * ten times as many instructions. Each has an object of its own, of which user
 * space loads the one that the kernel takes. Both read zero where nothing is
 * mapped.
 */
#ifndef INTERLOPER_READ_BPF_H
#define INTERLOPER_READ_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#ifndef LOADS_FIELDS
#error "LOADS_FIELDS has to be 1 or 0: what the object is built for"
#endif

#if LOADS_FIELDS

/* kernel/bpf/helpers.c: the verifier alone knows of it, nothing is called */
extern void *bpf_rdonly_cast(const void *address, u32 type) __ksym;

#define typed(pointer) ((typeof(pointer))bpf_rdonly_cast(pointer, bpf_core_type_id_kernel(typeof(*(pointer)))))

/* A type that begins with a number of 64 bits, for addresses of such numbers. */
#define number_at(address) \
	((struct rb_node *)bpf_rdonly_cast((const void *)(address), bpf_core_type_id_kernel(struct rb_node)))

/*
 * A field, or that of what the fields before it point to. Not for bit fields.
 * The barrier keeps a compiler from making one load of this and of another one
 * on another way: a verifier wants the same sort of pointer on all ways to it.
 */
#define kernel_read(pointer, ...) typed_read(typed(pointer), ##__VA_ARGS__)

/* The same of a pointer that has its type already: of typed(), or of such a read of another one. */
#define typed_read(pointer, ...)                                                                            \
	({                                                                                                  \
		__auto_type _value = ___arrow(pointer, ##__VA_ARGS__);                                      \
		asm volatile("" : "+r"(_value));                                                            \
		_value;                                                                                     \
	})

/* The current task, of which a field is a load and no more: this pointer the verifier trusts. */
#define typed_current() ((struct task_struct *)bpf_get_current_task_btf())
#define current_read(field) typed_read(typed_current(), field)

/* Functions that are not static take and give numbers, and such a pointer is none to the verifier: a difference of two is. */
static __always_inline u64 address_of(const void *pointer)
{
	return (u64)number_at(pointer) - (u64)number_at(NULL);
}

/* The number of 64 bits at an address that is reckoned, and not that of a field. */
static __always_inline u64 kernel_read_number(u64 address)
{
	return number_at(address)->__rb_parent_color;
}

#else

#define typed(pointer) (pointer)
#define kernel_read(pointer, ...) BPF_CORE_READ(pointer, ##__VA_ARGS__)
#define typed_read(pointer, ...) BPF_CORE_READ(pointer, ##__VA_ARGS__)
#define typed_current() ((struct task_struct *)bpf_get_current_task())

/* What __builtin_classify_type() says of a pointer. */
#define CLASS_OF_POINTERS 5

/*
 * A field of the current task: a load where the kernel gives the task with its
 * type. A pointer of it would have a type too, which is not for functions that
 * take numbers: how far it is from the task is a number.
 */
#define current_read(field)                                                                                 \
	({                                                                                                  \
		typeof(((struct task_struct *)NULL)->field) _value;                                         \
		if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs)) {                  \
			struct task_struct *_task = (struct task_struct *)bpf_get_current_task_btf();       \
			_value = _task->field;                                                              \
			if (__builtin_classify_type(_value) == CLASS_OF_POINTERS) {                         \
				u64 _distance = (u64)_value - (u64)_task;                                   \
				asm volatile("" : "+r"(_distance));                                         \
				_value = (typeof(_value))(_distance + bpf_get_current_task());              \
			}                                                                                   \
		} else {                                                                                    \
			_value = BPF_CORE_READ((struct task_struct *)bpf_get_current_task(), field);        \
		}                                                                                           \
		asm volatile("" : "+r"(_value));                                                            \
		_value;                                                                                     \
	})

static __always_inline u64 address_of(const void *pointer)
{
	return (u64)pointer;
}

static __always_inline u64 kernel_read_number(u64 address)
{
	u64 number = 0;

	bpf_probe_read_kernel(&number, sizeof(number), (void *)address);
	return number;
}

#endif

/*
 * All from one field to another one by one helper call. False where the kernel
 * has more or less between them than there is room for, and where loads are to
 * be had, which are cheaper one by one. The fields are an array of as
 * many words or half words.
 */
#define span_read(fields, pointer, first, last)                                                             \
	({                                                                                                  \
		const u64 _begin = bpf_core_field_offset((pointer)->first);                                 \
		const u64 _end = bpf_core_field_offset((pointer)->last) + sizeof((fields)[0]);              \
		bool _fits = !LOADS_FIELDS && _end - _begin == sizeof(fields);                              \
                                                                                                            \
		if (_fits)                                                                                  \
			bpf_probe_read_kernel(fields, sizeof(fields), (void *)(address_of(pointer) + _begin)); \
		_fits;                                                                                      \
	})

/* How far a pointer is from another one: a number, and cheaper than an address. */
static __always_inline u64 distance_to(const void *pointer, const void *origin)
{
	return (u64)pointer - (u64)origin;
}

/* A pointer of which the verifier knows no more than that it is a number: ways that differ in it alone are one to it. */
#define forget(pointer) ((typeof(pointer))address_of(pointer))

#endif
