import type { App, FunctionTarget } from './app';
import type { Declaration } from './declaration';
import type { Part } from './part';
import { Undecided } from './undecided';

/** Something that invokes a function by itself; event source mappings have rules of their own. */
export interface Trigger {
  /** The resource that names the function. */
  readonly on: Declaration;
  readonly property: string;
  readonly target: FunctionTarget;
}

/** Where resources name the functions that they invoke. */
const PLACES: Readonly<Record<string, (resource: Declaration) => readonly Part[]>> = {
  'AWS::SNS::Subscription': (subscription) => [subscription.part('Endpoint')],
  'AWS::Events::Rule': (rule) => rule.parts('Targets').map((target) => target.part('Arn')),
  'AWS::Scheduler::Schedule': (schedule) => [schedule.part('Target', 'Arn')],
  'AWS::Logs::SubscriptionFilter': (filter) => [filter.part('DestinationArn')],
  'AWS::S3::Bucket': (bucket) =>
    bucket.parts('NotificationConfiguration', 'LambdaConfigurations').map((each) => each.part('Function')),
  'Custom::S3BucketNotifications': (notifications) =>
    notifications
      .parts('NotificationConfiguration', 'LambdaFunctionConfigurations')
      .map((each) => each.part('LambdaFunctionArn')),
};

/** Everything of the app that surely invokes a function of the app. */
export function triggers(app: App): readonly Trigger[] {
  return app.once('triggers', () => {
    const found: Trigger[] = [];
    for (const [type, places] of Object.entries(PLACES)) {
      for (const on of app.ofType(type)) {
        for (const place of known(on, places)) {
          const target = app.functionNamed(place.text(), on);
          if (target !== undefined) found.push({ on, property: place.property, target });
        }
      }
    }
    return found;
  });
}

/** The places that can be read; none when the list of them is not known. */
function known(on: Declaration, places: (resource: Declaration) => readonly Part[]): readonly Part[] {
  try {
    return places(on).filter((place) => place.isKnown());
  } catch (error) {
    if (error instanceof Undecided) return [];
    throw error;
  }
}
