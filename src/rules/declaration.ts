import type { ResourceAddress } from '../model/address';
import type { DeclaredResource } from '../model/declared';
import { Part } from './part';

/** A resource as the rules read it. */
export class Declaration extends Part {
  readonly address: ResourceAddress;
  readonly type: string;

  constructor(readonly resource: DeclaredResource) {
    super(resource.properties, 'Properties', resource.address.path);
    this.address = resource.address;
    this.type = resource.type;
  }

  /** The construct path. */
  get path(): string {
    return this.address.path;
  }

  /** Undefined when the stack is for any account. */
  get account(): string | undefined {
    return this.resource.account;
  }

  /** Undefined when the stack is for any Region. */
  get region(): string | undefined {
    return this.resource.region;
  }

  /** The properties before anything in them is worked out: what a value was made of. */
  get written(): Part {
    return new Part(this.resource.written, 'Properties', this.path);
  }

  get ref(): string | undefined {
    return this.resource.ref;
  }

  get arn(): string | undefined {
    return this.resource.arn;
  }

  /** Whether both are surely deployed to the same account and Region. */
  isBeside(other: Declaration): boolean {
    if (this.address.stack === other.address.stack) return true;
    return (
      this.account !== undefined && this.account === other.account && this.region !== undefined && this.region === other.region
    );
  }
}
