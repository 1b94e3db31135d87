/** How a container image is had that this machine has to make itself. */
export type ImageSource =
  /** It is built from a Dockerfile. */
  | ({ readonly kind: 'build' } & ImageBuild)
  /** A program makes it and prints its name. */
  | { readonly kind: 'command'; readonly words: readonly string[]; readonly folder: string };

/** What the CDK hands to `docker build`; options that are absent are not passed. */
export interface ImageBuild {
  /** Of what goes in: the same for the same image. */
  readonly hash: string;
  /** Absolute: the folder that is the context. */
  readonly path: string;
  /** Of the Dockerfile, from the context. */
  readonly file?: string;
  readonly target?: string;
  readonly buildArguments?: Readonly<Record<string, string>>;
  readonly contexts?: Readonly<Record<string, string>>;
  /** As `src=FILE` or `env=VARIABLE`, by id. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly ssh?: string;
  readonly network?: string;
  /** As `linux/arm64`. */
  readonly platform?: string;
  readonly outputs?: readonly string[];
  readonly cacheFrom?: readonly ImageCache[];
  readonly cacheTo?: ImageCache;
  readonly isCacheDisabled?: boolean;
}

/** A cache of layers, as `registry`, with what that takes. */
export interface ImageCache {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a function sets otherwise than its image does (`ImageConfig`). */
export interface ImageSettings {
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly workingDirectory?: string;
}
