import { type Kind, variable } from './variable';

/** Yes or no: the text `true` or `false`, and no other. */
export const flag: Kind<boolean, unknown> = (options: object = {}) =>
  variable('true or false', (it) => (it === 'true' ? true : it === 'false' ? false : undefined), options);
