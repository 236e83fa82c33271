import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { triggerWarnings } from '../../../src/commands/check/trigger-warnings.ts';
import { readCertificates } from '../../../src/compose/triggers/certificates.ts';
import { parseConfig } from '../../../src/config/load.ts';
import { configSchema } from '../../../src/config/schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-triggers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mistakes = (text: string): readonly string[] => {
  const loaded = parseConfig(text, {});
  return 'errors' in loaded ? loaded.errors.map(({ path, message }) => `${path}: ${message}`) : [];
};

describe('the configuration of triggers', () => {
  test.each([
    ['cap: { launch: now }', /^cap\.launch: /],
    ['cap: { senders: ["the prefect"] }', /^cap\.senders\[0\]: holds a space/],
    ['cap: { feeds: [{ url: "file:///etc/passwd" }] }', /^cap\.feeds\[0\]\.url: .*http/],
    ['cap: { feeds: [{ url: "http://127.0.0.1/", every: 1s }] }', /every: is out of range/],
    ['cap: { maxParts: 0 }', /^cap\.maxParts/],
    [
      'triggers: { webhooks: [{ name: Pump, rules: [{ scenario: 1 }] }] }',
      /^triggers\.webhooks\[0\]\.name: a name is/,
    ],
    ['triggers: { webhooks: [{ name: alertmanager, rules: [{ scenario: 1 }] }] }', /has a place of its own/],
    [
      'triggers: { webhooks: [{ name: a, rules: [{ scenario: 1, when: { level: "3" } }] }] }',
      /JSON pointer|when/,
    ],
    [
      'triggers: { webhooks: [{ name: a, rules: [{ scenario: 1 }] }, { name: a, rules: [{ scenario: 1 }] }] }',
      /two have the same name/,
    ],
    [
      'triggers: { sms: { phones: ["0639980001"] } }',
      /^triggers\.sms\.phones\[0\]: is no phone number: write it in E\.164/,
    ],
    ['triggers: { brakes: {} }', /^triggers\.brakes: unknown key/],
  ])('%s is refused, and the error has its path', (text, why) => {
    expect(mistakes(text).join('\n')).toMatch(why);
  });

  test('launches nothing automatically by default', () => {
    const { cap, triggers } = configSchema.parse({});
    expect(cap).toMatchObject({ launch: 'draft', feeds: [] });
    expect(triggers).toMatchObject({ alertmanager: [], webhooks: [] });
    expect(triggers.sms).toBeUndefined();
  });
});

describe('the command "check" warns', () => {
  const warnings = (cap: object) => triggerWarnings(configSchema.parse({ cap }), 0).join('\n');

  test('of CAP alerts that are launched automatically without a signature', () => {
    expect(warnings({ launch: 'launch' })).toMatch(/without certificate or senders/);
    expect(warnings({ launch: 'launch', senders: ['a@example.org'] })).toMatch(/proves nothing/);
    expect(warnings({ launch: 'approve' })).toBe('');
  });

  test('of CAP feeds that are read without TLS or a signature', () => {
    const feeds = [{ url: 'http://198.51.100.7/feed' }];
    expect(warnings({ feeds })).toMatch(/198\.51\.100\.7\/feed is read without TLS or a signature/);
    expect(
      warnings({ feeds: [{ url: 'https://198.51.100.7/feed' }, { url: 'http://127.0.0.1:8/feed' }] }),
    ).toBe('');
  });

  test('of a certificate file without a usable certificate, with which the gateway does not start', () => {
    const file = join(folder, 'none.pem');
    writeFileSync(file, 'hello');
    expect(warnings({ certificate: file })).toMatch(
      /none\.pem: there is no PEM certificate in it: the gateway does not/,
    );
    expect(() => readCertificates([join(folder, 'nowhere.pem')])).toThrow(/nowhere\.pem: ENOENT/);
    expect(warnings({ certificate: 'test/fixtures/tls/carrier.pem' })).toMatch(/its key is not RSA/);
    writeFileSync(file, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    expect(() => readCertificates([file])).toThrow(/cap\.certificate: /);
  });
});
