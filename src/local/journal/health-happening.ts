/** The function of a target group was found to work, or not to work any more. */
export interface HealthHappening {
  readonly kind: 'targetGroup.health';
  /** The construct path of the target group. */
  readonly group: string;
  /** The function's ARN with its qualifier. */
  readonly target: string;
  readonly health: 'initial' | 'healthy' | 'unhealthy';
  /** What was wrong with its last answer. */
  readonly why?: string;
}
