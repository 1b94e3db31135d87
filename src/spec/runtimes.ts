/** How long a managed runtime is there for functions of the .zip kind. Dates are days in ISO form. */
interface Runtime {
  readonly name: string;
  /** Not generally available yet. */
  readonly isPreview?: true;
  /** From this day on there are no more updates of its software. */
  readonly deprecated?: string;
  /** From this day on no function can be created with it. */
  readonly creationBlocked?: string;
  /** From this day on no function that has it can be changed, unless to another runtime. */
  readonly updateBlocked?: string;
}

/** When creating, and when changing, ends for what was to end in autumn 2026: aws-cdk-lib 2.276.0, W2531, knows it of AWS. */
const PUT_OFF = ['2027-02-01', '2027-03-03'] as const;

/** FN-34, AWS Developer Guide: lambda-runtimes. The dates of blocks have been postponed several times; the latest counts. */
const RUNTIMES: readonly Runtime[] = [
  { name: 'nodejs26.x', isPreview: true },
  until('nodejs24.x', '2028-04-30', '2028-06-01', '2028-07-01'),
  until('nodejs22.x', '2027-04-30', '2027-06-01', '2027-07-01'),
  until('nodejs20.x', '2026-04-30', ...PUT_OFF),
  until('nodejs18.x', '2025-09-01', ...PUT_OFF),
  until('nodejs16.x', '2024-06-12', ...PUT_OFF),
  { name: 'python3.15', isPreview: true },
  until('python3.14', '2029-06-30', '2029-07-31', '2029-08-31'),
  until('python3.13', '2029-06-30', '2029-07-31', '2029-08-31'),
  until('python3.12', '2028-10-31', '2028-11-30', '2029-01-10'),
  until('python3.11', '2027-06-30', '2027-07-31', '2027-08-31'),
  until('python3.10', '2026-10-31', '2026-11-30', '2027-01-15'),
  until('python3.9', '2025-12-15', ...PUT_OFF),
  until('python3.8', '2024-10-14', ...PUT_OFF),
  ...['java25', 'java21'].map((name) => until(name, '2029-06-30', '2029-07-31', '2029-08-31')),
  ...['java17.al2023', 'java11.al2023', 'java8.al2023'].map((name) => until(name, '2029-06-30')),
  ...['java17', 'java11', 'java8.al2'].map((name) => until(name, '2027-06-30', '2027-07-31', '2027-08-31')),
  until('dotnet10', '2028-11-14', '2028-12-14', '2029-01-15'),
  until('dotnet8', '2026-11-10', '2026-12-10', '2027-01-11'),
  until('dotnet6', '2024-12-20', ...PUT_OFF),
  until('ruby4.0', '2029-03-31'),
  until('ruby3.4', '2028-03-31', '2028-04-30', '2028-05-31'),
  until('ruby3.3', '2027-03-31', '2027-04-30', '2027-05-31'),
  until('ruby3.2', '2026-03-31', ...PUT_OFF),
  until('provided.al2023', '2029-06-30', '2029-07-31', '2029-08-31'),
  until('provided.al2', '2026-07-31', ...PUT_OFF),
  // Of those that ended long ago the month is enough.
  ...['java8', 'go1.x', 'provided', 'ruby2.7', 'nodejs14.x', 'python3.7'].map((name) =>
    until(name, '2024-01', '2024-02', PUT_OFF[1]),
  ),
  ...['nodejs', 'nodejs4.3', 'nodejs6.10', 'nodejs8.10', 'nodejs10.x', 'nodejs12.x', 'python2.7', 'python3.6'].map(ended),
  ...['dotnetcore1.0', 'dotnetcore2.0', 'dotnetcore2.1', 'dotnetcore3.1', 'ruby2.5'].map(ended),
];

function until(name: string, deprecated: string, creationBlocked?: string, updateBlocked?: string): Runtime {
  return { name, deprecated, creationBlocked, updateBlocked };
}

function ended(name: string): Runtime {
  return until(name, '2023-04', '2023-04', '2023-04');
}

/**
 * How a runtime stands on a day (FN-33, FN-35).
 *
 * `creation-blocked`: functions that are there can still be changed. `blocked`: they cannot be changed either.
 * `newer`: a later version than this table knows. `unknown`: no runtime at all.
 */
export interface RuntimeStanding {
  readonly is: 'supported' | 'preview' | 'deprecated' | 'creation-blocked' | 'blocked' | 'newer' | 'unknown';
  readonly deprecated?: string;
  readonly creationBlocked?: string;
  readonly updateBlocked?: string;
}

/** `today` as in ISO form, `2026-11-20`. */
export function runtimeStanding(name: string, today: string): RuntimeStanding {
  const runtime = RUNTIMES.find((candidate) => candidate.name === name);
  if (!runtime) return { is: isNewer(name) ? 'newer' : 'unknown' };
  if (runtime.isPreview) return { is: 'preview' };

  const { deprecated, creationBlocked, updateBlocked } = runtime;
  const isPast = (day: string | undefined) => day !== undefined && day <= today;
  const is = isPast(updateBlocked)
    ? 'blocked'
    : isPast(creationBlocked)
      ? 'creation-blocked'
      : isPast(deprecated)
        ? 'deprecated'
        : 'supported';
  return { is, deprecated, creationBlocked, updateBlocked };
}

/** What a function can be created with on that day, in no order that means anything (FN-31). */
export function supportedRuntimes(today: string): readonly string[] {
  return RUNTIMES.map(({ name }) => name).filter((name) => !['blocked', 'preview'].includes(runtimeStanding(name, today).is));
}

const VERSIONED = /^(nodejs|python|java|dotnet|ruby|provided\.al)(\d+(?:\.\d+)?)(?:\.x|\.al\d+)?$/;

/** A later version of a family that is there. */
function isNewer(name: string): boolean {
  const [, family, version] = VERSIONED.exec(name) ?? [];
  if (family === undefined || version === undefined) return false;
  const known = RUNTIMES.map((runtime) => VERSIONED.exec(runtime.name))
    .filter((match) => match?.[1] === family)
    .map((match) => match?.[2] ?? '');
  return known.every((other) => version.localeCompare(other, 'en', { numeric: true }) > 0);
}

/** Where the days stand. */
export const RUNTIMES_SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html';
