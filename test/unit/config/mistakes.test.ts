import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';

const errorsOf = (text: string, env: Record<string, string> = {}) => {
  const loaded = parseConfig(text, env);
  return 'errors' in loaded ? loaded.errors : [];
};
const route = (password: string): string =>
  `routes:\n  - id: a\n    type: smpp\n    host: h\n    systemId: t\n    password: ${password}\n`;

describe('a secret in the configuration', () => {
  test.each([
    '*hunter2',
    '!hunter2 x',
    '&hunter2',
    'hunter2: x',
    '@hunter2',
    '%hunter2',
    '`hunter2`',
    '"hunter2\\q"',
    '"hunter2',
    "'hunter2",
    '{hunter2',
    '[hunter2',
    '| hunter2',
    '> hunter2',
    '? hunter2',
    '- hunter2',
    '{ hunter2: 1 }',
    '[hunter2]',
    'hunter2hunter2',
    '"hunter2\\u0000"',
  ])('is not shown in the error message about the invalid password %s', (password) => {
    const said = errorsOf(route(password))
      .map(({ path, message }) => `${path}: ${message}`)
      .join('\n');
    expect(said).not.toContain('hunter2');
  });

  test('is not shown in any error message if it comes from the environment, under whatever key', () => {
    const secret = ['"$', '{SECRET}"'].join('');
    const text = `
sender: ${secret}
country: ${secret}
http: { listen: ${secret} }
${route(secret)}
    responseTimeout: ${secret}
    receiptId: ${secret}
    tls: ${secret}
    port: ${secret}
plan: [{ tiers: [[a]], spillAfter: ${secret} }]
`;
    const errors = errorsOf(text, { SECRET: 'hunter2, too long for SMPP' });
    expect(errors.length).toBeGreaterThan(7);
    for (const { path, message } of errors) expect(`${path}: ${message}`).not.toContain('hunter2');
  });
});

describe('a mistake that would otherwise be found only when the gateway starts', () => {
  test.each([
    ['a port above 65535', 'http: { listen: "127.0.0.1:99999" }\n', 'http.listen'],
    ['a route twice in a rule', `${route('x')}plan: [{ tiers: [[a], [a]] }]\n`, 'plan[0].tiers[1][0]'],
    [
      'a reconnect.min that is longer than reconnect.max',
      `${route('x')}    reconnect: { min: 60s, max: 1s }\n`,
      'routes[0].reconnect.max',
    ],
  ])('is reported by the command "check" with its path: %s', (_, text, path) => {
    expect(errorsOf(text).map((error) => error.path)).toContain(path);
  });
});

test('an IMEI or PIN of digits without quotes is refused with a hint to use quotes', () => {
  const text = 'routes:\n  - { id: m-1, type: modem, imei: 490154203237518, pin: 0123 }\n';
  const said = 'was read as a number: put it in quotes';
  expect(errorsOf(text)).toEqual([
    { path: 'routes[0].imei', message: said },
    { path: 'routes[0].pin', message: said },
  ]);
});
