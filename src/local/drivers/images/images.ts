import type { Code } from '../../../model/code';
import type { ImageSource } from '../../../model/image';
import { type ErrorCode, LocalError } from '../../errors';
import { buildArguments } from './build-arguments';
import type { EngineAnswer, EngineCommands } from './engine-commands';

/** How much of what a command said stands in an error, in lines. */
const QUOTED_LINES = 30;

type ImageCode = Extract<Code, { readonly kind: 'image' }>;

/** An image that the engine has. */
export interface LocalImage {
  /** By which it is called. */
  readonly name: string;
  /** Its CMD. */
  readonly command: readonly string[];
}

/** The images of functions: each is looked for, built or pulled once in a run, however many functions and calls need it. */
export class Images {
  private readonly known = new Map<string, Promise<LocalImage>>();

  /** `making` is told of what may take minutes, before it is begun. */
  constructor(
    private readonly commands: EngineCommands,
    private readonly making: (command: string, image: string) => void,
  ) {}

  /** Fails with IMAGE_NOT_BUILT or IMAGE_NOT_FOUND. */
  of(code: ImageCode): Promise<LocalImage> {
    const key = code.source?.kind === 'build' ? tagOf(code.source.hash) : code.uri;
    const known = this.known.get(key);
    if (known) return known;
    const made = code.source ? this.made(code.source) : this.pulled(code.uri);
    this.known.set(key, made);
    // Whoever is called next tries again: what was wrong may be put right by then.
    made.catch(() => this.known.delete(key));
    return made;
  }

  private async made(source: ImageSource): Promise<LocalImage> {
    if (source.kind === 'command') return this.printed(source);
    const tag = tagOf(source.hash);
    const there = await this.find(tag);
    if (there) return there;
    const { command } = this.commands.engine;
    this.making(`${command} build`, source.path);
    const built = await this.commands.wait({ command, args: buildArguments(source, tag), cwd: source.path });
    if (!built.isGood) throw failed('IMAGE_NOT_BUILT', `${command} build in ${source.path} failed`, built);
    return this.mustFind(tag, 'IMAGE_NOT_BUILT', `what was built in ${source.path} is not among the images`);
  }

  private async printed({ words: [command = '', ...args], folder }: Extract<ImageSource, { readonly kind: 'command' }>) {
    this.making(command, folder);
    const ran = await this.commands.wait({ command, args, cwd: folder });
    if (!ran.isGood) throw failed('IMAGE_NOT_BUILT', `${command}, which makes the image, failed`, ran);
    return this.mustFind(ran.stdout, 'IMAGE_NOT_BUILT', `${command} has printed ${ran.stdout || 'nothing'}, which is no image`);
  }

  private async pulled(uri: string): Promise<LocalImage> {
    const there = await this.find(uri);
    if (there) return there;
    const { command } = this.commands.engine;
    this.making(`${command} pull`, uri);
    const pulled = await this.commands.wait({ command, args: ['pull', uri], cwd: '/' });
    if (!pulled.isGood) throw failed('IMAGE_NOT_FOUND', `${uri} is not on this machine, and cannot be pulled`, pulled);
    return this.mustFind(uri, 'IMAGE_NOT_FOUND', `${uri} is not among the images`);
  }

  private async find(name: string): Promise<LocalImage | undefined> {
    if (name === '') return undefined;
    const { isGood, stdout } = await this.commands.ask(['image', 'inspect', '--format', '{{json .Config.Cmd}}', name]);
    return isGood ? { name, command: (JSON.parse(stdout) as string[] | null) ?? [] } : undefined;
  }

  private async mustFind(name: string, code: ErrorCode, why: string): Promise<LocalImage> {
    const found = await this.find(name);
    if (found) return found;
    throw new LocalError(code, `${why}.`);
  }
}

/** By which the CDK knows it on this machine, so that neither builds what the other has built. */
function tagOf(hash: string): string {
  return `cdkasset-${hash.toLowerCase()}`;
}

function failed(code: ErrorCode, what: string, { said }: EngineAnswer): LocalError {
  return new LocalError(code, `${what}:\n${said.split('\n').slice(-QUOTED_LINES).join('\n')}`);
}
