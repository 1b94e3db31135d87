/** The user and group that Lambda runs every image as, whatever its USER says: sbx_user1051, as users have seen it. FN-48. */
export const CONTAINER_USER = '993:990';

/** `AWS_EXECUTION_ENV` of a function from an image, unless the runtime in it sets its own; as users have seen it. FN-46. */
export const CONTAINER_EXECUTION_ENV = 'AWS_Lambda_Image';

/** What Lambda sets for archives and an image sets itself, or not at all. FN-43, FN-45. */
export const SET_BY_IMAGES: readonly string[] = [
  '_HANDLER',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
  'LANG',
  'PWD',
  'SHLVL',
  'TZ',
];
