import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { javaLauncher } from '../../../src/local/drivers/java';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { type Behaviour, driverContract } from '../../contract/driver';
import { ENDPOINT } from '../../support/driver-scene';
import { compiledJava, folderForJava, fromTheFuture, KITS, removeJavaFolders, WITHOUT_KIT } from '../../support/java-code';
import { ISOLATIONS, sandboxFor } from '../../support/sandboxes';

const MEMBERS = ['errorMessage', 'errorType', 'stackTrace'];
/** What is wrong with the code has no trace, and perhaps no exception. */
const TOLD = ['errorMessage', 'errorType'];

jest.setTimeout(30_000);

let code = '';
let cache = '';
beforeAll(() => {
  if (WITHOUT_KIT) return;
  code = compiledJava(['library', 'handlers']);
  rmSync(join(code, 'ImportsMissing$Absent.class'));
  fromTheFuture(join(code, 'BrokenSyntax.class'));
  cache = folderForJava();
}, 60_000);
afterAll(() => removeJavaFolders());

const className = (behaviour: Behaviour) => `${behaviour[0]?.toUpperCase()}${behaviour.slice(1)}`;

(WITHOUT_KIT ? describe.skip : describe).each(ISOLATIONS)(`the Java driver, $title${WITHOUT_KIT}`, ({ isolated }) => {
  driverContract({
    runtime: 'java17',
    isolated,
    variables: { LAMBDA_RUNTIME_DIR: expect.stringContaining('java') },
    isolatedVariables: {},
    open: (needs) =>
      new ProcessDriver({
        ...needs,
        ...sandboxFor(needs, isolated),
        endpointUrl: ENDPOINT,
        path: process.env.PATH ?? '',
        launchers: [javaLauncher({ hostVariables: { ...process.env, XDG_CACHE_HOME: cache } })],
      }),
    sources: {} as Record<Behaviour, string>,
    packaged: {
      code: (_, scene) => {
        const path = join(scene.folder.path, 'package');
        cpSync(code, path, { recursive: true });
        return { kind: 'directory', path };
      },
      handler: (behaviour) => `${className(behaviour)}::handler`,
      missingHandler: 'Echoes::nobody',
      malformedHandler: 'Echoes::',
      toldLater: ['importsMissing', 'missingHandler', 'malformedHandler'],
    },
    errors: {
      throws: {
        errorType: 'Runtime.UserException',
        members: [...MEMBERS, 'cause'],
        payload: {
          errorMessage: 'no such order',
          errorType: 'Throws$OrderException',
          stackTrace: expect.arrayContaining(['Throws.handler(Throws.java:11)']),
          cause: {
            errorMessage: 'java.lang.IllegalStateException',
            errorType: 'java.lang.IllegalStateException',
            stackTrace: expect.arrayContaining(['Throws.find(Throws.java:15)', 'Throws.handler(Throws.java:11)']),
          },
        },
      },
      unserializable: {
        errorType: 'Runtime.UserException',
        members: [...MEMBERS, 'cause'],
        payload: {
          errorMessage: 'An error occurred during JSON serialization of response',
          errorType: 'java.lang.RuntimeException',
          stackTrace: [],
        },
      },
      importsMissing: {
        errorType: 'Runtime.BadFunctionCode',
        members: TOLD,
        payload: {
          errorMessage: 'Error loading class ImportsMissing: ImportsMissing$Absent',
          errorType: 'java.lang.NoClassDefFoundError',
        },
      },
      brokenSyntax: {
        errorType: 'Runtime.BadFunctionCode',
        members: TOLD,
        payload: {
          errorMessage: expect.stringMatching(/^Error loading class BrokenSyntax: .*class file version/),
          errorType: 'java.lang.UnsupportedClassVersionError',
        },
      },
      throwsAtLoad: {
        errorType: 'Runtime.BadFunctionCode',
        members: TOLD,
        payload: { errorMessage: 'not today', errorType: 'java.lang.IndexOutOfBoundsException' },
      },
      missingHandler: {
        errorType: 'Runtime.BadFunctionCode',
        members: ['errorMessage'],
        payload: { errorMessage: 'No public method named nobody with appropriate method signature found on class Echoes' },
      },
      malformedHandler: {
        errorType: 'Runtime.BadFunctionCode',
        members: ['errorMessage'],
        payload: { errorMessage: "Invalid handler: `Echoes::'" },
      },
    },
    loggedText: ['printed', '[DEBUG] debugged', '[INFO] informed 1', '[WARN] two\nlines', 'plain', 'of nobody'],
    // What has no level that is known counts as INFO.
    loggedJson: [{ level: 'WARN', message: 'two\nlines' }],
  });
});

test('there is a kit, or what is left out says so', () => {
  expect(KITS.length > 0 || WITHOUT_KIT.length > 0).toBe(true);
});
