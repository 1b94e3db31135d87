import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Below the home directory, and for everybody. */
const OF_USER = [
  '.config/pip/pip.conf',
  '.pip/pip.conf',
  'Library/Application Support/pip/pip.conf',
  'AppData/Roaming/pip/pip.ini',
];
const OF_ALL = [
  '/etc/pip.conf',
  '/etc/xdg/pip/pip.conf',
  '/Library/Application Support/pip/pip.conf',
  'C:/ProgramData/pip/pip.ini',
];

/** What stands in pip's files of settings, without what changes with every log-in: which indexes it asks, above all. */
export function pipSettings(): readonly string[] {
  return [...OF_USER.map((name) => path.join(homeFolder(), name)), ...OF_ALL].flatMap((file) => {
    try {
      return fs.readFileSync(file, 'utf8').replace(/\/\/[^/\s@]*@/g, '//');
    } catch {
      return [];
    }
  });
}

/** Some users of containers have none. */
function homeFolder(): string {
  try {
    return os.homedir();
  } catch {
    return '/';
  }
}
