import type { PutParameterRequest, PutParameterResult } from '@aws-sdk/client-ssm';
import { PARAMETER_VERSIONS_MAX, PARAMETERS_MAX } from '../../../spec/ssm';
import type { Call, Given } from '../../engine/service-port';
import { answering, notEmulated } from '../refusal';
import { whoIs } from './caller';
import { writable } from './name';
import { alreadyThere, oldestIsLabeled, tooManyParameters, validation } from './refusals';
import { checkMembers, settingsOf } from './settings';
import { type HeldParameter, latest, type ParameterSettings, type ParameterStore, type Place } from './store';
import { addTags } from './tags';

export function putOperations(store: ParameterStore) {
  return {
    PutParameter: answering((input: Given<PutParameterRequest>, call: Call): PutParameterResult => {
      const { version, tier } = latest(put(store, input, call, whoIs(call)));
      return { Version: version, Tier: tier };
    }),
  };
}

/** Makes a parameter, or a new version of one that is there. */
export function put(store: ParameterStore, input: Given<PutParameterRequest>, place: Place, by: string): HeldParameter {
  checkMembers(input);
  const { Overwrite = false, Tags = [], Policies } = input;
  if (Policies) throw notEmulated('PutParameter', 'Policies', 'leave them out, and delete the parameter when it is time.');
  if (Overwrite && Tags.length > 0) {
    throw validation(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  }
  const name = writable(input.Name, place);
  const present = store.named(place, name);
  if (present && !Overwrite) throw alreadyThere();
  const settings = settingsOf(input, present && latest(present));
  if (present) {
    change(store, present, settings, by);
    return present;
  }
  checkRoom(store, place, settings);
  const tags = addTags(new Map(), Tags);
  const made = store.add(place, name, settings, by);
  for (const [key, value] of tags) made.tags.set(key, value);
  return made;
}

function change(store: ParameterStore, parameter: HeldParameter, settings: ParameterSettings, by: string): void {
  const { versions, name } = parameter;
  const isFull = versions.length >= PARAMETER_VERSIONS_MAX;
  const [oldest] = versions;
  if (isFull && oldest.labels.length > 0) throw oldestIsLabeled(name, oldest.version);
  store.change(parameter, settings, by);
  if (isFull) versions.shift();
}

function checkRoom(store: ParameterStore, place: Place, { tier }: ParameterSettings): void {
  const there = store.all(place).filter((each) => latest(each).tier === tier).length;
  if (there >= PARAMETERS_MAX[tier]) throw tooManyParameters(tier, PARAMETERS_MAX[tier]);
}
