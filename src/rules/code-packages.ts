import type { App } from './app';
import type { Declaration } from './declaration';
import { FUNCTION, isImage, VERSION } from './lambda-function';
import { each, type Rule } from './rule';

const SIGNING = 'AWS::Lambda::CodeSigningConfig';
const SIGNING_SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html';
const IMAGE_SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html';

/** Where the tag or digest of an image stands: after the name of the repository, not after that of a host with a port. */
const TAG = /^[^@]*\/[^/@:]*:([\w.-]+)$/;
const MUTABLE_TAGS = ['latest'];

/** What the code signing configuration does with code that nobody has signed; undefined when it is not of this app. */
function whenUnsigned(fn: Declaration, app: App): string | undefined {
  const config = app.named(fn.text('CodeSigningConfigArn'), SIGNING);
  return config && (config.text('CodeSigningPolicies', 'UntrustedArtifactOnDeployment') ?? 'Warn');
}

const isSigned = (fn: Declaration) => fn.has('CodeSigningConfigArn');

/** Assets of the CDK have the hash of their contents in their names. */
const HASHED = /[0-9a-f]{32}/;

export const CODE_PACKAGES: readonly Rule[] = [
  {
    id: 'FN-29',
    severity: 'error',
    title: 'An image has what only a .zip package may have',
    why: 'Lambda refuses the function: an image brings its runtime, its handler and what would be in layers.',
    remedy: 'Take Runtime, Handler and Layers away; name the handler in ImageConfig.Command.',
    source: IMAGE_SOURCE,
    check: each(FUNCTION, function* (fn) {
      if (!isImage(fn)) return;
      const extra = ['Runtime', 'Handler', 'Layers'].filter((property) => fn.has(property));
      if (extra.length === 0) return;
      yield { on: fn, property: `Properties.${extra[0]}`, seenByCdk: 'E3685', message: `The image has ${extra.join(', ')}.` };
    }),
  },
  {
    id: 'FN-29-tag',
    severity: 'warning',
    title: 'An image is named by a tag that moves',
    why: 'Lambda keeps the image that it found at the deployment. CloudFormation sees no change when the tag moves on, so new images are not deployed; and nobody can tell which one runs.',
    remedy: 'Name the image by its digest, or by a tag of its own for every build.',
    source: IMAGE_SOURCE,
    judgedBy: ['cdk-lambda-kit:IMAGE_TAG_MUTABLE'],
    check: each(FUNCTION, function* (fn) {
      if (!fn.isKnown('Code', 'ImageUri')) return;
      const image = fn.text('Code', 'ImageUri') ?? '';
      const tag = image.includes('@') ? undefined : (TAG.exec(image)?.[1] ?? 'latest');
      if (tag === undefined || !MUTABLE_TAGS.includes(tag)) return;
      yield { on: fn, property: 'Properties.Code.ImageUri', message: `The image is ${image}.` };
    }),
  },
  {
    id: 'FN-70',
    severity: 'error',
    title: 'An image has a code signing configuration',
    why: 'Lambda refuses it: only .zip packages can be signed.',
    remedy: 'Take the code signing configuration away, and sign the image in its registry.',
    source: SIGNING_SOURCE,
    check: each(FUNCTION, function* (fn) {
      if (!isSigned(fn) || !isImage(fn)) return;
      yield { on: fn, property: 'Properties.CodeSigningConfigArn', message: 'Images cannot have a code signing configuration.' };
    }),
  },
  {
    id: 'FN-70-enforced',
    severity: 'error',
    title: 'Inline code has a code signing configuration that refuses what is not signed',
    why: 'What stands in a template cannot be signed, so Lambda refuses the function.',
    remedy: 'Sign the code as a .zip package in a bucket, or take the code signing configuration away.',
    source: SIGNING_SOURCE,
    check: each(FUNCTION, function* (fn, app) {
      if (!isSigned(fn) || !fn.has('Code', 'ZipFile') || whenUnsigned(fn, app) !== 'Enforce') return;
      yield { on: fn, property: 'Properties.CodeSigningConfigArn', message: 'Inline code cannot be signed.' };
    }),
  },
  {
    id: 'FN-70-unsigned',
    severity: 'warning',
    title: 'Inline code has a code signing configuration',
    why: 'What stands in a template cannot be signed: the function is deployed with a warning in a log, or not at all.',
    remedy: 'Sign the code as a .zip package in a bucket, or take the code signing configuration away.',
    source: SIGNING_SOURCE,
    check: each(FUNCTION, function* (fn, app) {
      if (!isSigned(fn) || !fn.has('Code', 'ZipFile')) return;
      const signed = fn.isKnown('CodeSigningConfigArn') ? whenUnsigned(fn, app) : undefined;
      if (signed === 'Enforce') return;
      yield { on: fn, property: 'Properties.CodeSigningConfigArn', message: 'Inline code cannot be signed.' };
    }),
  },
  {
    id: 'FN-28',
    severity: 'error',
    title: 'Code that stays in its bucket is named without the version of the object',
    why: 'Lambda refuses the function: what it only refers to must not change.',
    remedy: 'Give S3ObjectVersion, from a bucket with versions.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html',
    check: each(FUNCTION, function* (fn) {
      if (fn.text('Code', 'S3ObjectStorageMode') !== 'REFERENCE' || fn.has('Code', 'S3ObjectVersion')) return;
      yield {
        on: fn,
        property: 'Properties.Code.S3ObjectVersion',
        message: 'S3ObjectStorageMode is REFERENCE, but there is no S3ObjectVersion.',
      };
    }),
  },
  {
    id: 'VER-02-object',
    severity: 'warning',
    title: 'Versions are published of code in a bucket that is named without the version of the object',
    why: 'When the object changes, nothing in the template does: neither the function nor a version gets the new code.',
    remedy: 'Give the version of the object, or put the hash of the contents into its key, as assets of the CDK have it.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html',
    check: each(VERSION, function* (version, app) {
      const fn = version.isKnown('FunctionName') ? app.functionNamed(version.text('FunctionName'), version)?.fn : undefined;
      if (fn === undefined || !fn.has('Code', 'S3Bucket') || fn.has('Code', 'S3ObjectVersion')) return;
      const key = fn.text('Code', 'S3Key');
      if (key === undefined || HASHED.test(key)) return;
      yield {
        on: fn,
        property: 'Properties.Code.S3ObjectVersion',
        message: `The code is ${key}, without a version of the object.`,
      };
    }),
  },
];
