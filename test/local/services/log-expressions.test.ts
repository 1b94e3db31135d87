import { seededChance } from '../../../src/local/chance';
import { expressionMatcher } from '../../../src/local/services/cloudwatch-logs/expression/matcher';
import { filterPattern } from '../../../src/local/services/cloudwatch-logs/filter-pattern';

const found = (expression: string, message: string) => expressionMatcher(expression)(message);

test.each<[string, string[], string[]]>([
  ['^[hc]at', ['hat', 'cats'], ['a hat', 'that']],
  ['[hc]at$', ['a hat', 'cat'], ['cats', 'bat']],
  ['colou?r', ['color', 'colour'], ['colouur']],
  ['[abcx-z]', ['y', '-c-'], ['w', '-']],
  ['^a{3,5}$', ['aaa', 'aaaa', 'aaaaa'], ['aa', 'aaaaaa', '']],
  ['^a{3, 5}$', ['aaa', 'aaaaa'], ['aa', 'aaaaaa']],
  ['^a{,2}$', ['', 'a', 'aa'], ['aaa']],
  ['^a{2,}$', ['aa', 'aaaaaaa'], ['a']],
  ['^a{2}$', ['aa'], ['a', 'aaa']],
  ['gra|ey', ['gray', 'grey'], ['grow']],
  ['^starting|^initializing|^shutting down', ['starting x', 'shutting down'], ['skipping initializing x']],
  ['abcc|ab[^c]$', ['abcc x', 'aba'], ['aac x', 'aba x']],
  ['\\[.\\]', ['[a]', '[]]', '[ ]'], ['[]', '[ab]']],
  ['10\\.10\\.0\\.1', ['from 10.10.0.1'], ['10010,051']],
  ['10.10.0.1', ['10010,051'], ['1010']],
  ['ab*c', ['ac', 'abbbc'], ['adc']],
  ['ab[0-9]*$', ['ab', 'ab129'], ['ab1x']],
  ['ab+c', ['abc', 'abbbc'], ['ac']],
  ['\\d\\D\\s\\S\\w\\W', ['1a b_-', '1a\tbz '], ['aa b_-']],
  ['^\\x3A\\x28$', [':('], [':)', 'x3A']],
  ['[^\\d\\s]', ['1a', 'ü'], ['1 2', '']],
  ['[\\]\\-_]', [']', '-', '_'], ['\\', 'a']],
  ['^.$', ['ü', '😀', ' '], ['', 'ab', '\n']],
  ['a.*?b', ['a-b'], ['b-a']],
  ['', ['', 'x'], []],
  ['^$', [''], ['x']],
  ['x|', ['', 'y'], []],
  ['a$b|^', ['anything'], []],
])('the expression %s finds what it says', (expression, messages, others) => {
  expect(messages.filter((message) => !found(expression, message))).toEqual([]);
  expect(others.filter((message) => found(expression, message))).toEqual([]);
});

test('what expressions find is what those of JavaScript find, however long they are', () => {
  const chance = seededChance('expressions');
  const any = (of: readonly string[]) => of[Math.floor(chance.fraction() * of.length)] as string;
  const atoms = ['a', 'b', '.', '[ab]', '[^a]', '\\d', '\\W', '^', '$', '|', '1'];
  const times = ['', '', '', '*', '+', '?', '{0,3}', '{2}', '{1,}', '{3,40}'];
  const several = (least: number, most: number, of: () => string) =>
    Array.from({ length: least + Math.floor(chance.fraction() * (most - least)) }, of).join('');

  for (let n = 0; n < 2000; n++) {
    const expression = several(1, 8, () => {
      const atom = any(atoms);
      return '^$|'.includes(atom) ? atom : atom + any(times);
    });
    const message = several(0, 60, () => any(['a', 'a', 'a', 'b', '1', '-']));
    expect([expression, message, found(expression, message)]).toEqual([
      expression,
      message,
      new RegExp(expression).test(message),
    ]);
  }
});

test.each([
  ['%x*x*x*x*x*x*x*y%', 'x'.repeat(250_000)],
  ['%x{0,60}x{0,60}x{0,60}x{0,60}y%', 'x'.repeat(250_000)],
  ['{ $.text = %x*x*x*x*x*x*x*y% }', JSON.stringify({ text: 'x'.repeat(250_000) })],
  ['[text = %x*x*x*x*x*x*x*y%]', 'x'.repeat(250_000)],
  ['[one, two = no]', '[ '.repeat(125_000)],
  ['[one, two = no]', `${'[ '.repeat(125_000)}]x`],
])('the pattern %s is soon through with a long message that it does not find', (pattern, message) => {
  const wanted = filterPattern(pattern);
  const begin = performance.now();

  expect('matches' in wanted && wanted.matches(message)).toBe(false);
  expect(performance.now() - begin).toBeLessThan(2000);
});

test.each([
  ['a(b)', 'holds a character that is not supported'],
  ['something!', 'holds a character that is not supported'],
  ['ü', 'holds a character that is not supported'],
  ['\\bword', 'has \\b, which is not supported'],
  ['(a)\\1', 'holds a character that is not supported'],
  ['a\\1', 'has \\1, which is not supported'],
  ['\\x4', 'has \\x, which is not supported'],
  ['\\xe9', 'has \\xe9, which is not in the ASCII table'],
  ['*a', 'has nothing that * could repeat'],
  ['a|+', 'has nothing that + could repeat'],
  ['^*', 'has nothing that * could repeat'],
  ['a**', 'has nothing that * could repeat'],
  ['a+?', 'has nothing that ? could repeat'],
  ['{2}', 'has nothing that { could repeat'],
  ['a{', 'has a brace that is not as {m,n}; \\{ stands for itself'],
  ['a{,}', 'has a brace that is not as {m,n}; \\{ stands for itself'],
  ['a{x}', 'has a brace that is not as {m,n}; \\{ stands for itself'],
  ['a{3,2}', 'repeats at least 3 and at most 2 times'],
  ['a{9999999999}', 'repeats more than 2000 characters'],
  ['a{1500}b{1500}', 'repeats more than 2000 characters'],
  ['[b-a]', 'has a range that does not go from one character up to another'],
  ['[\\d-z]', 'has a range that does not go from one character up to another'],
  ['[]', 'has brackets with nothing in them'],
  ['[a', 'is not complete'],
  ['a\\', 'is not complete'],
])('fails when the expression is %s', (expression, problem) => {
  expect(() => expressionMatcher(expression)).toThrow(problem);
});
