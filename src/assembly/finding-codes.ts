/** What may not be understood in an assembly, and what the reader can do. */
const KINDS = {
  ASSEMBLY_NEWER: [
    'The assembly is of a newer schema than this version knows, and was read as far as it is known',
    'update cdk-lambda-kit.',
  ],
  CONTEXT_MISSING: [
    'The app looks something up that cdk.context.json does not have, so a made-up value stands for it',
    'run `cdk synth` once with credentials for the account.',
  ],
  RESOURCE_INVALID: ['A resource of the template has no type, so it was left out', 'look at what adds it to the template.'],
  PROPERTY_INVALID: ['A property is missing or has a value of the wrong kind', 'correct it in the app.'],
  PROPERTY_NOT_EMULATED: ['The function runs, but without what this property asks for', 'try that part in AWS.'],
  REFERENCE_UNKNOWN: ['A reference names nothing that its template has', 'correct the name, or add what it names.'],
  RESOURCE_ABSENT: ['A reference leads to a resource whose condition is false', 'give both the same condition.'],
  CIRCULAR_REFERENCE: ['A value is made of itself', 'break the circle; CloudFormation could not deploy it either.'],
  CONDITION_UNKNOWN: ['A condition is named that the template does not have', 'add it, or correct the name.'],
  MAPPING_UNKNOWN: ['A mapping has no such key, and there is no default value', 'add the key to the mapping.'],
  PARAMETER_WITHOUT_VALUE: ['A parameter of the stack has neither a value nor a default', 'give it a default in the app.'],
  IMPORT_UNKNOWN: ['No stack of the app exports this name', 'put the exporting stack into the same app, or pass the value in.'],
  OUTPUT_UNKNOWN: ['The stack, or its output, is not in the app', 'put it into the same app, or pass the value in.'],
  INTRINSIC_UNKNOWN: ['This intrinsic function or transform cannot be evaluated here', 'write the value in another way.'],
  INTRINSIC_INVALID: ['An intrinsic function has arguments that it does not take', 'correct them where the value is made.'],
  VALUE_TOO_LARGE: ['A value is too deep or too long to be meant', 'look at how it is made.'],
  NESTED_TEMPLATE_UNKNOWN: [
    'The template of a nested stack is not part of the assembly, or stands in itself, so its resources are left out',
    'define the nested stack with the CDK.',
  ],
  SSM_PARAMETER_UNKNOWN: [
    'No stack of the app makes this parameter, so a placeholder stands for its value',
    'define it in the app when the function needs it.',
  ],
  SECRET_UNKNOWN: [
    'No stack of the app makes this secret or this key of it, so a placeholder stands for its value',
    'define it in the app when the function needs it.',
  ],
  LAYER_NOT_HERE: [
    'The app does not make this layer, so its files are not here',
    'name a folder or .zip archive that has them by `layers`, or `--layer ARN=PATH`, or put what the function needs into its own package.',
  ],
  ATTRIBUTE_MADE_UP: [
    'The value of this attribute is only known in AWS, so a placeholder stands for it',
    'check what the function does with it.',
  ],
  FUNCTION_NAME_TAKEN: ['Two functions have one name in the same account and Region', 'name one of them differently.'],
  VERSION_UNKNOWN: ['The app publishes no such version of the function', 'use a version that it publishes.'],
  QUALIFIER_UNKNOWN: ['The function has no such alias or version', 'name one that the app makes.'],
  ALIAS_WEIGHTS_INVALID: [
    'Lambda would refuse these weights, so all invocations go to the main version',
    'give one other published version a weight from 0 to 1.',
  ],
} as const;

export type FindingCode = keyof typeof KINDS;

/** Every code of a finding with its meaning and what to do, as `ASSEMBLY_ERRORS` has them. docs/errors.md is made from this table. */
export const FINDINGS = Object.fromEntries(
  Object.entries(KINDS).map(([code, [meaning, remedy]]) => [code, `${meaning}; ${remedy}`]),
) as Readonly<Record<FindingCode, string>>;

/** What the reader can do, as a sentence. */
export function remedyOf(code: FindingCode): string {
  const [, remedy] = KINDS[code];
  return remedy.charAt(0).toUpperCase() + remedy.slice(1);
}
