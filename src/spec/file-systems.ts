import type { Limit, TextLimit } from './limit';

const RULE = 'FN-61';
const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/api/API_FileSystemConfig.html';

/** File systems of one function. */
export const FILE_SYSTEMS: Limit = {
  min: 0,
  max: 1,
  unit: 'file systems',
  whole: true,
  rule: RULE,
  source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
};

/** Where the function sees its file system. */
export const MOUNT_PATH: TextLimit = {
  min: 6,
  max: 160,
  pattern: { matches: /^\/mnt\/[a-zA-Z0-9-_.]+$/, words: '/mnt/ and one folder of letters, digits, -, _ and .' },
  rule: RULE,
  source: SOURCE,
};

/** An access point of S3 Files. */
export const S3_FILES_ARN =
  /^arn:aws[-a-z]*:s3files:[0-9a-z-:]+:file-system\/fs-[0-9a-f]{17,40}\/access-point\/fsap-[0-9a-f]{17,40}$/;

const EFS_ARN =
  /^arn:aws[a-zA-Z-]*:elasticfilesystem:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d:\d{12}:access-point\/fsap-[a-f0-9]{17}$/;

/** What a file system is named by. */
export const ACCESS_POINT_ARN: TextLimit = {
  min: 0,
  max: 256,
  pattern: {
    matches: new RegExp(`${EFS_ARN.source}|${S3_FILES_ARN.source}`),
    words: 'an access point of EFS or of S3 Files',
  },
  rule: RULE,
  source: SOURCE,
};

/** From this memory on, in MB, Lambda reads straight from S3 where it is left to it (`AUTO`). */
export const DIRECT_S3_READ_FROM_MB = 512;
