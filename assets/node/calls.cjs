'use strict';
// Handlers call AWS by its own names: SDKs that do not know AWS_ENDPOINT_URL, clients with an endpoint of their own, and the APIs of
// the app at addresses that are built from events. Here all of them lead to the executor, in plain HTTP. The Host header stays,
// since it is signed.

const Module = require('node:module');

/** What the executor stands for, whatever runs there: nothing of a handler may reach a real account by accident. */
const AWS = /(?:^|\.)amazonaws\.com(?:\.cn)?$|\.lambda-url\.[a-z0-9-]+\.on\.aws$/;

/** `https://<id>.execute-api.<region>.localhost:PORT`, as a handler builds it of a Host header. */
const LOCAL = /\.execute-api\.[^.]+\.localhost$/;

let lead = () => {};

/**
 * Calls of HTTPS lead here as soon as its modules are loaded, which costs start-up time. `names` are the host names of the app's
 * APIs on AWS; `endpoint` is where everything is served.
 */
function leadHere(names, endpoint) {
  const load = Module._load;
  lead = () => {
    lead = () => {};
    change(new Set(names), new URL(endpoint));
  };
  Module._load = function (request, ...rest) {
    if (request === 'https' || request === 'node:https') lead();
    return load.call(this, request, ...rest);
  };
}

/** Before modules are imported, whose loading nobody sees. */
function leadImportsHere() {
  lead();
}

function change(known, { hostname, port }) {
  const http = require('node:http');
  const https = require('node:https');
  const isOurs = (host) => AWS.test(host) || known.has(host) || LOCAL.test(host);
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
  Module.syncBuiltinESMExports();
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

module.exports = { leadHere, leadImportsHere };
