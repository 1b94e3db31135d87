import type { EventSourceFacts } from '../event-source';
import type { Limit } from '../limit';

const SCHEDULE = 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html';

export const SECRET_ROTATION_FACTS: EventSourceFacts = {
  title: 'Secrets Manager rotation',
  construct: 'SecretRotationEventSource',
  invocation: 'synchronous',
  authorization: 'function policy',
  retries: 'Secrets Manager: a rotation that failed is tried again in its next window.',
  whenFunctionFails: 'The rotation has failed; the secret keeps its current value.',
  ordering: 'Four invocations one after the other: createSecret, setSecret, testSecret, finishSecret.',
  limits: 'Every 4 hours to every 1000 days.',
  qualifiers: 'not documented',
  rules: ['SEC-01', 'SEC-02', 'SEC-03', 'SEC-04'],
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
};

/** How often a secret is rotated (SEC-01). */
export const ROTATION_HOURS: Limit = { min: 4, max: 24_000, unit: 'hours', whole: true, rule: 'SEC-01', source: SCHEDULE };

export const ROTATION_HOURS_BY_DEFAULT = 30 * 24;

/** How long the window is in which a rotation may begin. */
export const ROTATION_WINDOW_HOURS: Limit = { min: 1, max: 24, unit: 'hours', whole: true, rule: 'SEC-01', source: SCHEDULE };

/** What a function that rotates a secret does to it (SEC-04). */
export const ROTATION_ACTIONS = [
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
] as const;

/** The same with the key of the secret (SEC-04). */
export const ROTATION_KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;
