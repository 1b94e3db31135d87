import { CfnResource } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Every resource below a construct, by type, found in one walk. */
export class ResourceIndex {
  private readonly byType = new Map<string, CfnResource[]>();

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
}
