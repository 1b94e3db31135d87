/** How function URLs differ from Lambda’s; a part of the table of fidelity. */
export const FUNCTION_URLS = {
  faithful: [
    {
      behaviour: 'Events of payload 2.0 with cookies, repeated headers and parameters, text and binary bodies',
      rules: ['URL-20', 'URL-21', 'URL-22', 'URL-23'],
    },
    { behaviour: 'Results as objects with a status, or as anything else that JSON holds', rules: ['URL-25', 'URL-26'] },
    {
      behaviour:
        'Who is not let in gets 403 and a hint, also when the URL has been deleted; an address that never was, 403 and null',
      rules: ['URL-03', 'URL-30'],
    },
    { behaviour: 'Public URLs need both statements of the resource policy', rules: ['URL-11', 'URL-12', 'URL-14'] },
    {
      behaviour: 'IAM URLs: signatures in headers and pre-signed, refused when late, early, changed or of an unknown key',
      rules: ['URL-10', 'URL-13', 'URL-30'],
    },
    {
      behaviour: 'Behind RESPONSE_STREAM a client gets what the function writes while it writes it, or the result as it stands',
      rules: ['URL-28', 'URL-29'],
    },
    { behaviour: 'A function error is 502, a throttle 429', rules: ['URL-31', 'URL-32'] },
    { behaviour: 'A request is 413 when its body, or the event of it, has more than 6 MiB', rules: ['URL-33', 'INV-22'] },
    { behaviour: 'Preflight requests are answered without the function; CORS headers are added to its own', rules: ['URL-41'] },
  ],
  differs: [
    {
      behaviour: 'https://<id>.lambda-url.<region>.on.aws',
      rules: ['URL-01'],
      remark:
        'http, under /_url/<id>/ of the endpoint and at <id>.lambda-url.<region>.localhost; the event’s host header is the latter, domainName the former, and there are no headers on TLS.',
    },
    {
      behaviour: 'What an identity’s own policies allow',
      rules: ['URL-13'],
      remark:
        'Those of the roles of functions count as for calls of services: what they lack is told, or refused where identity policies are enforced. Everybody else may do everything in their account.',
    },
    {
      behaviour: 'Statements with conditions on source, organization or token',
      rules: ['IAM-03'],
      remark: 'They never match a call through a URL.',
    },
    {
      behaviour: 'Which headers of a result are renamed, and which CORS headers are sent',
      rules: ['URL-27', 'URL-42'],
      remark: 'Those that were seen; Lambda’s exact set is not documented.',
    },
    {
      behaviour: 'What happens to a malformed result',
      rules: ['URL-25'],
      remark: '502, with the reason in x-lambda-kit-reason; Lambda’s answer is not recorded.',
    },
    {
      behaviour: 'What a client sees of a response that fails behind its first byte, or that lacks its prelude',
      rules: ['URL-28', 'URL-31'],
      remark: 'The connection is cut; 502 with the reason in x-lambda-kit-reason. Lambda’s answers are not recorded.',
    },
  ],
};
