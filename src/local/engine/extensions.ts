import { EXTENSION_EVENTS, EXTENSIONS_MAX } from '../../spec/extensions';

export type ExtensionEventType = 'INVOKE' | 'SHUTDOWN';

/** Where an extension stands, in the words of its log line. */
export type ExtensionState = 'Started' | 'Registered' | 'Ready' | 'Running' | 'InitError' | 'ExitError' | 'LaunchError';

export interface Extension {
  readonly id: string;
  /** Of its file, when it is external. */
  readonly name: string;
  /** A process of its own from a layer; otherwise a part of the runtime's process. */
  readonly external: boolean;
  readonly state: ExtensionState;
  readonly events: readonly ExtensionEventType[];
  /** As it told of its own error. */
  readonly errorType?: string;
}

/** The extensions of one environment; none can join when the runtime is ready (RT-21). */
export interface Extensions {
  readonly open: boolean;
  readonly all: readonly Extension[];
}

export const NO_EXTENSIONS: Extensions = { open: true, all: [] };

/** Why the Extensions API says no: 403 in every case (RT-21, RT-22). */
export interface Refusal {
  readonly type: string;
  readonly message: string;
}

export type ExtensionStep = { readonly next: Extensions; readonly extension: Extension } | { readonly refused: Refusal };

/** An external extension whose process is about to be started. */
export function launch(extensions: Extensions, id: string, name: string): Extensions {
  return { ...extensions, all: [...extensions.all, { id, name, external: true, state: 'Started', events: [] }] };
}

/** Its process could not be started. */
export function launchFailed(extensions: Extensions, name: string, errorType: string): Extensions {
  const changed = extensions.all.map((one) => (one.name === name ? { ...one, state: 'LaunchError' as const, errorType } : one));
  return { ...extensions, all: changed };
}

/** `id` is for an internal extension that nobody knew of. */
export function register(extensions: Extensions, name: string, events: readonly string[], id: string): ExtensionStep {
  const known = extensions.all.find((one) => one.name === name);
  const external = known?.external === true;
  const unknown = events.find(
    (event) => !(EXTENSION_EVENTS[external ? 'external' : 'internal'] as readonly string[]).includes(event),
  );
  if (unknown !== undefined) return refuse('Extension.InvalidEventType', `${unknown}: ErrorInvalidEventType`);
  const subscribed = [...new Set(events)] as ExtensionEventType[];
  if (external) {
    if (known.state !== 'Started') return notAllowed(known, 'Registered', known.name);
    return changed(extensions, { ...known, state: 'Registered', events: subscribed });
  }
  if (!extensions.open) return refuse('Extension.RegistrationClosed', 'Extension registration closed already');
  if (extensions.all.length >= EXTENSIONS_MAX)
    return refuse('Extension.TooManyExtensions', `Extension limit (${EXTENSIONS_MAX}) reached`);
  if (known) return refuse('Extension.InvalidExtensionState', 'Extension with this name already registered');
  const extension: Extension = { id, name, external: false, state: 'Registered', events: subscribed };
  return { next: { ...extensions, all: [...extensions.all, extension] }, extension };
}

/** It asks for its next event: it has done what the one before was about. */
export function askNext(extensions: Extensions, id: string): ExtensionStep {
  const extension = extensions.all.find((one) => one.id === id);
  if (!extension) return refuse('Extension.UnknownExtensionIdentifier', `Unknown extension ${id}`);
  if (extension.state !== 'Registered' && extension.state !== 'Running') return notAllowed(extension, 'Ready', id);
  return changed(extensions, { ...extension, state: 'Ready' });
}

/** It is given an event. */
export function handOver(extensions: Extensions, id: string): Extensions {
  const all = extensions.all.map((one) => (one.id === id ? { ...one, state: 'Running' as const } : one));
  return { ...extensions, all };
}

/** It tells that it could not start, or has to end; the environment ends when its process does (RT-23). */
export function tellError(
  extensions: Extensions,
  id: string,
  state: 'InitError' | 'ExitError',
  errorType: string,
): ExtensionStep {
  const extension = extensions.all.find((one) => one.id === id);
  if (!extension) return refuse('Extension.UnknownExtensionIdentifier', 'Unknown Lambda-Extension-Identifier');
  const from: readonly ExtensionState[] = state === 'InitError' ? ['Registered'] : ['Registered', 'Ready', 'Running'];
  if (extension.state === state) return { next: extensions, extension };
  if (!from.includes(extension.state)) return notAllowed(extension, state, id);
  return changed(extensions, { ...extension, state, errorType });
}

/** Nobody else can join. */
export function closeRegistration(extensions: Extensions): Extensions {
  return { ...extensions, open: false };
}

/** Every process that was started is known: the runtime's may be started. */
export function allRegistered({ all }: Extensions): boolean {
  return all.every(({ external, state }) => !external || state !== 'Started');
}

/** Init, or an invocation, is over as far as extensions are concerned (RT-01). */
export function allReady({ all }: Extensions): boolean {
  return all.every(({ state }) => state === 'Ready');
}

function changed(extensions: Extensions, extension: Extension): ExtensionStep {
  const all = extensions.all.map((one) => (one.id === extension.id ? extension : one));
  return { next: { ...extensions, all }, extension };
}

function notAllowed(extension: Extension, to: string, label: string): ExtensionStep {
  return refuse(
    'Extension.InvalidExtensionState',
    `State transition from ${extension.state} to ${to} failed for extension ${label}. Error: State transition is not allowed`,
  );
}

function refuse(type: string, message: string): ExtensionStep {
  return { refused: { type, message } };
}
