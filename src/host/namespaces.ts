import { ROOTS, type Roots, readLink } from './read.js';

/** Inode numbers that the kernel gives the first namespaces. Source: include/linux/proc_ns.h. */
const INITIAL = { pid: 4026531836, user: 4026531837 } as const;

/** Whether the caller is in the host's own namespaces; undefined where /proc cannot tell. */
export interface Namespaces {
  readonly initialPid?: boolean;
  readonly initialUser?: boolean;
}

export function readNamespaces(roots: Roots = ROOTS): Namespaces {
  const initialPid = isInitial('pid', roots);
  const initialUser = isInitial('user', roots);
  return { ...(initialPid !== undefined && { initialPid }), ...(initialUser !== undefined && { initialUser }) };
}

/** The inode number in a namespace link: `pid:[4026531836]`. */
export function namespaceInode(link: string): number | undefined {
  const inode = /^\w+:\[(\d+)\]$/.exec(link)?.[1];
  return inode === undefined ? undefined : Number(inode);
}

function isInitial(kind: keyof typeof INITIAL, { proc }: Roots): boolean | undefined {
  const inode = namespaceInode(readLink(`${proc}/self/ns/${kind}`) ?? '');
  return inode === undefined ? undefined : inode === INITIAL[kind];
}
