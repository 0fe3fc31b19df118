/** Bash that starts a process to act on: `$P` is its pid, `$TEXT`, `$DATA` and `$VDSO` addresses in it. */
export const VICTIM = `
"$PROGRAMS/victim" >victim & until [ -s victim ]; do sleep 0.05; done
read -r P TEXT DATA VDSO <victim
`;

/** The same as an ordinary user, which this machine has as nobody. */
export const VICTIM_OF_OTHER = `
setpriv --reuid=65534 --regid=65534 --clear-groups "$PROGRAMS/victim" >victim & until [ -s victim ]; do sleep 0.05; done
read -r P TEXT DATA VDSO <victim
`;
