/** The SHA-256 of a package in base64 (VER-04, FN-30). */
export const CODE_SHA_256 = /^[A-Za-z0-9+/]{43}=$/;

/** How the CDK calls the resource of `currentVersion`: after the construct and a hash of the function. */
export const CURRENT_VERSION_ID = /CurrentVersion[0-9A-F]{8}[0-9a-f]{32}$/;
