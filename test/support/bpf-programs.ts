import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The ids of all BPF programs that are loaded. */
export function loadedPrograms(): Set<number> {
  const shown = execFileSync('bpftool', ['--json', 'prog', 'show'], { encoding: 'utf8' });
  return new Set((JSON.parse(shown) as { readonly id: number }[]).map(({ id }) => id));
}

/** Those that no living process holds by a descriptor of a program or a link: what a process left that has ended. */
export function programsLeft(): number[] {
  const loaded = loadedPrograms();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const id of programsOf(pid)) loaded.delete(id);
  }
  return [...loaded];
}

/** The programs that a process holds; none where it has ended. */
export function programsOf(pid: number | string): number[] {
  const folder = `/proc/${pid}/fdinfo`;
  const ids = new Set<number>();
  for (const fd of attempt(() => readdirSync(folder)) ?? []) {
    const info = attempt(() => readFileSync(`${folder}/${fd}`, 'utf8'));
    const id = info?.match(/^prog_id:\s*(\d+)$/m)?.[1];
    if (id !== undefined) ids.add(Number(id));
  }
  return [...ids];
}

/** Processes end, and descriptors are closed, while they are looked at. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
