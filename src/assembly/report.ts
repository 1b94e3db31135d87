import type { Finding, Unsupported } from '../model/application';
import { type FindingCode, remedyOf } from './finding-codes';
import type { Memo } from './memo';
import type { Resource } from './resource';
import { attempt, type Outcome, type Unresolved } from './unresolved';

/** Everything that is said about an assembly, each thing once. */
export class Report {
  readonly findings: Finding[] = [];
  private readonly said = new Set<string>();
  private readonly leftOut = new Map<Resource, string>();

  constructor(
    private readonly memo: Memo,
    findings: readonly Finding[],
  ) {
    this.findings.push(...findings);
  }

  /** `problem` is a sentence; what to do is added to it. */
  find(code: FindingCode, where: string, problem: string): void {
    if (this.isNew(`${code} ${where} ${problem}`)) this.findings.push({ code, where, message: `${problem} ${remedyOf(code)}` });
  }

  /** The resource was read, but is not run; the first reason counts. */
  leaveOut(resource: Resource, why: string): void {
    if (!this.leftOut.has(resource)) this.leftOut.set(resource, why);
  }

  /** Those of the resources that are left out, in their order. */
  unsupportedOf(resources: readonly Resource[]): readonly Unsupported[] {
    return resources.flatMap((resource) => {
      const why = this.leftOut.get(resource);
      return why === undefined ? [] : [{ address: resource.address, type: resource.type, why }];
    });
  }

  /** The resource cannot be run for a reason that the app's author can do something about. */
  refuse(resource: Resource, { code, message }: Unresolved): void {
    this.find(code, resource.address.path, `It is left out: ${message}.`);
    this.leaveOut(resource, `It cannot be run: ${message}.`);
  }

  /** What `read` gives; when it cannot be had, a finding that ends the sentence `consequence`, and `otherwise`. */
  readOr<T>(resource: Resource, use: string, consequence: string, otherwise: T, read: () => T): T {
    const outcome = this.read(resource, use, read);
    if (outcome.problem === undefined) return outcome.value;
    this.find(outcome.problem.code, resource.address.path, `${consequence}: ${outcome.problem.message}.`);
    return otherwise;
  }

  /** What `read` gives or why not; what was made up on the way is said, with the `use` that the resource makes of it. */
  read<T>(resource: Resource, use: string, read: () => T): Outcome<T> {
    const { value: outcome, notes } = this.memo.listen(() => attempt(read));
    for (const { code, where, message } of notes) {
      const { path } = resource.address;
      // What is made up is said once, with the first function that uses it.
      const isNew = this.isNew(`${code} ${where ?? path} ${message}`);
      if (isNew)
        this.findings.push({ code, where: where ?? path, message: `${message} ${path} has it in ${use}. ${remedyOf(code)}` });
    }
    return outcome;
  }

  private isNew(key: string): boolean {
    const isNew = !this.said.has(key);
    this.said.add(key);
    return isNew;
  }
}
