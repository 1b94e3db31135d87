import type { Alias, AsyncConfiguration, FunctionConfiguration, LambdaFunction, Version } from '../../model/function';
import { parseFunctionName } from '../../model/function-name';
import type { FunctionUrl } from '../../model/function-url';
import type { Permission } from '../../model/permission';
import type { AppScope } from '../app-scope';
import { isCdkHelper } from '../cdk-helpers';
import type { Report } from '../report';
import type { Resource } from '../resource';
import { Unresolved } from '../unresolved';

/** A function while what hangs on it is gathered. */
export interface Draft {
  readonly resource: Resource;
  readonly name: string;
  readonly arn: string;
  readonly configuration: FunctionConfiguration;
  readonly tags?: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  readonly deadLetterArn?: string;
  readonly recursiveLoop?: 'Allow' | 'Terminate';
  readonly isolatesTenants?: boolean;
  readonly versions: Version[];
  readonly aliases: Alias[];
  readonly urls: FunctionUrl[];
  readonly permissions: Permission[];
  readonly asyncConfigurations: AsyncConfiguration[];
}

/** What every translator works with. */
export interface Translation {
  readonly app: AppScope;
  readonly report: Report;
  /** The functions that run, by their resource. */
  readonly drafts: ReadonlyMap<Resource, Draft>;
}

/** A function that a resource hangs on, and the alias or version that its property names. */
export interface Target {
  readonly draft: Draft;
  readonly qualifier?: string;
}

/** The function that the property names, by name or ARN; without one, the resource is reported and undefined comes back. */
export function targetOf(resource: Resource, property: string, { app, report, drafts }: Translation): Target | undefined {
  const outcome = report.read(resource, property, () => resource.required(property));
  if (outcome.problem !== undefined) {
    report.refuse(resource, outcome.problem);
    return undefined;
  }
  const parsed = parseFunctionName(outcome.value, resource.home);
  const named = parsed && app.functionNamed(parsed, resource.home);
  const draft = named && drafts.get(named);
  if (draft !== undefined) return { draft, qualifier: parsed?.qualifier };
  if (named === undefined) report.leaveOut(resource, `Its function ${outcome.value} is not one of this app.`);
  else if (!isCdkHelper(named)) report.leaveOut(resource, `Its function ${named.address.path} is not run.`);
  return undefined;
}

/** The alias or version that a resource is for, by its `Qualifier` or at the end of the ARN; undefined for the function itself. */
export function qualifierOf(resource: Resource, { draft, qualifier: inArn }: Target): string | undefined {
  const qualifier = resource.text('Qualifier') ?? inArn;
  if (qualifier === undefined || qualifier === '$LATEST') return undefined;
  const names = [...draft.aliases.map((alias) => alias.name), ...draft.versions.map((version) => version.number)];
  if (names.includes(qualifier)) return qualifier;
  throw new Unresolved('QUALIFIER_UNKNOWN', `${draft.resource.address.path} has no alias or version ${qualifier}`);
}

/** Translates a resource as a whole: what cannot be had of it leaves it out, with a report. */
export function translated<T>(resource: Resource, { report }: Translation, translate: () => T): T | undefined {
  const outcome = report.read(resource, 'its properties', translate);
  if (outcome.problem === undefined) return outcome.value;
  report.refuse(resource, outcome.problem);
  return undefined;
}

export function finished(draft: Draft): LambdaFunction {
  const { resource, ...rest } = draft;
  const { address, account, region } = resource;
  return { address, account, region, ...rest };
}

/** A property that a resource can do without: undefined and a finding when it cannot be had. */
export function optional<T>(
  resource: Resource,
  { report }: Pick<Translation, 'report'>,
  property: string,
  read: () => T,
): T | undefined {
  if (!resource.has(property)) return undefined;
  return report.readOr<T | undefined>(resource, property, `${property} is left out`, undefined, read);
}
