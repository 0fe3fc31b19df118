/* Calls that write to an open /proc/PID/mem, and ways to come by the descriptor. */
#include "way.h"
#include <linux/io_uring.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/uio.h>
#include <sys/utsname.h>

static void moved(ssize_t bytes, ssize_t wanted, const char *what)
{
	if (bytes != wanted)
		fail(what);
	say("address", (uintptr_t)&word);
	say("bytes", bytes);
}

static void at_word(int memory)
{
	if (lseek(memory, offset_of(&word), SEEK_SET) < 0)
		fail("lseek");
}

/* One call that writes the word, or some of it. */
typedef void write_way(int memory);

static void by_write(int memory)
{
	at_word(memory);
	moved(write(memory, (void *)&word, sizeof(word)), sizeof(word), "write");
}

static void by_pwrite(int memory)
{
	moved(pwrite(memory, (void *)&word, sizeof(word), offset_of(&word)), sizeof(word), "pwrite");
}

static const struct iovec halves[] = { { (void *)&word, 3 }, { (char *)&word + 3, 5 } };

static void by_writev(int memory)
{
	at_word(memory);
	moved(writev(memory, halves, 2), sizeof(word), "writev");
}

static void by_pwritev(int memory)
{
	moved(pwritev(memory, halves, 2, offset_of(&word)), sizeof(word), "pwritev");
}

static void by_pwritev2(int memory)
{
	moved(pwritev2(memory, halves, 2, offset_of(&word), 0), sizeof(word), "pwritev2");
}

/* The offset -1 stands for the file's own position. */
static void by_pwritev2_at_position(int memory)
{
	at_word(memory);
	moved(pwritev2(memory, halves, 2, -1, 0), sizeof(word), "pwritev2");
}

/* The kernel narrows the descriptor to an int. */
static void by_write_with_high_bits(int memory)
{
	at_word(memory);
	moved(syscall(SYS_write, 0x100000000UL | memory, &word, sizeof(word)), sizeof(word), "write");
}

static void refused(ssize_t result, const char *what)
{
	if (result >= 0) {
		fprintf(stderr, "the kernel lets %s write to /proc/PID/mem\n", what);
		exit(1);
	}
	say("errno", errno);
}

static void by_sendfile(int memory)
{
	int source = memfd_create("source", MFD_CLOEXEC);

	if (source < 0 || write(source, (void *)&word, sizeof(word)) != sizeof(word))
		fail("memfd_create");
	at_word(memory);
	refused(sendfile(memory, source, &(off_t){ 0 }, sizeof(word)), "sendfile");
}

static void by_splice(int memory)
{
	loff_t offset = offset_of(&word);
	int ends[2];

	if (pipe(ends) < 0 || write(ends[1], (void *)&word, sizeof(word)) != sizeof(word))
		fail("pipe");
	refused(splice(ends[0], NULL, memory, &offset, sizeof(word), 0), "splice");
}

/* A ring without liburing: what it needs of the two queues. */
struct ring {
	int descriptor;
	unsigned int *sq_tail, *sq_array, *sq_flags, *cq_head, *cq_tail;
	unsigned int sq_mask, cq_mask, setup_flags;
	struct io_uring_sqe *entries;
	struct io_uring_cqe *completions;
};

static void ring_make(struct ring *ring, unsigned int flags)
{
	struct io_uring_params params = { .flags = flags, .sq_thread_idle = 100 };
	unsigned char *sq, *cq;

	ring->setup_flags = flags;
	ring->descriptor = syscall(SYS_io_uring_setup, 4, &params);
	if (ring->descriptor < 0 && (errno == ENOSYS || errno == EPERM))
		no_such_way("io_uring is not built into this kernel, or switched off");
	if (ring->descriptor < 0)
		fail("io_uring_setup");
	sq = mmap(NULL, params.sq_off.array + params.sq_entries * sizeof(unsigned int), PROT_READ | PROT_WRITE, MAP_SHARED,
		  ring->descriptor, IORING_OFF_SQ_RING);
	cq = mmap(NULL, params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe), PROT_READ | PROT_WRITE,
		  MAP_SHARED, ring->descriptor, IORING_OFF_CQ_RING);
	ring->entries = mmap(NULL, params.sq_entries * sizeof(struct io_uring_sqe), PROT_READ | PROT_WRITE, MAP_SHARED,
			     ring->descriptor, IORING_OFF_SQES);
	if (sq == MAP_FAILED || cq == MAP_FAILED || ring->entries == MAP_FAILED)
		fail("mmap of a ring");
	ring->sq_tail = (void *)(sq + params.sq_off.tail);
	ring->sq_flags = (void *)(sq + params.sq_off.flags);
	ring->sq_array = (void *)(sq + params.sq_off.array);
	ring->sq_mask = *(unsigned int *)(sq + params.sq_off.ring_mask);
	ring->cq_head = (void *)(cq + params.cq_off.head);
	ring->cq_tail = (void *)(cq + params.cq_off.tail);
	ring->cq_mask = *(unsigned int *)(cq + params.cq_off.ring_mask);
	ring->completions = (void *)(cq + params.cq_off.cqes);
}

static int ring_do(struct ring *ring, const struct io_uring_sqe *entry)
{
	unsigned int tail = *ring->sq_tail, head = *ring->cq_head, flags = IORING_ENTER_GETEVENTS;
	int result;

	ring->entries[tail & ring->sq_mask] = *entry;
	ring->sq_array[tail & ring->sq_mask] = tail & ring->sq_mask;
	__atomic_store_n(ring->sq_tail, tail + 1, __ATOMIC_RELEASE);
	if (ring->setup_flags & IORING_SETUP_SQPOLL)
		flags |= IORING_ENTER_SQ_WAKEUP;
	while (syscall(SYS_io_uring_enter, ring->descriptor, 1, 1, flags, NULL, 0) < 0)
		if (errno != EINTR)
			fail("io_uring_enter");
	while (__atomic_load_n(ring->cq_tail, __ATOMIC_ACQUIRE) == head)
		usleep(1000);
	result = ring->completions[head & ring->cq_mask].res;
	__atomic_store_n(ring->cq_head, head + 1, __ATOMIC_RELEASE);
	errno = result < 0 ? -result : 0;
	return result;
}

static void ring_write(struct ring *ring, const struct io_uring_sqe *entry)
{
	moved(ring_do(ring, entry), sizeof(word), "the write of io_uring");
}

static void by_ring(int memory, unsigned int flags)
{
	struct io_uring_sqe entry = {
		.opcode = IORING_OP_WRITE,
		.fd = memory,
		.addr = (uintptr_t)&word,
		.len = sizeof(word),
		.off = (uintptr_t)&word,
	};
	struct ring ring;

	ring_make(&ring, flags);
	if (flags & IORING_SETUP_SQPOLL) {
		/* before 5.11 its thread takes registered files only */
		if (syscall(SYS_io_uring_register, ring.descriptor, IORING_REGISTER_FILES, &memory, 1) < 0)
			fail("IORING_REGISTER_FILES");
		entry.fd = 0;
		entry.flags = IOSQE_FIXED_FILE;
	}
	ring_write(&ring, &entry);
}

static void by_io_uring(int memory)
{
	by_ring(memory, 0);
}

static void by_io_uring_thread(int memory)
{
	by_ring(memory, IORING_SETUP_SQPOLL);
}

static void by_io_uring_fixed(int memory)
{
	/* before 6.4 a page of a file, as the program's own data, cannot be registered */
	void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct iovec buffer = { page, PAGE };
	struct io_uring_sqe entry = {
		.opcode = IORING_OP_WRITE_FIXED,
		.fd = memory,
		.addr = (uintptr_t)page,
		.len = sizeof(word),
		.off = (uintptr_t)&word,
	};
	struct utsname kernel;
	struct ring ring;
	int major, minor;

	/* before 5.12 its workers have no user memory for this, and the file takes nothing else */
	if (uname(&kernel) == 0 && sscanf(kernel.release, "%d.%d", &major, &minor) == 2 && major * 100 + minor < 512)
		no_such_way("io_uring of this kernel writes to it from no registered buffer");
	if (page == MAP_FAILED)
		fail("mmap");
	memcpy(page, (const void *)&word, sizeof(word));
	ring_make(&ring, 0);
	if (syscall(SYS_io_uring_register, ring.descriptor, IORING_REGISTER_BUFFERS, &buffer, 1) < 0)
		fail("IORING_REGISTER_BUFFERS");
	ring_write(&ring, &entry);
}

/* No call opens the file, and an ordinary one writes to it. */
static void opened_by_io_uring(void)
{
	struct io_uring_sqe entry = { .opcode = IORING_OP_OPENAT, .fd = AT_FDCWD, .open_flags = O_RDWR };
	pid_t target = start_target();
	struct ring ring;
	char path[64];
	int memory;

	snprintf(path, sizeof(path), "/proc/%d/mem", target);
	entry.addr = (uintptr_t)path;
	ring_make(&ring, 0);
	memory = ring_do(&ring, &entry);
	if (memory < 0)
		fail("the open of io_uring");
	by_pwrite(memory);
	end_target(target);
}

static void into_process(write_way *write_to)
{
	pid_t target = start_target();
	int memory = open_mem(target);

	write_to(memory);
	end_target(target);
}

static void into_thread(void)
{
	pid_t target = start_target();
	char path[64];
	int memory;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/mem", target, target);
	memory = open(path, O_RDWR);
	if (memory < 0)
		fail(path);
	by_pwrite(memory);
	end_target(target);
}

/* The child has the descriptor from its parent, and opened nothing. */
static void inherited(void)
{
	pid_t target = start_target(), writer;
	int memory = open_mem(target);

	writer = start_child();
	if (writer == 0) {
		by_pwrite(memory);
		_exit(0);
	}
	say("actor", writer);
	wait_for(writer);
	end_target(target);
}

static void passed(void)
{
	pid_t target = start_target(), writer;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
		fail("socketpair");
	writer = start_child();
	if (writer == 0) {
		by_pwrite(receive_descriptor(ends[1]));
		_exit(0);
	}
	say("actor", writer);
	send_descriptor(ends[0], open_mem(target));
	wait_for(writer);
	end_target(target);
}

/* Another process takes the descriptor out of the one that opened it. */
static void taken(void)
{
	pid_t target = start_target(), writer, holder = getpid();
	int ends[2], memory;

	if (pipe(ends) < 0)
		fail("pipe");
	writer = start_child();
	if (writer == 0) {
		int pidfd, copy;

		if (read(ends[0], &memory, sizeof(memory)) != sizeof(memory))
			fail("read");
		pidfd = syscall(SYS_pidfd_open, holder, 0);
		copy = syscall(SYS_pidfd_getfd, pidfd, memory, 0);
		if (copy < 0)
			fail("pidfd_getfd");
		by_pwrite(copy);
		_exit(0);
	}
	say("actor", writer);
	/* opened after the fork, so that it is not inherited */
	memory = open_mem(target);
	if (write(ends[1], &memory, sizeof(memory)) != sizeof(memory))
		fail("write");
	wait_for(writer);
	end_target(target);
}

/* Takes long to be copied. */
static char much[16 << 20];

static struct {
	int memory, other;
	atomic_bool begins, is_replaced;
} replacement;

static void *replace(void *unused)
{
	while (!replacement.begins)
		;
	usleep(500);
	if (dup2(replacement.other, replacement.memory) < 0)
		fail("dup2");
	replacement.is_replaced = true;
	return unused;
}

/* While the write copies, another thread puts another file in the place of its descriptor. */
static void replaced(void)
{
	pid_t target = start_target();
	bool is_replaced = false;
	int attempts = 0;

	replacement.other = open("/dev/null", O_WRONLY);
	while (!is_replaced && attempts < 50) {
		pthread_t other;

		replacement.memory = open_mem(target);
		/* entries of writes are watched from soon after the first such file was opened */
		if (attempts++ == 0)
			sleep(1);
		replacement.begins = replacement.is_replaced = false;
		if (pthread_create(&other, NULL, replace, NULL))
			fail("pthread_create");
		replacement.begins = true;
		if (pwrite(replacement.memory, much, sizeof(much), offset_of(much)) != sizeof(much))
			fail("pwrite");
		is_replaced = replacement.is_replaced;
		pthread_join(other, NULL);
		close(replacement.memory);
	}
	if (!is_replaced)
		fail("the descriptor was never replaced in time");
	say("address", (uintptr_t)much);
	say("bytes", sizeof(much));
	say("attempts", attempts);
	end_target(target);
}

#define CALL(name)                                                                                                    \
	static void through_##name(void)                                                                              \
	{                                                                                                             \
		into_process(by_##name);                                                                              \
	}
CALL(write)
CALL(pwrite)
CALL(writev)
CALL(pwritev)
CALL(pwritev2)
CALL(pwritev2_at_position)
CALL(write_with_high_bits)
CALL(sendfile)
CALL(splice)
CALL(io_uring)
CALL(io_uring_fixed)
CALL(io_uring_thread)

WAYS({ "write", through_write }, { "pwrite", through_pwrite }, { "writev", through_writev },
     { "pwritev", through_pwritev }, { "pwritev2", through_pwritev2 },
     { "pwritev2-at-position", through_pwritev2_at_position }, { "high-bits", through_write_with_high_bits },
     { "sendfile", through_sendfile }, { "splice", through_splice }, { "io-uring", through_io_uring },
     { "io-uring-open", opened_by_io_uring }, { "io-uring-fixed", through_io_uring_fixed },
     { "io-uring-thread", through_io_uring_thread },
     { "thread", into_thread }, { "inherited", inherited }, { "passed", passed }, { "taken", taken },
     { "replaced", replaced })
