export { FunctionAlias, type FunctionAliasProps } from './constructs/function-alias';
export { UrlAuth, type UrlOptions } from './constructs/function-url';
export type { NodeBundlingOptions } from './constructs/node-bundling-options';
export { NodeFunction, type NodeFunctionProps } from './constructs/node-function';
export { Release, type ReleaseProps } from './constructs/release';
export { type CanaryOptions, type DeploymentOptions, type LinearOptions, Traffic } from './constructs/traffic';
