/* Does nothing, where it is loaded. */
#include <unistd.h>

__attribute__((constructor)) static void loaded(void)
{
	static const char text[] = "loaded\n";
	if (write(1, text, sizeof text - 1) < 0)
		_exit(1);
}
