'use strict';
// Handlers call the APIs of their app at their names on AWS, which they build from events: here those lead to the executor, in
// plain HTTP. The Host header stays, since it is signed.

const http = require('node:http');
const https = require('node:https');
const { syncBuiltinESMExports } = require('node:module');

/** `https://<id>.execute-api.<region>.localhost:PORT`, as a handler builds it of a Host header. */
const LOCAL = /\.execute-api\.[^.]+\.localhost$/;

/** `names` are the host names of the app's APIs on AWS; `endpoint` is where they are served. */
function leadApisHere(names, endpoint) {
  const known = new Set(names);
  const { hostname, port } = new URL(endpoint);
  const isOurs = (host) => known.has(host) || LOCAL.test(host);
  for (const method of ['request', 'get']) {
    const before = https[method];
    https[method] = function (...given) {
      const options = optionsOf(given);
      const named = String(options.hostname ?? options.host ?? '').toLowerCase();
      if (!isOurs(named)) return before.apply(this, given);
      const host = options.port && Number(options.port) !== 443 ? `${named}:${options.port}` : named;
      const here = { ...options, protocol: 'http:', hostname, host: hostname, port, agent: undefined, defaultPort: undefined };
      const callback = given.find((each) => typeof each === 'function');
      return http[method]({ ...here, headers: withHost(options.headers, host) }, callback);
    };
  }
  syncBuiltinESMExports();
}

/** Of `(url, options, callback)`, `(url, callback)` and `(options, callback)`. */
function optionsOf([first, second]) {
  const url = typeof first === 'string' ? new URL(first) : first instanceof URL ? first : undefined;
  if (url === undefined) return first ?? {};
  const { hostname, port, pathname, search } = url;
  return { hostname, port, path: pathname + search, ...(typeof second === 'object' && second) };
}

/** Headers may be a list of names and values by turns, or pairs. */
function withHost(headers, host) {
  if (Array.isArray(headers)) {
    const names = Array.isArray(headers[0]) ? headers.map(([name]) => name) : headers.filter((_, at) => at % 2 === 0);
    if (names.some((name) => String(name).toLowerCase() === 'host')) return headers;
    return Array.isArray(headers[0]) ? [...headers, ['Host', host]] : [...headers, 'Host', host];
  }
  const has = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'host');
  return has ? headers : { ...headers, Host: host };
}

module.exports = { leadApisHere };
