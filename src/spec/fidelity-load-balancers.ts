/** How load balancers differ from Elastic Load Balancing's; a part of the table of fidelity. */
export const LOAD_BALANCERS = {
  faithful: [
    {
      behaviour:
        'The rules of a listener are tried by their priority: host, path, header, method, query and source address, with wildcards and regular expressions',
      rules: ['ALB-01'],
    },
    {
      behaviour:
        'Rules forward, divided by weights and by cookie, redirect and answer by themselves; transforms rewrite host and URL',
      rules: ['ALB-01'],
    },
    {
      behaviour: 'The event has single values or lists, text or base64, the trace id and where the request came from',
      rules: ['ALB-04', 'ALB-05', 'ALB-08'],
    },
    {
      behaviour: 'A function that fails, is throttled or answers in another form is 502, one that is not there 503',
      rules: ['ALB-03', 'ALB-06'],
    },
    { behaviour: 'Requests above 1 MiB are 413, results above it 502, WebSockets 400', rules: ['ALB-03'] },
    {
      behaviour: 'Health checks of functions are off unless switched on; then each is an invocation, and its event looks like it',
      rules: ['ALB-07'],
    },
    {
      behaviour: 'A function that is found unhealthy gets requests all the same, as the only target of its group',
      rules: ['ALB-07'],
    },
  ],
  differs: [
    {
      behaviour: 'Each listener has a port of its own, and HTTPS where it says so',
      rules: ['ALB-01'],
      remark:
        'All are served over HTTP on the one port, under /_alb/NAME/PORT/ and at PORT.LABEL.REGION.elb.localhost; a host name before that, or in the path as /_alb/HOST@NAME/PORT/, is the one that rules and functions see. X-Forwarded-Port and X-Forwarded-Proto are the listener’s. Certificates are not looked at.',
    },
    {
      behaviour: 'A redirect leads to another listener',
      rules: ['ALB-01'],
      remark: 'One of the same load balancer leads to where that is served here; every other is what AWS would send.',
    },
    {
      behaviour: 'The result must have statusCode, headers and isBase64Encoded',
      rules: ['ALB-06'],
      remark:
        'The last two may be missing, as has been seen on AWS; null and other types are 502. Without a type the body is application/octet-stream. The text of statusDescription stands in the first line.',
    },
    {
      behaviour: 'The permission is looked at when the function is registered',
      rules: ['ALB-02'],
      remark: 'It is looked at with each request: without one the answer is 502. `lambda-kit check` tells before.',
    },
    {
      behaviour: 'Cookies of stickiness say nothing to clients',
      rules: ['ALB-08'],
      remark: 'They hold the target group in base64.',
    },
    {
      behaviour: 'Regular expressions are those of Elastic Load Balancing',
      rules: ['ALB-01'],
      remark: 'Those of JavaScript, which has some more; they need not match the whole.',
    },
  ],
  absent: [
    {
      behaviour: 'Users are authenticated, and tokens validated, before a rule’s action',
      rules: ['ALB-01'],
      remark: 'Such rules answer 501, so that nobody gets past them.',
    },
    {
      behaviour: 'Instances, containers and addresses as targets; load balancers that are not of HTTP',
      rules: ['ALB-01'],
      remark: 'Requests for such targets get 503; network and gateway load balancers are not served.',
    },
    {
      behaviour: 'The port of clients in X-Forwarded-For, headers on TLS and client certificates, HTTP/2, WAF',
      rules: ['ALB-04'],
      remark: 'They are not there.',
    },
  ],
} as const;
