/** The keys of what Lambda puts into the bucket of records that are given up (STR-09). */
export const FAILURE_OBJECTS = 'aws/lambda/*';

/** What it does there with the key of the bucket (STR-10). */
export const KEY_ACTIONS_OF_FAILURE_OBJECTS: readonly string[] = ['kms:GenerateDataKey'];
