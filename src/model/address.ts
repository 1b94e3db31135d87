/** Where a resource stands in the app. */
export interface ResourceAddress {
  /** The stack's id in the assembly, unique in the app. */
  readonly stack: string;
  readonly logicalId: string;
  /** The construct path, or `stack/logicalId` where the assembly does not tell it. */
  readonly path: string;
}
