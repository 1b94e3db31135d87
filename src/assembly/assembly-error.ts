/** Every reason why a cloud assembly cannot be read at all, and what the reader can do. */
export const ASSEMBLY_ERRORS = {
  ASSEMBLY_NOT_FOUND: 'There is no folder at this path; run `cdk synth` first, or name another with --app.',
  ASSEMBLY_EMPTY: 'The folder has no manifest.json, so it is not a cloud assembly; run `cdk synth`, or name its output folder.',
  ASSEMBLY_INVALID: 'A file of the assembly is not what a cloud assembly has there; synthesize it anew.',
  ASSET_MISSING: 'The assembly names a file or folder that is not there; synthesize it anew, and keep the whole folder.',
} as const;

/** The assembly as a whole cannot be used; the executor turns it into its own error. */
export class AssemblyError extends Error {
  override readonly name = 'AssemblyError';

  constructor(
    readonly code: keyof typeof ASSEMBLY_ERRORS,
    message: string,
  ) {
    super(message);
  }
}
