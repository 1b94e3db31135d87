import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { SKILL_ID } from '../../spec/event-sources/alexa';
import { fitting } from '../check';
import { allowService } from './allow-service';
import { warnOfWait } from './caller-wait';
import { plainText } from './plain-text';

/**
 * An Alexa skill that is answered by a function.
 *
 * The permission names the skill: without its id any skill could invoke the function. The skill is made in the Alexa developer
 * console, and names the function there. Warns when the function may run longer than the 8 seconds that Alexa waits.
 *
 * @see https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html
 */
export class AlexaSkillEventSource implements lambda.IEventSource {
  /**
   * A custom skill.
   *
   * @param skillId `amzn1.ask.skill.` and a UUID
   */
  public static custom(skillId: string): AlexaSkillEventSource {
    return new AlexaSkillEventSource(skillId, 'AlexaSkill', 'alexa-appkit.amazon.com');
  }

  /**
   * A skill that controls devices at home.
   *
   * @param skillId `amzn1.ask.skill.` and a UUID, or the id of the security profile
   */
  public static smartHome(skillId: string): AlexaSkillEventSource {
    return new AlexaSkillEventSource(skillId, 'AlexaSmartHome', 'alexa-connectedhome.amazon.com');
  }

  private constructor(
    private readonly skillId: string,
    private readonly kind: string,
    private readonly service: string,
  ) {}

  /** Lets the skill invoke a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    const { skillId, kind, service } = this;
    fitting(target, 'skillId', skillId, SKILL_ID);
    const scope = target as unknown as Construct;
    allowService(target, scope, `${kind}${plainText(scope, skillId)}`, { service, eventSourceToken: skillId });
    warnOfWait(target, 'Alexa', CALLER_WAITS.alexa);
  }
}
