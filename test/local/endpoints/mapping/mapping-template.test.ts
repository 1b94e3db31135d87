import { seededChance } from '../../../../src/local/chance';
import { renderMapping, type TemplateInput } from '../../../../src/local/endpoints/mapping/mapping-template';
import { TemplateError } from '../../../../src/local/endpoints/mapping/velocity/template-error';
import { computingMs } from '../../../support/computing-time';

const ORDER = {
  id: 12345678901234567890n,
  name: 'Ada "the" first',
  price: 1.5,
  items: [
    { sku: 'a', count: 1 },
    { sku: 'b', count: 12 },
  ],
  tags: ['x', 'y'],
  nothing: null,
};
const BODY = JSON.stringify({ ...ORDER, id: 0 }).replace('"id":0', '"id":12345678901234567890');

function rendered(template: string, input: Partial<TemplateInput> = {}): string {
  return renderMapping(template, {
    body: BODY,
    parameters: { path: { id: '7', both: 'path' }, querystring: { q: 'a b', both: 'query' }, header: { Accept: '*/*' } },
    context: { stage: 'prod', identity: { sourceIp: '127.0.0.1' }, authorizer: { principalId: 'ada', n: 3 } },
    stageVariables: { table: 'Orders' },
    ...input,
  }).text;
}

test.each([
  ['text stays as it is, with $ and # and 5 # $5 and #fff', '$5 # #fff $ {"a": 1}', '$5 # #fff $ {"a": 1}'],
  ['$input.json gives JSON with all digits', "$input.json('$.id')", '12345678901234567890'],
  ['$input.json of all', "$input.json('$.items')", '[{"sku":"a","count":1},{"sku":"b","count":12}]'],
  ['$input.json of what is not there is the empty text', "$input.json('$.missing')", '""'],
  ['$input.path of what is not there is the empty text', "[$input.path('$.missing')][$input.path('$.nothing')]", '[][]'],
  [
    '$input.path prints objects as Java, lists as JSON',
    "$input.path('$.items[0]') $input.path('$').items",
    '{sku=a, count=1} [{"sku":"a","count":1},{"sku":"b","count":12}]',
  ],
  ['$input.body is the text', '$input.body', BODY],
  [
    '$input.params looks in path, query and headers',
    "$input.params('id') $input.params('both') $input.params('q') $input.params('Accept') [$input.params('no')]",
    '7 path a b */* []',
  ],
  ['$input.params() has maps', '$input.params().querystring.q ${input.params().header.Accept}', 'a b */*'],
  [
    '$context and $stageVariables, and what is not in them',
    '$context.stage $context.identity.sourceIp [$context.authorizer.claims.sub] $stageVariables.table',
    'prod 127.0.0.1 [] Orders',
  ],
  ['references that lead nowhere are empty', '[$nothing][$!nothing][${nothing.at.all}]', '[][][]'],
  ['$util.escapeJavaScript escapes single quotes too', '$util.escapeJavaScript("it\'s ""x""/é")', 'it\\\'s \\"x\\"\\/\\u00E9'],
  ['and replaceAll takes them away again', `$util.escapeJavaScript("it's").replaceAll("\\\\'","'")`, "it's"],
  ['$util.parseJson', '#set($o = $util.parseJson(\'{"a": {"b": [1, 2.50]}}\'))$o.a.b[1] $o.a.b.size()', '2.5 2'],
  ['$util.urlEncode and urlDecode', "$util.urlEncode('a b&ü*~') $util.urlDecode('a+b%26')", 'a+b%26%C3%BC*%7E a b&'],
  ['$util.base64Encode and base64Decode', "$util.base64Encode('hé') $util.base64Decode('aMOp')", 'aMOp hé'],
])('%s', (_, template, text) => {
  expect(rendered(template)).toBe(text);
});

test.each([
  ['#set swallows its line', '  #set($a = 1)\n$a\n', '1\n'],
  ['#if, #elseif and #else', '#foreach($n in [1..4])#if($n == 1)a#elseif($n == 2 || $n == 3)b#{else}c#end#end', 'abbc'],
  ['the empty text and zero are true', '#if("")a#end#if(0)b#end#if($nowhere)c#end#if(false)d#end', 'abc'],
  [
    '#foreach knows where it is',
    "#foreach($i in $input.path('$.items'))$foreach.index:$i.sku=$i.count#if($foreach.hasNext), #end#end",
    '0:a=1, 1:b=12',
  ],
  ['#foreach over a map goes over its values', '#foreach($v in {"a": 1, "b": 2})$v#end', '12'],
  ['#foreach inside #foreach', '#foreach($i in [1,2])#foreach($j in [1,2])$foreach.parent.count$j #end#end', '11 12 21 22 '],
  [
    '#break ends the loop, and the name is free again',
    '#set($i = "x")#foreach($i in [1..9])$i#if($i == 3)#break#end#end$i',
    '123x',
  ],
  ['#stop ends the template', 'a#stop b', 'a'],
  ['#define is rendered where it is used', '#define($b)<$x>#end#set($x = 1)$b#set($x = 2)$b', '<1><2>'],
  ['#macro with arguments, also before it stands there', '#m("a", 2)#macro(m $x $y)[$x$y]#end#m(\'b\' 3)', '[a2][b3]'],
  ['#macro with a body', '#macro(m)<$bodyContent>#end#@m()in#end', '<in>'],
  ['comments', 'a## no\nb#* no *#c#[[ $raw #if ]]#', 'abc $raw #if '],
  ['backslashes take away the meaning', '#set($x = 1)\\$x \\\\$x \\#if \\$nowhere', '$x \\1 #if \\$nowhere'],
  ['quotes inside are written twice', `#set($x = "a""b")$x#set($y = 'it''s $x')$y`, `a"bit's $x`],
  ['whole numbers divide as whole numbers', '#set($a = 7 / 2)#set($b = 7 / 2.0)#set($c = -7 % 3)$a $b $c', '3 3.5 -1'],
  ['numbers and texts add up to texts', '#set($a = "n" + 1)#set($b = 1 + 2 * 3)#set($c = (1 + 2) * 3)$a $b $c', 'n1 7 9'],
  ['doubles print as Java prints them', '#set($a = 1.0)#set($b = 10000000.0)#set($c = 0.0001)$a $b $c', '1.0 1.0E7 1.0E-4'],
  [
    'values of two kinds are compared by their text',
    '#if("1" == 1)a#end#if(1 == 1.0)b#end#if("a" != "b")c#end#if("a" < "b")d#end',
    'abc',
  ],
  ['words are operators', '#if(2 gt 1 and not (1 eq 2) or false)yes#end', 'yes'],
  ['members are set', '#set($m = {"a": {}})#set($m.a.b = 1)#set($m["c"] = [1,2])#set($m.c[0] = 9)$m', '{a={b=1}, c=[9, 2]}'],
  ['null is not set', '#set($a = 1)#set($a = 1 / 0)$a', '1'],
  ['directives in texts', '#set($x = 2)#set($y = "#foreach($i in [1..$x])$i,#end")$y', '1,2,'],
])('%s', (_, template, text) => {
  expect(rendered(template)).toBe(text);
});

test.each([
  ['"  Ab ".trim().toLowerCase()', 'ab'],
  ['"abc".substring(1)', 'bc'],
  ['"abc".substring(0, 2)', 'ab'],
  ['"a.b.c".split("\\.").size()', '3'],
  ['"a,b,,".split(",").size()', '2'],
  ['"a1b22".replaceAll("(\\d+)", "<$1>")', 'a<1>b<22>'],
  ['"aXa".replaceFirst("a", "b")', 'bXa'],
  ['"a.a".replace(".", "$")', 'a$a'],
  ['"abc".contains("b")', 'true'],
  ['"abc".matches("[a-c]+")', 'true'],
  ['"abc".indexOf("c")', '2'],
  ['"abc".equals("abc")', 'true'],
  ['"ABC".equalsIgnoreCase("abc")', 'true'],
  ['"".isEmpty()', 'true'],
  ['"abc".length()', '3'],
  ['"x".concat("y").toUpperCase()', 'XY'],
  ['"abc".charAt(1)', 'b'],
  ['"b".compareTo("a")', '1'],
])('a text has %s', (expression, text) => {
  const [, value, calls] = /^("[^"]*")(.*)$/.exec(expression) as RegExpExecArray;
  expect(rendered(`#set($s = ${value?.replaceAll('"', "'")})$s${calls?.replaceAll('"', "'")}`)).toBe(text);
});

test.each([
  ['$l.size() $l.isEmpty() $l.get(0) $l[1] $l[-1]', '3 false a b c'],
  ['$l.add("d")$l.size()', 'true4'],
  ['$l.contains("b") $l.indexOf("c")', 'true 2'],
  ['$l.remove(0)$l', 'a[b, c]'],
  ['$l.remove("c")$l', 'true[a, b]'],
  ['$l.set(0, "z")$l', 'a[z, b, c]'],
  ['$l.subList(1, 3)', '[b, c]'],
  ['$m.keySet() $m.values() $m.entrySet()', '[a, b] [1, x] [a=1, b=x]'],
  ['$m.containsKey("a") $m.get("b") $m.size() [$m.get("no")]', 'true x 2 []'],
  ['$m.put("c", 3)$m', '{a=1, b=x, c=3}'],
  ['$m.remove("a")$m', '1{b=x}'],
  ['#foreach($e in $m.entrySet())$e.key=$e.value;$e.getKey()#end', 'a=1;ab=x;b'],
  ['$m.getOrDefault("no", "yes")', 'yes'],
  ['$n.parseInt("42")$n.toString()', '420'],
])('collections and numbers: %s', (template, text) => {
  const set = '#set($l = ["a", "b", "c"])#set($m = {"a": 1, "b": "x"})#set($n = 0)';
  expect(rendered(set + template)).toBe(text);
});

test('a template sets headers, query, path and status of the request and the response', () => {
  const template = `
    #set($context.requestOverride.header.accept = "x")
    #set($context.requestOverride.header.many = ["1", "2"])
    #set($name = "q")
    #set($context.requestOverride.querystring[$name] = $input.params('id'))
    #set($context.requestOverride.path.proxy = "p")
    #set($context.responseOverride.status = 418)
    #set($context.responseOverride.header.Location = "/there")`;
  const input = { body: '', parameters: { path: { id: '7' }, querystring: {}, header: {} }, context: {}, stageVariables: {} };
  const { overrides } = renderMapping(template, input);
  expect(overrides).toEqual({
    request: { header: { accept: ['x'], many: ['1', '2'] }, querystring: { q: ['7'] }, path: { proxy: 'p' } },
    response: { header: { Location: ['/there'] }, status: 418 },
  });
  const next = renderMapping('$context.responseOverride.status $context.requestOverride.path.proxy', { ...input, overrides });
  expect(next.text).toBe('418 p');
});

test('no body reads as an empty object', () => {
  expect(rendered("$input.body $input.json('$') $input.path('$').size() [$input.path('$.a')]", { body: '' })).toBe('{} {} 0 []');
});

test('the template of the documentation that passes everything on', () => {
  const template = `#set($allParams = $input.params())
{
"body-json" : $input.json('$'),
"params" : {
#foreach($type in $allParams.keySet())
    #set($params = $allParams.get($type))
"$type" : {
    #foreach($paramName in $params.keySet())
    "$paramName" : "$util.escapeJavaScript($params.get($paramName))"
        #if($foreach.hasNext),#end
    #end
}
    #if($foreach.hasNext),#end
#end
},
"stage-variables" : {
#foreach($key in $stageVariables.keySet())
"$key" : "$util.escapeJavaScript($stageVariables.get($key))"
    #if($foreach.hasNext),#end
#end
},
"context" : { "account-id" : "$context.identity.accountId", "stage" : "$context.stage" }
}`;
  expect(JSON.parse(rendered(template, { body: '{"a":1}' }))).toEqual({
    'body-json': { a: 1 },
    params: { path: { id: '7', both: 'path' }, querystring: { q: 'a b', both: 'query' }, header: { Accept: '*/*' } },
    'stage-variables': { table: 'Orders' },
    context: { 'account-id': '', stage: 'prod' },
  });
});

test.each([
  ['#if($a)', /line 1, column 1: #end is missing for this #if/],
  ['a\n#end', /line 2, column 1: #end belongs to nothing/],
  ['#else', /#else belongs to nothing/],
  ['#if($a)b#else c#else d#end', /#end is missing behind #else/],
  ['#set($a 1)', /"=" is missing behind the reference of #set/],
  ['#set($a = )', /a value is missing/],
  ['#set(a = 1)', /#set needs a reference/],
  ['#set($a = "b)', /the text that begins here has no end/],
  ['$a.b("c"', /between arguments/],
  ['${a', /"}" is missing/],
  ['#foreach($a of $b)#end', /"in" is missing/],
  ['#foreach($a in $b)', /#end is missing/],
  ['#* a', /comment/],
  ['#if($a == null)b#end', /Velocity has no literal null/],
  ['#evaluate("$a")', /#evaluate is not to be had/],
  ['#include("a")', /#include is not to be had/],
  ['#parse("a")', /#parse is not to be had/],
  ["$input.path('$.a[?(')", /JSONPath|filter/],
  ["$input.path('$.items.sum()')", /does not emulate the function sum/],
  ['#set($l = [])$l.get(0)', /out of range/],
  ['#set($s = "a")$s.substring(2)', /out of range/],
  ['#set($s = "a")$s.format("b")', /does not emulate the method format/],
  ['#set($n = 0)$n.parseInt("x")', /not a whole number/],
  ["$util.parseJson('{')", /not JSON/],
  ["$util.urlDecode('%')", /percent-encoded/],
  ['#set($s = "a")$s.matches("(")', /regular expression/],
  [`${'('.repeat(200)}#set($a = ${'('.repeat(200)}1${')'.repeat(200)})`, /nested deeper/],
  ['#if(true)'.repeat(200), /nested deeper/],
])('fails when the template is %p', (template, message) => {
  expect(() => rendered(template)).toThrow(TemplateError);
  expect(() => rendered(template)).toThrow(message);
});

test('fails when the body is asked for as JSON and is none', () => {
  expect(() => rendered("$input.json('$')", { body: '{"a":' })).toThrow(/the body is not JSON/);
  expect(rendered('$input.body', { body: '{"a":' })).toBe('{"a":');
});

test.each([
  ['loops in loops', `#foreach($a in [1..1000])${'#foreach($b in [1..1000])'.repeat(2)}x#end#end#end`],
  ['a macro that calls itself', '#macro(m)#m()#end#m()'],
  ['a block that holds itself', '#define($a)$a#end$a'],
  ['a text that doubles', `#set($x = "aaaaaaaaaa")${'#set($x = "$x$x")'.repeat(40)}`],
  ['a sum that doubles', `#set($x = "aaaaaaaaaa")${'#set($x = $x + $x)'.repeat(40)}`],
  ['a map in itself', '#set($m = {})$m.put("m", $m)$m'],
  ['lists that double', `#set($l = [1])${'#set($l = [$l, $l])'.repeat(60)}$l`],
  ['a list that is added to itself', `#set($l = [1])${'$l.addAll($l)'.repeat(60)}`],
  ['a range without end', '#set($l = [1..999999999999])'],
  ['a text that is repeated', '#set($s = "abc")$s.repeat(999999999)'],
])('fails when a template does not come to an end: %s', (_, template) => {
  const took = computingMs(() => expect(() => rendered(template)).toThrow(TemplateError));

  expect(took).toBeLessThan(10_000);
});

test('a loop ends after a thousand turns', () => {
  expect(rendered('#foreach($i in [1..5000])#set($n = $i)#end$n')).toBe('1000');
});

test.each([
  '$util.constructor',
  '$context.constructor.constructor("return process")()',
  '$input.__proto__',
  '$context.__proto__',
  '$context["__proto__"]',
  '$util.class',
  '$context.class.forName("java.lang.Runtime")',
  '$input.getClass().name',
  '$x.toString.constructor',
  '#set($s = "")$s.constructor.prototype',
  '#set($s = "")$s.getClass()',
  '#set($l = [])$l.constructor$l.length$l.map',
  '#set($m = {})$m.hasOwnProperty$m.valueOf()$m.toString.call',
])('a template reaches nothing of JavaScript or Java by %s', (template) => {
  expect(rendered(template).replace('()', '')).toBe('');
});

test.each([
  '"a".contains()',
  '$m.put("a")',
  '$m.get()',
  '$l.set(0)',
  '$l.add()',
  '$util.escapeJavaScript()',
  '$n.parseInt()',
])('a method with too few arguments is none: %s', (call) => {
  const [, text, rest = call] = /^"a"(.*)$/.test(call) ? ['', '$s', call.slice(3)] : [];
  expect(rendered(`#set($s = "a")#set($m = {})#set($l = [1])#set($n = 0)[${text ?? ''}${rest}]$m$l`)).toBe('[]{}[1]');
});

test('a template cannot change what others see', () => {
  rendered('#set($context["__proto__"] = {"polluted": 1})#set($m = {})#set($m.__proto__ = {"polluted": 1})#set($util.x = 1)');
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(rendered('[$context.polluted][$util.x]')).toBe('[][]');
});

test.each([
  ['$', BODY],
  ['$.items[*].sku', '["a","b"]'],
  ['$.items[0,1].count', '[1,12]'],
  ['$.items[-1].sku', '"b"'],
  ['$.items[0:1]', '[{"sku":"a","count":1}]'],
  ['$.items.length()', '2'],
  ['$..sku', '["a","b"]'],
  ["$['price']", '1.5'],
  ["$['price','nothing']", '{"price":1.5,"nothing":null}'],
  ['$.items[?(@.count > 2)].sku', '["b"]'],
  ["$.items[?(@.sku == 'a' || @.count == 12)].count", '[1,12]'],
  ['$.items[?(@.sku =~ /A/i)].count', '[1]'],
  ['$.items[?(@.missing)]', '[]'],
  ['$.items[?(!(@.count < 5) && @.sku)].sku', '["b"]'],
  ['$.items[9]', '""'],
  ["$.items[0]['sku','no','count']", '{"sku":"a","count":1}'],
  ['$.tags.*', '["x","y"]'],
  ['price', '1.5'],
])('$input.json of the path %s', (path, text) => {
  expect(rendered(`$input.json("${path}")`)).toBe(text);
});

test('a template of random pieces fails with nothing but its own error', () => {
  const pieces = [
    ...['#if(', '#set(', '#foreach(', '#end', '#else', '#elseif(', '#define(', '#macro(', '#m(', '#@m(', '#stop', '#break', '#*'],
    ...[
      '*#',
      '##',
      '#[[',
      ']]#',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      ',',
      ':',
      '=',
      '==',
      '&&',
      '||',
      '!',
      '+',
      '-',
      '*',
      '/',
    ],
    ...['%', '<', '>', ' in ', '1', '2.5', '..', '\\', '\n', ' ', 'true', '$a', '$!b', '${c', '.x', '.y(', '$input', '.path('],
    ...[
      "'$.items[*]'",
      "'$..sku'",
      '.json(',
      '$util',
      '.parseJson(',
      '$context',
      '.requestOverride.header.',
      '.keySet()',
      '.get(',
    ],
    ...['.put("k",', '.add(', '.substring(', '.split(",")', '.replaceAll("a","b")', '.size()', '$foreach.hasNext'],
  ];
  const dice = seededChance('templates');
  for (let i = 0; i < 5_000; i += 1) {
    const length = 1 + Math.floor(dice.fraction() * 14);
    const template = Array.from({ length }, () => pieces[Math.floor(dice.fraction() * pieces.length)]).join('');
    try {
      rendered(template);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw new Error(`${JSON.stringify(template)}: ${(error as Error).stack}`);
    }
  }
});
