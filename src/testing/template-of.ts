import { Template } from 'aws-cdk-lib/assertions';
import { type CfnElement, Stack } from 'aws-cdk-lib/core';

/** A resource as it stands in a template. */
export interface TemplateResource {
  readonly Type?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What stands in the template for a construct. */
export function resourceOf(element: CfnElement): TemplateResource {
  const stack = Stack.of(element);
  return resourcesOf(stack)[logicalId(element)] ?? {};
}

export function resourcesOf(stack: Stack): Readonly<Record<string, TemplateResource>> {
  return Template.fromStack(stack).toJSON().Resources ?? {};
}

export function logicalId(element: CfnElement): string {
  return Stack.of(element).resolve(element.logicalId);
}
