/** The newest Python runtime that Lambda supports fully; `python3.15` is a preview (FN-34, 20 November 2026). */
export const NEWEST_PYTHON_RUNTIME = 'python3.14';

/** The version of glibc of the operating system below a Python runtime (FN-34; Amazon Linux 2023 has 2.34, Amazon Linux 2 has 2.26). */
export function glibcOfPython(minor: number): number {
  return minor >= FIRST_ON_AMAZON_LINUX_2023 ? 34 : 26;
}

const FIRST_ON_AMAZON_LINUX_2023 = 12;

/** Wheels that run on every glibc from 2.17 on, under their older and their newer name; the later ones need that glibc. */
const GLIBC_OF_WHEELS = [17, 24, 26, 27, 28, 31, 34];

/** Names of platforms whose wheels the runtime can load, as pip understands them. */
export function wheelPlatforms(minor: number, machine: 'aarch64' | 'x86_64'): readonly string[] {
  const glibc = glibcOfPython(minor);
  const newer = GLIBC_OF_WHEELS.filter((version) => version <= glibc).map((version) => `manylinux_2_${version}_${machine}`);
  return [`manylinux2014_${machine}`, ...newer];
}
