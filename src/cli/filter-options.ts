import { InvalidArgumentError, Option } from 'commander';
import { cgroupId, exeIdentity, FilterPathError, filterNamespace } from '../host/filter-path.js';
import type { Word } from '../model/word.js';
import type { ActorFilter, FilteredExe } from '../native/sensor.js';

/** What the options of `filterOptions` become. */
export interface FilterOptions {
  readonly ignoreExe?: readonly FilteredExe[];
  readonly ignoreCgroup?: readonly Word[];
  readonly ignoreNamespace?: readonly number[];
}

/** The options that say whose events the kernel side leaves out, each of which can be given several times. */
export function filterOptions(): Option[] {
  return [
    new Option(
      '--ignore-exe <path>',
      'leave out in the kernel what processes of this executable do, to no process that runs another one',
    ).argParser(each(exeIdentity)),
    new Option(
      '--ignore-cgroup <path>',
      'the same for the processes of this cgroup (a directory of cgroup v2) and those below it, among themselves',
    ).argParser(each(cgroupId)),
    new Option(
      '--ignore-namespace <path>',
      'the same for the processes of this pid or mount namespace, as /proc/PID/ns/pid, among themselves',
    ).argParser(each(filterNamespace)),
  ];
}

/** The filter that options ask for. */
export function filterOf({ ignoreExe = [], ignoreCgroup = [], ignoreNamespace = [] }: FilterOptions): ActorFilter {
  return { exes: ignoreExe, cgroups: ignoreCgroup, namespaces: ignoreNamespace };
}

function each<T>(resolve: (path: string) => T): (path: string, before?: readonly T[]) => T[] {
  return (path, before = []) => {
    try {
      return [...before, resolve(path)];
    } catch (error) {
      if (error instanceof FilterPathError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}
