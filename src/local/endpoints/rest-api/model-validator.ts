import type { RestApi } from '../../../model/rest-api';
import { schemaFlaw } from '../../engine/json-schema/schema-flaw';
import type { ValidateModel } from './request-validation';

/** What every API has without saying so: anything goes, and nothing is known of it but that it is an object. */
const GIVEN: Readonly<Record<string, unknown>> = { Empty: {}, Error: { type: 'object' } };

/** Checks values against the models of an API, which may refer to one another. */
export function modelValidator({ models }: RestApi): ValidateModel {
  const schemas = new Map([...Object.entries(GIVEN), ...models.map(({ name, schema }) => [name, schema] as const)]);
  return (modelName, value) => {
    if (!schemas.has(modelName)) return `the API has no model ${modelName}`;
    // As `https://apigateway.amazonaws.com/restapis/<id>/models/<name>`, and as OpenAPI refers to its own.
    return schemaFlaw(value, schemas.get(modelName), (reference) => {
      const name = /^#\/(?:definitions|components\/schemas)\/([^/]+)$|\/models\/([^/#]+)/.exec(reference);
      return schemas.get(name?.[1] ?? name?.[2] ?? '');
    });
  };
}
