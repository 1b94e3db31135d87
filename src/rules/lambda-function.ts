import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION } from '../spec/pseudo-parameters';
import type { App, FunctionTarget } from './app';
import type { Declaration } from './declaration';

export const FUNCTION = 'AWS::Lambda::Function';
export const ALIAS = 'AWS::Lambda::Alias';
export const VERSION = 'AWS::Lambda::Version';

/** Whether it runs on a capacity provider; also when only the deployment can tell. */
export function isManaged(fn: Declaration): boolean {
  return fn.has('CapacityProviderConfig');
}

export function isImage(fn: Declaration): boolean {
  return fn.text('PackageType') === 'Image' || fn.has('Code', 'ImageUri');
}

/** Undefined for images, which bring their own. */
export function runtimeOf(fn: Declaration): string | undefined {
  return isImage(fn) ? undefined : fn.text('Runtime');
}

export function architectureOf(fn: Declaration): string {
  return fn.texts('Architectures')[0] ?? FUNCTION_DEFAULTS.architecture;
}

/** The role's ARN; undefined when it is not known. */
export function roleOf(fn: Declaration): string | undefined {
  return fn.isKnown('Role') ? fn.text('Role') : undefined;
}

/** What the property of a resource names, when that is a function of this app. */
export function functionIn(app: App, declaration: Declaration, property: string): FunctionTarget | undefined {
  return declaration.isKnown(property) ? app.functionNamed(declaration.text(property), declaration) : undefined;
}

/** The parts of an ARN; undefined for any other text. */
export function arnParts(text: string | undefined): ArnParts | undefined {
  const [arn, partition = '', service = '', region = '', account = '', ...resource] = text?.split(':') ?? [];
  return arn === 'arn' && resource.length > 0 ? { partition, service, region, account, resource: resource.join(':') } : undefined;
}

export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Whether the ARN is surely of another Region than the resource: for a stack for any Region nobody knows. */
export function isOfOtherRegion(declaration: Declaration, { region }: ArnParts): boolean {
  return declaration.region !== undefined && region !== '' && region !== declaration.region;
}

/** Whether the ARN is surely of another account than the resource. */
export function isOfOtherAccount(declaration: Declaration, { account }: ArnParts): boolean {
  const ours = declaration.account;
  return ours !== undefined && /^\d{12}$/.test(account) && account !== ours && account !== PLACEHOLDER_ACCOUNT;
}

/** Account and Region of a stack, with the same stand-ins for those that are not known as ARNs have. */
export function environmentOf({ account = PLACEHOLDER_ACCOUNT, region = PLACEHOLDER_REGION }: Declaration): string {
  return `${account} ${region}`;
}
