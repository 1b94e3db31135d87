import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Names, Stack } from 'aws-cdk-lib/core';
import { TRIGGER_CUSTOM_DATA, TRIGGER_NAME } from '../../spec/event-sources/codecommit';
import { TRIGGERS_PER_REPOSITORY } from '../../spec/push-sources';
import { fitting } from '../check';
import { ConstructError } from '../construct-error';
import { allowService, idFor } from './allow-service';
import { checkSameRegion } from './same-region';

export interface CodeCommitEventSourceProps {
  /**
   * The name of the trigger, from 1 to 100 characters, which no other of the repository has. Needed when a function is more than
   * one trigger of a repository.
   *
   * @default - A name made of the function's path in the app.
   * @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html
   */
  readonly name?: string;

  /**
   * What the function is told of; `RepositoryEventTrigger.ALL` stands alone.
   *
   * @default - Everything.
   * @see https://docs.aws.amazon.com/codecommit/latest/APIReference/API_RepositoryTrigger.html
   */
  readonly events?: codecommit.RepositoryEventTrigger[];

  /**
   * The branches of which the function is told.
   *
   * @default - All branches and tags.
   */
  readonly branches?: string[];

  /**
   * What the function finds in `customData`: 1000 characters at most.
   *
   * @default - Nothing.
   */
  readonly customData?: string;
}

/**
 * A trigger of a CodeCommit repository.
 *
 * The permission names the repository and its account, and is there before the trigger, which CodeCommit tests. Fails for an
 * imported repository, for the eleventh trigger, and for a function of another Region. AWS does not say whether CodeCommit invokes
 * aliases and versions.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-lambda-cc.html
 */
export class CodeCommitEventSource implements lambda.IEventSource {
  /** The repository that invokes. */
  public readonly repository: codecommit.IRepository;
  private readonly props: CodeCommitEventSourceProps;

  constructor(repository: codecommit.IRepository, props: CodeCommitEventSourceProps = {}) {
    this.repository = repository;
    this.props = props;
  }

  /** Makes a function, an alias or a version a trigger. */
  public bind(target: lambda.IFunction): void {
    const { repository, props } = this;
    const resource = repository.node.defaultChild;
    if (!(repository instanceof codecommit.Repository) || !(resource instanceof codecommit.CfnRepository)) {
      throw new ConstructError(repository, 'SOURCE_IMPORTED', 'an imported repository cannot have a trigger.');
    }
    const name = props.name ?? Names.uniqueResourceName(target, { maxLength: TRIGGER_NAME.max, separator: '-' });
    fitting(repository, 'name', name, TRIGGER_NAME);
    if (props.customData !== undefined) fitting(repository, 'customData', props.customData, TRIGGER_CUSTOM_DATA);
    checkEvents(repository, props.events);
    checkRoom(repository, resource, name);
    checkSameRegion(target, repository, 'CCM-03');

    const permission = idFor('CodeCommit', target);
    if (repository.node.tryFindChild(permission) === undefined) {
      allowService(target, repository, permission, {
        service: 'codecommit.amazonaws.com',
        // The ARN that the repository has when it is there would have the permission wait for it.
        sourceArn: Stack.of(repository).formatArn({ service: 'codecommit', resource: resource.repositoryName }),
      });
    }
    repository.notify(target.functionArn, { ...props, name });
    const allowed = repository.node.tryFindChild(permission);
    if (allowed !== undefined) resource.node.addDependency(allowed);
  }
}

function checkEvents(repository: codecommit.IRepository, events: readonly codecommit.RepositoryEventTrigger[] | undefined): void {
  if (events === undefined) return;
  const isRight = events.length > 0 && (events.length === 1 || !events.includes(codecommit.RepositoryEventTrigger.ALL));
  if (isRight) return;
  throw new ConstructError(
    repository,
    'TRIGGER_EVENTS',
    `events must be some, or all alone, but are [${events.join(', ')}] (CCM-02).`,
  );
}

function checkRoom(repository: codecommit.IRepository, resource: codecommit.CfnRepository, name: string): void {
  const triggers = (Stack.of(repository).resolve(resource.triggers) ?? []) as readonly { readonly name?: unknown }[];
  if (triggers.some((trigger) => trigger.name === name)) {
    throw new ConstructError(repository, 'TRIGGER_TAKEN', `a trigger with the name '${name}' is there already.`);
  }
  if (triggers.length < TRIGGERS_PER_REPOSITORY) return;
  throw new ConstructError(
    repository,
    'TRIGGERS_TOO_MANY',
    `a repository must not have more than ${TRIGGERS_PER_REPOSITORY} triggers, and has ${triggers.length} already (CCM-01).`,
  );
}
