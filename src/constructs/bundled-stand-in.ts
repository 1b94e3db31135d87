import * as path from 'node:path';
import { BundledAsset } from './bundled-asset';

/** The sources of a function in a stack that is not deployed this time. */
export class BundledStandIn extends BundledAsset {
  constructor(private readonly entry: string) {
    super(path.dirname(entry), undefined, 'Code');
  }

  /** The same on every machine. */
  protected standInName(): string {
    return `not bundled: ${path.basename(this.entry)}`;
  }
}
