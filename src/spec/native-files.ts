/** The parts of paths that name the platform that a native file is for; packages bring the same file for several. */
export const PLATFORM_NAMES =
  /linux(?:musl)?|darwin|win32|android|freebsd|sunos|openharmony|musl|glibc|gnu(?:eabihf)?|msvc|universal|x86[_-]64|x64|amd64|aarch64|arm64|armv?[67]?l?|ia32|i686|riscv64|ppc64(?:le)?|s390x|loong64|cpython-\d+/g;

/** Platforms that Lambda is not; a package that is for one of these alone is one that the function does without. */
export const OTHER_PLATFORM = /fsevents|darwin|win32|android|freebsd|sunos|openharmony|musl/;

/**
 * The name of a native Python module: what it is imported as, the version of CPython in two digits of its minor part, and the
 * platform (PEP 3149); modules without such a name, or with `abi3` in it, are for every version.
 */
export const PYTHON_NATIVE = /^(?<module>.*)\.(?:cpython-3|cp3)(?<minor>\d+)(?<abi>[a-z]*)-(?<platform>[\w-]+)\.(?:so|pyd)$/;
