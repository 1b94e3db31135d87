export { UrlAuth, type UrlOptions } from './constructs/function-url';
export type { NodeBundlingOptions } from './constructs/node-bundling-options';
export { NodeFunction, type NodeFunctionProps } from './constructs/node-function';
