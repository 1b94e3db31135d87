/** The most keys of a subscription's filter policy (SNS-07). */
export const FILTER_POLICY_KEYS = 5;

/** The most subscription filters of a log group (LOG-03). */
export const FILTERS_PER_LOG_GROUP = 2;

/** The most targets of a rule (EVB-04). */
export const TARGETS_PER_RULE = 5;

/** What the id of a rule's target is made of (EVB-04). */
export const RULE_TARGET_ID = /^[.\-_A-Za-z0-9]{1,64}$/;

/** The most triggers of a CodeCommit repository (CCM-01). */
export const TRIGGERS_PER_REPOSITORY = 10;

/** The most characters of a pipeline action's user parameters (CPL-01). */
export const USER_PARAMETERS_LENGTH = 1000;

/** The most authorizers of a REST API (AUT-01). */
export const AUTHORIZERS_PER_API = 10;

/** The most sources that AppSync hands to a function at once (APS-03). */
export const APPSYNC_BATCH = { min: 0, max: 2000 } as const;

/** How many megabytes Firehose collects for a function (FHS-02). */
export const TRANSFORM_BUFFER_MB = { min: 0.2, max: 3 } as const;

/** How many seconds Firehose collects for a function (FHS-02). */
export const TRANSFORM_BUFFER_SECONDS = { min: 0, max: 900 } as const;

/** How long a schedule may be moved, in minutes (SCH-03). */
export const FLEXIBLE_WINDOW_MINUTES = { min: 1, max: 1440 } as const;

/** How often EventBridge and its Scheduler try to hand over an event again (EVB-20, SCH-03). */
export const DELIVERY_RETRIES = { min: 0, max: 185 } as const;

/** For how many seconds they try (EVB-20, SCH-03). */
export const DELIVERY_AGE_SECONDS = { min: 60, max: 86_400 } as const;

/** For how many seconds CloudFormation waits for the answer to a custom resource (CFN-01). */
export const CUSTOM_RESOURCE_SECONDS = { min: 1, max: 3600, default: 3600 } as const;
