import type { QueryInput, QueryOutput, ScanInput, ScanOutput } from '@aws-sdk/client-dynamodb';
import { keyNames } from '../../../model/table';
import { SCAN_SEGMENTS_MAX } from '../../../spec/dynamodb/limits';
import type { Call, Given } from '../../engine/service-port';
import { answering } from '../refusal';
import { checkAsked } from './capacity';
import type { RawItem } from './checked-value';
import { comparePartitions, type Position, spreadOf } from './entry';
import { pathsOf } from './expressions/condition';
import { type KeyCondition, keyConditionOf, termsOf } from './expressions/key-condition';
import { parseCondition } from './expressions/parse-condition';
import { Placeholders } from './expressions/placeholders';
import { parseProjection } from './expressions/projection';
import { checkPlaceholdersAllowed, readExpression } from './expressions/read-expression';
import { checkPageInput, indexOf, page } from './read-page';
import { invalid, violation } from './refusal';
import { refuseLegacy, tableOf } from './request';
import type { TableStore } from './store';
import { compareTexts, orderText } from './value-order';

const SPREADS = 2 ** 32;

/** Query and Scan. */
export function searchOperations(store: TableStore) {
  return {
    Query: answering((input: Given<QueryInput>, call: Call): QueryOutput => {
      refuseLegacy('Query', input);
      checkAsked(input.ReturnConsumedCapacity);
      checkPageInput(input);
      const expressions = ['FilterExpression', 'KeyConditionExpression'] as const;
      checkPlaceholdersAllowed(input, ['ProjectionExpression', ...expressions], expressions);
      if (input.KeyConditionExpression === undefined) {
        throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
      }
      const placeholders = new Placeholders(
        input.ExpressionAttributeNames,
        input.ExpressionAttributeValues as RawItem | undefined,
      );
      const wanted = readExpression('KeyConditionExpression', input.KeyConditionExpression, placeholders, parseCondition);
      const { filter, paths } = readFilter(input, placeholders);
      if (!wanted) throw new Error('bug: an expression that is there is read');
      const terms = termsOf(wanted);
      const table = tableOf(store, input.TableName, call);
      const index = indexOf(table, input);
      const key = index?.key ?? table.settings.key;
      const condition = keyConditionOf(terms, key, table.settings.attributes);
      const inKey = filter && pathsOf(filter).find(([name]) => keyNames(key).includes(name));
      if (inKey) {
        throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${inKey[0]}`);
      }
      const reading = { table, side: sideOf(condition), isBackwards: input.ScanIndexForward === false };
      return page({ ...reading, ...(index && { index }), ...(filter && { filter }), ...(paths && { paths }) }, input);
    }),

    Scan: answering((input: Given<ScanInput>, call: Call): ScanOutput => {
      refuseLegacy('Scan', input);
      checkAsked(input.ReturnConsumedCapacity);
      checkPageInput(input);
      checkSegments(input);
      checkPlaceholdersAllowed(input, ['ProjectionExpression', 'FilterExpression'], ['FilterExpression']);
      const placeholders = new Placeholders(
        input.ExpressionAttributeNames,
        input.ExpressionAttributeValues as RawItem | undefined,
      );
      const { filter, paths } = readFilter(input, placeholders);
      const table = tableOf(store, input.TableName, call);
      const index = indexOf(table, input);
      const { Segment = 0, TotalSegments = 1 } = input;
      const segmentOf = ({ spread }: Position) => Math.floor((spread * TotalSegments) / SPREADS) - Segment;
      const reading = { table, side: segmentOf, isBackwards: false };
      return page({ ...reading, ...(index && { index }), ...(filter && { filter }), ...(paths && { paths }) }, input);
    }),
  };
}

function readFilter(
  input: { readonly FilterExpression?: string | undefined; readonly ProjectionExpression?: string | undefined },
  placeholders: Placeholders,
) {
  const filter = readExpression('FilterExpression', input.FilterExpression, placeholders, parseCondition);
  const paths = readExpression('ProjectionExpression', input.ProjectionExpression, placeholders, parseProjection);
  placeholders.checkUsed();
  return { filter, paths };
}

/** Where an entry stands to the part of a partition that is looked for. */
function sideOf({ hash, equal, bounds }: KeyCondition): (entry: Position) => number {
  const texts = hash.map(orderText);
  const partition = texts.length === 1 ? (texts[0] as string) : JSON.stringify(texts);
  const place = { partition, spread: spreadOf(partition) };
  const first = equal.map(orderText);
  return (entry) => {
    const side = comparePartitions(entry, place);
    if (side !== 0) return side;
    for (const [at, text] of first.entries()) {
      const order = compareTexts(entry.range[at] as string, text);
      if (order !== 0) return order;
    }
    return bounds ? bounds.side(entry.range[first.length] as string) : 0;
  };
}

function checkSegments({ Segment, TotalSegments }: Pick<ScanInput, 'Segment' | 'TotalSegments'>): void {
  if (Segment !== undefined && TotalSegments === undefined) {
    throw invalid('The TotalSegments parameter is required but was not present in the request when Segment parameter is present');
  }
  if (TotalSegments === undefined) return;
  if (Segment === undefined) {
    throw invalid('The Segment parameter is required but was not present in the request when parameter TotalSegments is present');
  }
  if (Segment < 0) throw violation(Segment, 'segment', 'Member must have value greater than or equal to 0');
  if (TotalSegments < 1) throw violation(TotalSegments, 'totalSegments', 'Member must have value greater than or equal to 1');
  if (TotalSegments > SCAN_SEGMENTS_MAX) {
    throw violation(TotalSegments, 'totalSegments', `Member must have value less than or equal to ${SCAN_SEGMENTS_MAX}`);
  }
  if (Segment < TotalSegments) return;
  throw invalid(
    `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
  );
}
