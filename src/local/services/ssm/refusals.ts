import { awsError } from '../../engine/aws-error';
import { Refusal } from '../refusal';

function refusal(type: string, message: string): Refusal {
  return new Refusal(awsError(type, 400, message));
}

export function validation(message: string): Refusal {
  return refusal('ValidationException', message);
}

/** As recorded, without a text. */
export function noParameter(): Refusal {
  return refusal('ParameterNotFound', '');
}

export function noVersion(selector: string, name: string): Refusal {
  return refusal(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`,
  );
}

export function badName(): Refusal {
  return validation(
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
  );
}

export function badPath(): Refusal {
  return validation(
    'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with \\"aws\\" or \\"ssm\\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
  );
}

export function reservedName(name: string): Refusal {
  return refusal('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
}

export function tooManyLevels(): Refusal {
  return refusal('HierarchyLevelLimitExceededException', 'A hierarchy can have a maximum of 15 levels.');
}

export function alreadyThere(): Refusal {
  return refusal(
    'ParameterAlreadyExists',
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );
}

export function oldestIsLabeled(name: string, version: number): Refusal {
  return refusal(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  );
}

export function tooManyParameters(tier: string, most: number): Refusal {
  const remedy =
    tier === 'Standard'
      ? ', either delete existing parameters or upgrade to the advanced-parameter tier (charges apply)'
      : ', delete existing parameters';
  return refusal(
    'ParameterLimitExceeded',
    `You have reached the maximum number of ${tier.toLowerCase()} parameters for this AWS account and Region (${most}). To add more parameters${remedy}.`,
  );
}

export function badPattern(): Refusal {
  return refusal('InvalidAllowedPatternException', "The request doesn't meet the regular expression requirement.");
}

export function patternMismatch(pattern: string): Refusal {
  return refusal('ParameterPatternMismatchException', `Parameter value, cannot be validated against allowedPattern: ${pattern}`);
}

export function tooManyLabels(): Refusal {
  return refusal('ParameterVersionLabelLimitExceeded', 'A parameter version can have a maximum of ten labels.');
}

/** As recorded, without a text. */
export function noResource(): Refusal {
  return refusal('InvalidResourceId', '');
}

export function tooManyTags(): Refusal {
  return refusal(
    'TooManyTagsError',
    'The Targets parameter includes too many tags. Remove one or more tags and try the command again.',
  );
}

export function badToken(): Refusal {
  return refusal('InvalidNextToken', "The specified token isn't valid.");
}

export function badFilter(what: 'Key' | 'Option' | 'Value', message: string): Refusal {
  return refusal(`InvalidFilter${what}`, message);
}
