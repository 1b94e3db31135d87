import type * as lambda from 'aws-cdk-lib/aws-lambda';

const MOUNT = 'elasticfilesystem:ClientMount';
const WRITE = 'elasticfilesystem:ClientWrite';

/**
 * The same file system, with its mounting allowed on it alone: aws-cdk-lib allows it on everything, with a condition on the access
 * point, and only writing on the file system.
 */
export function scopedFileSystem(filesystem: lambda.FileSystem): lambda.FileSystem {
  const { policies = [], ...others } = filesystem.config;
  const own = policies.find(({ actions }) => actions.includes(WRITE))?.resources;
  if (!own) return filesystem;
  const scoped = policies.map((policy) =>
    policy.actions.join() === MOUNT && policy.resources.join() === '*' ? policy.copy({ resources: own }) : policy,
  );
  // Its constructor is not for others; newer releases look at what class it is of.
  const config = { value: { ...others, policies: scoped }, enumerable: true };
  return Object.create(Object.getPrototypeOf(filesystem) as object, { config }) as lambda.FileSystem;
}
