import { CfnResource } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Every resource below a construct, by type, found in one walk. */
export class ResourceIndex {
  private readonly byType = new Map<string, CfnResource[]>();
  private readonly found = new Map<string, unknown>();

  constructor(root: IConstruct) {
    for (const construct of root.node.findAll()) {
      if (!CfnResource.isCfnResource(construct)) continue;
      const others = this.byType.get(construct.cfnResourceType);
      if (others) others.push(construct);
      else this.byType.set(construct.cfnResourceType, [construct]);
    }
  }

  /** All of one type; their properties are those of the class that aws-cdk-lib has for the type. */
  of<T extends CfnResource>(type: string): readonly T[] {
    return (this.byType.get(type) ?? []) as unknown as readonly T[];
  }

  /** What was found out under a name, so that it is not for every function again. */
  once<T>(name: string, find: () => T): T {
    if (!this.found.has(name)) this.found.set(name, find());
    return this.found.get(name) as T;
  }
}
