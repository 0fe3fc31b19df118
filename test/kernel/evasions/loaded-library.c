/* A library that does nothing, to be loaded from where no directory names it. */
int interloper_way(void)
{
	return 1;
}
