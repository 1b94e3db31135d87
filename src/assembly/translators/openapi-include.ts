import type { AssetShelf } from '../asset-shelf';
import { isList, isObject, type Json, member } from '../json';
import type { Home } from '../resource';
import { Unresolved } from '../unresolved';
import { plainText } from './json-values';
import { uploadedDocument } from './uploaded-document';

const TRANSFORM = 'Fn::Transform';

/** The same with uploaded files in the place of `AWS::Include`, whose functions are evaluated as if they stood in the template. */
export function withIncludes(written: Json, home: Home, assets: AssetShelf): Json {
  return included(written);

  function included(value: Json): Json {
    if (isList(value)) return value.map(included);
    if (!isObject(value)) return value;
    const { [TRANSFORM]: transform, ...others } = value;
    const own = Object.fromEntries(
      Object.entries(others).map(([name, each]) => [name, each === undefined ? each : included(each)]),
    );
    return transform === undefined ? own : { ...own, ...fileOf(transform) };
  }

  function fileOf(transform: Json) {
    const name = plainText(member(transform, 'Name')) ?? '';
    if (name !== 'AWS::Include') throw new Unresolved('INTRINSIC_UNKNOWN', `the transform ${name} is not carried out here`);
    const location = plainText(home.resolve(member(member(transform, 'Parameters'), 'Location'))) ?? '';
    const found = uploadedDocument(location.slice(location.lastIndexOf('/') + 1), home, assets);
    if ('absent' in found) throw new Unresolved('INTRINSIC_UNKNOWN', `AWS::Include cannot be carried out: ${found.absent}`);
    return isObject(found.document) ? found.document : {};
  }
}
