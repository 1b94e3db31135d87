/** Parameter Store of Systems Manager, and how it differs; a part of the table of fidelity. */
export const PARAMETERS = {
  faithful: [
    {
      behaviour:
        'GetParameter, GetParameters, GetParametersByPath, PutParameter, DeleteParameter, DeleteParameters, DescribeParameters, GetParameterHistory, LabelParameterVersion and the tags of parameters',
      rules: [],
    },
    {
      behaviour:
        'Parameters of the app are there from the start, with the values that their templates come to; template parameters of type AWS::SSM::Parameter::Value have the same',
      rules: [],
    },
    { behaviour: 'Names and ARNs, with a version or a label behind them; `a` and `/a` are the same parameter', rules: [] },
    {
      behaviour: 'The newest 100 versions are kept, unless the oldest has a label; ten labels a version, which can be moved',
      rules: [],
    },
    {
      behaviour:
        'Values of 4,096 characters, in the advanced tier 8,192; names of 15 levels, reserved names, patterns of values; pages and filters',
      rules: [],
    },
    { behaviour: 'A parameter that is not there is ParameterNotFound without a message', rules: [] },
  ],
  differs: [
    {
      behaviour: 'A SecureString is encrypted with a key of KMS, and without WithDecryption its ciphertext is given',
      rules: [],
      remark:
        'It is kept as it was given, and the key is neither looked for nor asked. Without WithDecryption a text in Base64 is given that says so and has nothing of the value in it.',
    },
    {
      behaviour: 'AllowedPattern is a regular expression of Java',
      rules: [],
      remark:
        'Of JavaScript, for the whole value; one with what only Java has, as `(?i)` or `\\p{L}`, is not looked at. Of a StringList, the value or each of its items may match: which of them counts is not documented.',
    },
    {
      behaviour: 'Parameters of type aws:ec2:image and aws:ssm:integration are checked',
      rules: [],
      remark: 'Their values are taken as they are.',
    },
    {
      behaviour: 'Reads may give an old value for a moment',
      rules: [],
      remark: 'They give the newest. Lists are in the order of the names, where none is documented.',
    },
    {
      behaviour: 'Texts of refusals',
      rules: [],
      remark:
        'Systems Manager’s own where they are known from recordings and bug reports of it; those about levels and lengths of names, labels, tags, tokens and patterns that are none are ours.',
    },
    {
      behaviour: 'Requests in a second are limited',
      rules: [],
      remark: 'Nothing is throttled.',
    },
  ],
  absent: [
    {
      behaviour: 'Public parameters under /aws/service, secrets under /aws/reference/secretsmanager',
      rules: [],
      remark: 'Refused with NotEmulatedException.',
    },
    {
      behaviour: 'Policies of parameters, as when they expire',
      rules: [],
      remark: 'PutParameter refuses them with NotEmulatedException; those of a template are told as a finding.',
    },
    {
      behaviour:
        'Parameters of other accounts that are shared, deprecated filters of DescribeParameters, labels that are removed',
      rules: [],
      remark: 'Refused with NotEmulatedException. By its ARN, a parameter is read whatever its account and Region.',
    },
    {
      behaviour: 'Everything else of Systems Manager',
      rules: [],
      remark: 'Refused with NotEmulatedException and the name of the operation.',
    },
    {
      behaviour: 'Events on the default bus when a parameter changes',
      rules: [],
      remark: 'There are none.',
    },
  ],
} as const;
