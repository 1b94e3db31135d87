import type { EventSourceFacts } from '../event-source';
import type { TextLimit } from '../limit';

const RULE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configrule.html';

export const CONFIG_RULE_FACTS: EventSourceFacts = {
  title: 'AWS Config rule',
  construct: 'ConfigRuleEventSource',
  invocation: 'asynchronous',
  authorization: 'function policy',
  retries: 'Lambda: twice more, after 1 and 2 minutes.',
  whenFunctionFails: 'The resources keep the state of their last evaluation, until the next change or period.',
  ordering: 'None; evaluations say with `OrderingTimestamp` which state they are of.',
  limits: 'Every 1, 3, 6, 12 or 24 hours; 100 evaluations in one answer.',
  qualifiers: 'not documented',
  rules: ['CFG-01', 'CFG-02', 'CFG-03', 'CFG-05'],
  source: 'https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html',
};

/** How a rule names its function (CFG-01). */
export const RULE_SOURCE: TextLimit = { min: 1, max: 256, rule: 'CFG-01', source: RULE };

/** With what a function answers; it has no resource (CFG-03). */
export const EVALUATION_ACTION = 'config:PutEvaluations';
