import type { MissingPermission } from './engine/identity/missing-permission';
import type { Permissions } from './engine/identity/permissions';

/** What handlers did so far that the roles of their functions do not allow, as tests look at it. */
export class PermissionsHandle {
  constructor(private readonly permissions: Pick<Permissions, 'missing'> | undefined) {}

  /** Each function, action and resource once, in the order in which they were met; none where identity policies are ignored. */
  get missing(): readonly MissingPermission[] {
    return this.permissions?.missing ?? [];
  }
}
