import type { CreateFunctionRequest } from '@aws-sdk/client-lambda';

/** What CreateFunction and UpdateFunctionConfiguration both say of a function. */
export type Settings = Partial<
  Pick<
    CreateFunctionRequest,
    | 'Runtime'
    | 'Role'
    | 'Handler'
    | 'Description'
    | 'Timeout'
    | 'MemorySize'
    | 'Environment'
    | 'DeadLetterConfig'
    | 'TracingConfig'
    | 'Layers'
    | 'EphemeralStorage'
    | 'LoggingConfig'
  >
>;
