/** A handler did what the role of its function does not allow; told once of each function, action and resource. */
export interface PermissionHappening {
  readonly kind: 'permission.missing';
  /** What makes two findings one. */
  readonly finding: string;
  readonly function: string;
  readonly roleArn: string;
  readonly action: string;
  readonly resource: string;
  /** The construct path of the resource; absent for one that the app does not make. */
  readonly resourcePath?: string;
  readonly why: string;
  readonly remedy: string;
  /** Whether it was refused, and not carried out all the same. */
  readonly refused: boolean;
}
