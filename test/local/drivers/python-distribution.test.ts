import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { pythonLauncher } from '../../../src/local/drivers/python';
import type { Code } from '../../../src/model/code';
import { payloadOf } from '../../contract/driver';
import { DriverScene, ENDPOINT, filesIn } from '../../support/driver-scene';

/** The parts of an SDK that matter here, as Debian has it: older than AWS_ENDPOINT_URL, and with packages of its own beside it. */
const DISTRIBUTION = {
  'botocore/__init__.py': "__version__ = '1.29.27'",
  'botocore/exceptions.py': 'import requests\nname = requests.name',
  'botocore/session.py': `
class Session:
    def create_client(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None, endpoint_url=None):
        return endpoint_url
`,
  'requests/__init__.py': 'from idna import name',
  'idna/__init__.py': "name = 'of the distribution'",
};

let scene: DriverScene;
let packages: string;
beforeEach(async () => {
  scene = await DriverScene.open((needs) => {
    packages = join(needs.folder.path, 'dist-packages');
    const launchers = [pythonLauncher({ hostVariables: process.env, named: { 'python3.12': interpreter(needs.folder.path) } })];
    return new ProcessDriver({ ...needs, endpointUrl: ENDPOINT, path: process.env.PATH ?? '', launchers });
  }, 'python3.12');
  for (const [name, text] of Object.entries(DISTRIBUTION)) filesIn(packages, { [name]: text });
});
afterEach(() => scene.end());

/** One that tells of packages in this folder. */
function interpreter(folder: string): string {
  const asked = 'import json, sys; print(json.dumps([sys.executable, list(sys.version_info[:3])]))';
  const [command, version] = JSON.parse(execFileSync('python3', ['-c', asked], { encoding: 'utf8' }));
  const answer = JSON.stringify([command, version, [join(folder, 'dist-packages')]]);
  mkdirSync(join(folder, 'bin'));
  const file = join(filesIn(join(folder, 'bin'), { python3: `#!/bin/sh\necho '${answer}'\n` }), 'python3');
  chmodSync(file, 0o755);
  return file;
}

async function result(source: string, files?: Record<string, string>): Promise<unknown> {
  const path = filesIn(join(scene.folder.path, 'code'), { 'index.py': source, ...files });
  const code: Code = { kind: 'directory', path };
  const environment = await scene.start({ code });
  if (environment.init.failure) return payloadOf(environment.init.failure) ?? environment.init.failure;
  const { outcome } = await environment.invoke({});
  return 'payload' in outcome ? payloadOf(outcome) : outcome;
}

test('an SDK that has packages of its distribution finds them, handlers do not (FN-34)', async () => {
  const source = `
from botocore.exceptions import name

def handler(event, context):
    try:
        import requests
    except ImportError as error:
        return [name, str(error)]
`;

  expect(await result(source)).toEqual(['of the distribution', "No module named 'requests'"]);
});

test('the package that a function brings is its own, whatever the SDK has', async () => {
  const source = `
import botocore.exceptions
import requests

def handler(event, context):
    return requests.name
`;

  expect(await result(source, { 'requests.py': "name = 'of the function'" })).toBe('of the function');
});

test('clients of an SDK that is older than AWS_ENDPOINT_URL call the executor (IAM-01)', async () => {
  const source = `
from botocore.session import Session

def handler(event, context):
    clients = [Session().create_client('s3'), Session().create_client('s3', endpoint_url='http://elsewhere')]
    return clients + [Session().create_client('s3', 'eu-west-1', None, True, None, 'http://in-order')]
`;

  expect(await result(source)).toEqual([ENDPOINT, 'http://elsewhere', 'http://in-order']);
});

test('clients of an SDK that the function brings are left alone where they know AWS_ENDPOINT_URL', async () => {
  const source = `
from botocore.session import Session

def handler(event, context):
    return Session().create_client('s3')
`;

  const own = { 'botocore/__init__.py': "__version__ = '1.43.0'", 'botocore/session.py': DISTRIBUTION['botocore/session.py'] };
  expect(await result(source, own)).toBeNull();
});
