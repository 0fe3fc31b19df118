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

/** BPF_MAP_TYPE_PROG_ARRAY */
const PROGRAM_ARRAY = 3;

/** Takes a program out of the array by which another one of this process goes on to it. */
export function takeOutOfArray(program: number): void {
  for (const fd of readdirSync('/proc/self/fdinfo')) {
    const info = attempt(() => readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? '';
    if (info.match(/^map_type:\s*(\d+)$/m)?.[1] !== String(PROGRAM_ARRAY)) continue;
    const map = ['id', info.match(/^map_id:\s*(\d+)$/m)![1]!];
    const shown = execFileSync('bpftool', ['--json', 'map', 'dump', ...map], { encoding: 'utf8' });
    const entries = JSON.parse(shown) as { readonly key: string[]; readonly formatted: { readonly value: number } }[];
    const entry = entries.find(({ formatted }) => formatted.value === program);
    if (entry !== undefined) execFileSync('bpftool', ['map', 'delete', ...map, 'key', 'hex', ...entry.key.map(toHex)]);
  }
}

const toHex = (byte: string): string => byte.replace(/^0x/, '');
