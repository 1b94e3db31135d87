import type { cdk } from 'projen';

/** The npm scripts; see CONTRIBUTING.md for what each is for. */
export function tasks(project: cdk.JsiiProject): void {
  const script = (file: string) => `tsx scripts/${file}`;

  const bundle = project.addTask('bundle', { description: 'Bundle the command line and the doors', exec: script('bundle.ts') });
  project.setScript('prepare', script('bundle.ts'));
  project.setScript('prepack', script('prepack.ts'));

  // The floor of the peers is lower than what we develop with; check:floor runs it.
  project.compileTask.reset('jsii --fail-on-warnings --silence-warnings=reserved-word --silence-warnings=missing-dev-dependency');
  project.compileTask.exec(script('lazy-index.ts'));
  // The constructs are for Node 20 as well, for as long as Lambda's users are on it.
  const quiet = 'JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION';
  for (const task of ['compile', 'docgen', 'package:js']) project.tasks.tryFind(task)?.env(quiet, '20');

  const docs = project.addTask('docs', { description: 'Write the generated pages of docs/', exec: script('docs.ts') });
  project.postCompileTask.spawn(docs);

  const walls = project.addTask('walls', { description: 'Every wall that answers within seconds', exec: script('walls.ts') });

  project.testTask.spawn(bundle);
  project.testTask.spawn(walls);
  project.testTask.exec('jest --json --outputFile=test-results.json', { receiveArgs: true });

  project.addTask('format', { description: 'Format and sort imports', exec: 'biome check --write' });

  const checkGenerated = project.addTask('check:generated', {
    description: 'Refuse generated files that are not current',
    exec: script('check-generated.ts'),
  });
  const checkPackage = project.addTask('check:package', {
    description: 'Refuse a tarball that would not work, or holds too much',
    exec: script('check-package.ts'),
  });
  const checkFloor = project.addTask('check:floor', {
    description: 'Synthesize an app with the packed tarball and the oldest peers',
    exec: `${script('check-app.ts')} floor`,
  });
  project.addTask('check:consumer', {
    description: 'Synthesize and run an app with the packed tarball and the newest peers',
    exec: `${script('check-app.ts')} newest`,
  });

  const checkTemplates = project.addTask('check:templates', {
    description: 'Refuse constructs whose templates break the CloudFormation schemas or AwsSolutions, in any test',
    exec: script('check-templates.ts'),
  });

  const check = project.addTask('check', { description: 'The slow walls' });
  check.spawn(project.compileTask);
  check.spawn(checkGenerated);
  check.exec('knip');
  check.spawn(checkPackage);
  check.spawn(checkFloor);
  check.spawn(checkTemplates);

  const demo = project.addTask('demo', { description: 'Synthesize the example and run it' });
  demo.spawn(bundle);
  demo.exec(script('demo.ts'));

  // The other languages' packages need their toolchains: npm run package-all.
  const packageJs = project.tasks.tryFind('package:js');
  if (packageJs) {
    project.packageTask.reset();
    project.packageTask.spawn(packageJs);
  }
}
