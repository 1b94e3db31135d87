import { API_PREFIX, type ApiDoor, type ApiKind, type ApiRoute, type Entrance } from '../model/api-door';
import { LocalError } from './errors';
import { foundByName } from './found-by-name';
import { type Kinds, TEXT, wholeNumber } from './options-check';

export interface ApiOptions {
  /** @default `$default`, or else the only stage of the API */
  readonly stage?: string;
}

export interface ListenerOptions {
  /** Of the listener. @default the only one */
  readonly port?: number;
}

export interface LoadBalancerOptions extends ListenerOptions {
  /** The host name that clients ask for, as rules and functions see it. @default the load balancer's own */
  readonly host?: string;
}

export const API_OPTIONS: Kinds<ApiOptions> = { stage: TEXT };
export const LISTENER_OPTIONS: Kinds<ListenerOptions> = { port: wholeNumber(1, 65_535) };
export const LOAD_BALANCER_OPTIONS: Kinds<LoadBalancerOptions> = { ...LISTENER_OPTIONS, host: TEXT };

/** An API, load balancer, service of VPC Lattice or distribution of the app, as tests hold it. */
export class ApiHandle {
  readonly kind: ApiKind;
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly logicalId: string;
  /** Where requests go, in order, and which of them are not served as on AWS. */
  readonly routes: readonly ApiRoute[];

  constructor(
    private readonly door: ApiDoor,
    private readonly endpoint: string,
    private readonly chosen: ApiOptions & LoadBalancerOptions,
  ) {
    if (chosen.host !== undefined && !/^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(chosen.host)) {
      throw new LocalError('OPTION_INVALID', `host is a name, as shop.example.com, without a port; this is ${chosen.host}.`);
    }
    this.kind = door.kind;
    this.id = door.id;
    this.name = door.name;
    this.path = door.address.path;
    this.logicalId = door.address.logicalId;
    this.routes = door.routes;
  }

  /** Where it is served, ending with a slash. Fails with OPTION_INVALID when it is served at several places and none was chosen. */
  get url(): string {
    const host = this.chosen.host === undefined ? '' : `${this.chosen.host}@`;
    return `${this.endpoint}${this.door.prefix ?? API_PREFIX}${host}${this.door.id}${this.entrance()}`;
  }

  /**
   * Sends a real request: `fetch('/orders?limit=3', { method: 'POST', body })`. A redirect is the answer, unless `init` says that
   * it is followed.
   */
  async fetch(path = '/', init: RequestInit = {}): Promise<Response> {
    const base = this.url;
    const url = URL.canParse(path) || path.startsWith('//') ? undefined : new URL(base + path.replace(/^\//, ''));
    if (url === undefined || !url.href.startsWith(base)) {
      throw new LocalError('OPTION_INVALID', `What is fetched is a path of the API, as /orders?limit=3; this is ${path}.`);
    }
    if (new Headers(init.headers).has('host')) {
      const instead = this.kind === 'loadBalancer' ? `; name it by loadBalancer('${this.name}', { host })` : '';
      throw new LocalError('OPTION_INVALID', `fetch sends no Host header but its own${instead}.`);
    }
    return fetch(url, { redirect: 'manual', ...init });
  }

  /** Begins and ends with a slash. */
  private entrance(): string {
    const { entrances, id, domainName } = this.door;
    const { stage, port } = this.chosen;
    // The paths of a domain of its own lead to several APIs, or to none.
    if (id === domainName && stage === undefined) return '/';
    const found =
      stage !== undefined
        ? entrances.filter((each) => each.stage === stage)
        : port !== undefined
          ? entrances.filter(({ path }) => path === `/${port}/`)
          : defaultOf(entrances);
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) return only.path;
    throw new LocalError('OPTION_INVALID', this.complaint());
  }

  private complaint(): string {
    const { entrances, kind } = this.door;
    const { stage, port } = this.chosen;
    const isListener = kind === 'loadBalancer' || kind === 'latticeService';
    const what = isListener ? 'listener' : 'stage';
    const names = entrances.map((each) => (isListener ? each.path.replaceAll('/', '') : (each.stage ?? each.path)));
    const there = names.length === 0 ? 'none that is served.' : `${names.join(', ')}.`;
    const given = stage ?? port;
    return given === undefined
      ? `${isListener ? 'port' : 'stage'} must say which ${what} of ${this.path} is meant; there are: ${there}`
      : `${this.path} has no ${what} ${given}; there are: ${there}`;
  }
}

/** The one of these that `name` means: its logical id, construct path, name, id or domain name; messages call it `kind`. */
export function findApi(doors: readonly ApiDoor[], name: string, kind: string): ApiDoor {
  const [only, ...others] = doors.filter(({ domainName }) => domainName === name);
  if (only !== undefined && others.length === 0) return only;
  return foundByName(
    doors.map((door) => ({ ...door, arn: door.id })),
    name,
    kind,
  );
}

function defaultOf(entrances: readonly Entrance[]): readonly Entrance[] {
  const usual = entrances.filter(({ stage }) => stage === '$default');
  return usual.length > 0 ? usual : entrances;
}
