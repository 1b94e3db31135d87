/** The newest Node.js runtime that Lambda supports fully; `nodejs26.x` is a preview (FN-34, 20 November 2026). */
export const NEWEST_NODE_RUNTIME = 'nodejs24.x';

/** The first major version whose runtime brings the AWS SDK for JavaScript v3 (AWS Developer Guide: lambda-nodejs). */
export const FIRST_NODE_WITH_SDK_V3 = 18;

/** What of the AWS SDK those runtimes bring (AWS Developer Guide: lambda-nodejs). */
export const MODULES_OF_NODE_RUNTIMES: readonly string[] = ['@aws-sdk/*', '@smithy/*'];
