import { pythonPlatform, wheelPlatforms } from '../../../src/spec/python-wheels';

const glibcs = (platforms: readonly string[]) =>
  platforms.map((name) => Number(/^manylinux_2_(\d+)_/.exec(name)?.[1])).filter((glibc) => !Number.isNaN(glibc));

test.each([
  ['python3.9', 26],
  ['python3.11', 26],
  ['python3.12', 34],
  ['python3.14', 34],
])('wheels for %s need glibc 2.%i at most, that of its operating system (FN-34)', (runtime, newest) => {
  for (const architecture of ['arm64', 'x86_64'] as const) {
    const accepted = glibcs(wheelPlatforms(runtime, architecture));

    expect(Math.max(...accepted)).toBe(newest);
    expect(accepted).toEqual([...accepted].sort((a, b) => b - a));
  }
});

test('wheels for arm64 go back to glibc 2.17, under both of its names', () => {
  expect(wheelPlatforms('python3.11', 'arm64')).toEqual([
    ...[26, 25, 24, 23, 22, 21, 20, 19, 18].map((glibc) => `manylinux_2_${glibc}_aarch64`),
    'manylinux_2_17_aarch64',
    'manylinux2014_aarch64',
    'linux_aarch64',
  ]);
});

test('wheels for x86_64 go back to glibc 2.5, under all of its names', () => {
  const platforms = wheelPlatforms('python3.14', 'x86_64');

  expect(glibcs(platforms)).toEqual(Array.from({ length: 30 }, (_, index) => 34 - index));
  expect(platforms.filter((name) => !name.startsWith('manylinux_'))).toEqual([
    'manylinux2014_x86_64',
    'manylinux2010_x86_64',
    'manylinux1_x86_64',
    'linux_x86_64',
  ]);
});

test('a runtime that only the deployment knows gets wheels for the older operating system', () => {
  expect(wheelPlatforms('${Token[TOKEN.1]}', 'x86_64')).toEqual(wheelPlatforms('python3.11', 'x86_64'));
  expect(pythonPlatform('${Token[TOKEN.1]}', 'x86_64')).toBeUndefined();
});

test('a runtime says which version and which binary interfaces packages may be built for', () => {
  expect(pythonPlatform('python3.13', 'arm64')).toEqual({
    version: '3.13',
    abis: ['cp313', 'abi3', 'none'],
    platforms: wheelPlatforms('python3.13', 'arm64'),
  });
});
