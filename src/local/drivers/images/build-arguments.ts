import type { ImageBuild, ImageCache } from '../../../model/image';

/** The arguments of `docker build`, in the context's folder: those that the CDK gives it when the app is deployed. */
export function buildArguments(build: ImageBuild, tag: string): string[] {
  const { buildArguments: values, contexts, secrets, ssh, target, file, network, platform, outputs, cacheFrom, cacheTo } = build;
  return [
    'build',
    ...each(values, (name, value) => ['--build-arg', `${name}=${value}`]),
    ...each(contexts, (name, value) => ['--build-context', `${name}=${value}`]),
    ...each(secrets, (name, value) => ['--secret', `id=${name},${value}`]),
    ...option('--ssh', ssh),
    ...['--tag', tag],
    ...option('--target', target),
    ...option('--file', file),
    ...option('--network', network),
    ...option('--platform', platform),
    ...(outputs ?? []).map((output) => `--output=${output}`),
    ...(cacheFrom ?? []).flatMap((cache) => ['--cache-from', cacheText(cache)]),
    ...option('--cache-to', cacheTo && cacheText(cacheTo)),
    ...(build.isCacheDisabled ? ['--no-cache'] : []),
    '.',
  ];
}

function each(values: Readonly<Record<string, string>> = {}, of: (name: string, value: string) => string[]): string[] {
  return Object.entries(values).flatMap(([name, value]) => of(name, value));
}

function option(name: string, value: string | undefined): string[] {
  return value ? [name, value] : [];
}

function cacheText({ type, parameters }: ImageCache): string {
  return [`type=${type}`, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)].join(',');
}
