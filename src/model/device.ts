const MINOR_BITS = 20;

/** A device as the kernel keeps it: major << 20 | minor. Source: include/linux/kdev_t.h. */
export function deviceOf(major: number, minor: number): number {
  return major * 2 ** MINOR_BITS + minor;
}

/** The same as a person writes it: `major:minor`. */
export function formatDevice(device: number): string {
  return `${Math.floor(device / 2 ** MINOR_BITS)}:${device % 2 ** MINOR_BITS}`;
}
