/* Ways by calls of the x32 interface, which 64-bit programs can make: their numbers have a bit set, their pointers 32 bits. */
#include "way.h"

#define X32(number) (0x40000000L | (number))
#define X32_PROCESS_VM_WRITEV 540

struct narrow_vector {
	uint32_t base;
	uint32_t length;
};

/* Memory whose address has 32 bits. */
static void *low_page(void)
{
	void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (page == MAP_FAILED)
		fail("MAP_32BIT");
	return page;
}

static void refuse_without_x32(void)
{
	if (syscall(X32(SYS_getppid)) < 0 && errno == ENOSYS)
		no_such_way("the kernel takes no calls of the x32 interface");
}

static void memfd(void)
{
	char *name = low_page();

	refuse_without_x32();
	strcpy(name, "way");
	if (syscall(X32(SYS_memfd_create), name, 0) < 0)
		fail("memfd_create");
}

static void remote_write(void)
{
	uintptr_t page = (uintptr_t)low_page();
	struct narrow_vector *vectors = (void *)(page + sizeof(word));
	pid_t target;

	refuse_without_x32();
	target = start_target();
	say("address", page);
	vectors[0] = vectors[1] = (struct narrow_vector){ page, sizeof(word) };
	if (syscall(X32(X32_PROCESS_VM_WRITEV), target, &vectors[0], 1L, &vectors[1], 1L, 0L) != sizeof(word))
		fail("process_vm_writev");
	end_target(target);
}

static void executable(void)
{
	void *page = low_page();

	refuse_without_x32();
	say("address", (uintptr_t)page);
	if (syscall(X32(SYS_mprotect), page, PAGE, PROT_READ | PROT_EXEC) < 0)
		fail("mprotect");
}

WAYS({ "memfd", memfd }, { "remote-write", remote_write }, { "executable", executable })
