import type { ApiKind } from '../../model/api-door';
import type { Application, Finding, Unsupported } from '../../model/application';
import type { PermissionHappening } from '../journal/permission-happening';

/** What the reader should know of an app before it is run: one line a resource that is not, and one a thing not understood. */
export function notices(application: Pick<Application, 'unsupported' | 'findings'>): string {
  const lines = [
    ...application.unsupported.map((each: Unsupported) => `not run: ${each.address.path} (${each.type}): ${each.why}`),
    ...application.findings.map((each: Finding) => `${each.code}: ${each.where}: ${each.message}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

export function unsupportedAsJson(application: Pick<Application, 'unsupported'>) {
  return application.unsupported.map(({ address, type, why }) => ({
    logicalId: address.logicalId,
    path: address.path,
    stack: address.stack,
    type,
    why,
  }));
}

/** The construct path of a function by its name: who watches knows that better than what CloudFormation makes. */
export function pathsOf({ functions }: Pick<Application, 'functions'>): (name: string) => string {
  const paths = new Map(functions.map(({ name, address }) => [name, address.path]));
  return (name) => paths.get(name) ?? name;
}

/** What a handler did without permission, on one line. */
export function permissionLine(entry: PermissionHappening, pathOf: (name: string) => string): string {
  const { action, resource, resourcePath, refused, why, remedy } = entry;
  const on = resourcePath === undefined ? resource : `${resourcePath} (${resource})`;
  return `${pathOf(entry.function)}: ${refused ? 'was' : 'would be'} refused ${action} on ${on}: ${why}. ${remedy}`;
}

/** Columns as wide as their widest cell, two spaces apart. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] as number))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Kinds of APIs, as a person names them. */
export const API_KINDS: Readonly<Record<ApiKind, string>> = {
  httpApi: 'HTTP API',
  restApi: 'REST API',
  webSocketApi: 'WebSocket API',
  loadBalancer: 'load balancer',
  latticeService: 'Lattice service',
  distribution: 'distribution',
};
