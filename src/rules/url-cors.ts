import { CORS_HEADER, CORS_HEADERS, CORS_MAX_AGE, CORS_METHODS, CORS_ORIGIN, CORS_ORIGINS } from '../spec/function-url-cors';
import { knownText } from './known';
import { each, type Rule } from './rule';

const URL = 'AWS::Lambda::Url';
const CORS = 'https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html';
const FETCH = 'https://fetch.spec.whatwg.org/#http-cors-protocol';

export const URL_CORS: readonly Rule[] = [
  {
    id: 'URL-40',
    severity: 'error',
    title: 'The CORS settings of a function URL are more than Lambda takes',
    why: 'Lambda refuses the URL.',
    remedy: 'Keep to the range.',
    source: CORS,
    check: each(URL, function* (on) {
      const counts = {
        AllowMethods: CORS_METHODS,
        AllowHeaders: CORS_HEADERS,
        ExposeHeaders: CORS_HEADERS,
        AllowOrigins: CORS_ORIGINS,
      };
      for (const [name, { max, unit }] of Object.entries(counts)) {
        const { length } = on.isKnown('Cors', name) ? on.parts('Cors', name) : [];
        if (length > max)
          yield {
            on,
            property: `Properties.Cors.${name}`,
            message: `${name} has ${length} ${unit}, ${max} can be.`,
            seenByCdk: 'F3032',
          };
      }
      for (const name of ['AllowHeaders', 'ExposeHeaders']) {
        const long = on.isKnown('Cors', name) ? on.parts('Cors', name).find((part) => isLong(knownText(part))) : undefined;
        if (long !== undefined)
          yield {
            on,
            property: long.property,
            message: `A header is longer than ${CORS_HEADER.max} characters.`,
            seenByCdk: 'F3033',
          };
      }
      const age = on.number('Cors', 'MaxAge');
      if (age === undefined || (age >= CORS_MAX_AGE.min && age <= CORS_MAX_AGE.max)) return;
      const message = `MaxAge is ${age} s, it can be ${CORS_MAX_AGE.min} to ${CORS_MAX_AGE.max} s.`;
      yield { on, property: 'Properties.Cors.MaxAge', message, seenByCdk: 'F3034' };
    }),
  },
  {
    id: 'URL-40-options',
    severity: 'error',
    title: 'The CORS settings of a function URL have OPTIONS',
    why: 'Lambda refuses the URL: it answers such requests itself.',
    remedy: 'Leave OPTIONS out.',
    source: CORS,
    also: ['URL-41'],
    check: each(URL, function* (on) {
      const method = on.parts('Cors', 'AllowMethods').find((part) => part.text()?.toUpperCase() === 'OPTIONS');
      if (method !== undefined) yield { on, property: method.property, message: 'AllowMethods has OPTIONS.', seenByCdk: 'F3033' };
    }),
  },
  {
    id: 'URL-40-origin',
    severity: 'error',
    title: 'An allowed origin of a function URL is none',
    why: 'No browser sends such an origin, so no page is ever let in by it.',
    remedy: 'Write scheme, host and perhaps port: https://app.example.com, without a path and without a slash at the end.',
    source: FETCH,
    check: each(URL, function* (on) {
      for (const part of on.parts('Cors', 'AllowOrigins')) {
        const origin = part.text();
        if (origin === undefined || CORS_ORIGIN.pattern?.matches.test(origin)) continue;
        yield { on, property: part.property, message: `'${origin}' is not ${CORS_ORIGIN.pattern?.words}.` };
      }
    }),
  },
  {
    id: 'URL-40-wildcard',
    severity: 'warning',
    title: 'The CORS settings of a function URL have everything, and some of it again',
    why: 'The asterisk lets in what the others were to keep out.',
    remedy: 'Keep the asterisk alone, or leave it out.',
    source: CORS,
    check: each(URL, function* (on) {
      for (const name of ['AllowOrigins', 'AllowMethods', 'AllowHeaders', 'ExposeHeaders']) {
        const all = on.texts('Cors', name);
        if (all.length < 2 || !all.includes('*')) continue;
        yield { on, property: `Properties.Cors.${name}`, message: `${name} is ${all.join(', ')}.` };
      }
    }),
  },
  {
    id: 'URL-40-credentials',
    severity: 'warning',
    title: 'A function URL lets every origin in, and wants credentials',
    why: 'Browsers refuse an answer that has both: pages that send cookies get nothing.',
    remedy: 'Name the origins that may send credentials.',
    source: FETCH,
    check: each(URL, function* (on) {
      if (!on.flag('Cors', 'AllowCredentials') || !on.texts('Cors', 'AllowOrigins').includes('*')) return;
      yield { on, property: 'Properties.Cors.AllowCredentials', message: 'AllowCredentials is true, and AllowOrigins has *.' };
    }),
  },
];

function isLong(header: string | undefined): boolean {
  return header !== undefined && CORS_HEADER.max !== undefined && header.length > CORS_HEADER.max;
}
