import type { LabelParameterVersionRequest, LabelParameterVersionResult } from '@aws-sdk/client-ssm';
import { PARAMETER_LABEL, PARAMETER_LABEL_LENGTH, PARAMETER_LABELS_MAX } from '../../../spec/ssm';
import type { Call, Given } from '../../engine/service-port';
import { answering } from '../refusal';
import { checkText } from '../validation';
import { checkCount } from './lists';
import { own } from './name';
import { noVersion, tooManyLabels } from './refusals';
import { latest, type ParameterStore } from './store';

export function labelOperations(store: ParameterStore) {
  return {
    /** A label that another version has is moved. */
    LabelParameterVersion: answering((input: Given<LabelParameterVersionRequest>, call: Call): LabelParameterVersionResult => {
      const { Name, Labels, ParameterVersion } = input;
      checkCount('labels', Labels, PARAMETER_LABELS_MAX);
      for (const label of Labels) checkText('labels', label, PARAMETER_LABEL_LENGTH);
      const parameter = own(store, Name, call);
      const number = ParameterVersion ?? latest(parameter).version;
      const version = parameter.versions.find((each) => each.version === number);
      if (!version) throw noVersion(String(number), parameter.name);
      const added = Labels.filter((label) => PARAMETER_LABEL.test(label));
      const labels = [...new Set([...version.labels, ...added])];
      if (labels.length > PARAMETER_LABELS_MAX) throw tooManyLabels();
      for (const each of parameter.versions) each.labels = each.labels.filter((label) => !added.includes(label));
      version.labels = labels;
      return { InvalidLabels: Labels.filter((label) => !added.includes(label)), ParameterVersion: number };
    }),
  };
}
