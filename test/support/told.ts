/** What an event, or a part of it, tells: its fields without those that are undefined. */
export function told<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Partial<T>;
}
