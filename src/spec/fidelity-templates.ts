/** Mapping templates of API Gateway, and how they differ; a part of the table of fidelity. */
export const TEMPLATES = {
  faithful: [
    {
      behaviour:
        'Templates have the directives, operators and whitespace of Velocity 1.7, whole numbers of Java, and the methods of texts, lists, maps and numbers that apps use',
      rules: [],
    },
    {
      behaviour:
        '`$input` with body, `json`, `path` and `params`, `$util`, `$context` with its overrides of requests and responses, `$stageVariables`',
      rules: [],
    },
    {
      behaviour:
        'A reference that leads nowhere is the empty text, which is true in `#if`; objects print as `{a=1}`, lists from JSON as JSON; no body reads as `{}`',
      rules: [],
    },
    { behaviour: 'A `#foreach` ends after 1,000 turns, a template has up to 300 KB', rules: [] },
  ],
  differs: [
    {
      behaviour: 'A template may run as long as the integration may',
      rules: [],
      remark:
        'It fails after a million steps, or when its texts get longer than 10 MB, so that it does not stop the executor; only a regular expression that backtracks without end still does.',
    },
    {
      behaviour: 'Regular expressions are Java’s, JSONPath is Jayway’s',
      rules: [],
      remark:
        'Expressions are JavaScript’s, without possessive quantifiers; of the functions of JSONPath there is `length()`, of the operators of filters those that compare and `=~`. Others fail by name.',
    },
    {
      behaviour: 'Methods of Java that templates rarely use, as `format`, `hashCode` and `stream`',
      rules: [],
      remark: 'The template fails and says which method is not emulated.',
    },
    {
      behaviour: 'A body that is not JSON, but is read as JSON, may still be read in part',
      rules: [],
      remark: 'The template fails; what the parser of API Gateway makes of such bodies is not known.',
    },
  ],
} as const;
