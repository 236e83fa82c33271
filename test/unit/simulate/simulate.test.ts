import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../../../scripts/lib/simulate/picture.ts';
import { describeReport, type Report, reportOf } from '../../../scripts/lib/simulate/report.ts';
import { parseScenario, readScenario } from '../../../scripts/lib/simulate/scenario.ts';
import { simulate } from '../../../scripts/lib/simulate/simulate.ts';

const FOLDER = fileURLToPath(new URL('../../../config/scenarios/', import.meta.url));

const run = async (text: string): Promise<Report> => {
  const scenario = parseScenario(text);
  return reportOf(scenario, await simulate(scenario));
};
const of = (report: Report, priority: string, share: number) =>
  report.priorities.find((one) => one.priority === priority)?.times.find((one) => one.share === share);
const acceptedBy = (report: Report, route: string) =>
  report.routes.find(({ id }) => id === route)?.accepted ?? 0;

describe('the send loop in a simulated crisis', () => {
  test('in which both carriers throttle to a tenth needs at most 1.15 times the optimal time for the critical messages', async () => {
    const report = await run(readFileSync(`${FOLDER}throttled-to-a-tenth.yaml`, 'utf8'));
    expect(of(report, 'critical', 1)?.optimumSeconds).toBeCloseTo(50, 0);
    expect(of(report, 'critical', 1)?.ratio).toBeLessThan(1.15);
    expect(of(report, 'normal', 1)?.ratio).toBeLessThan(1.05);
    expect(report.throttledShare).toBeLessThan(0.01);
  });

  test('in which both carriers are cut sends the critical messages by modem, and goes on by the carrier that comes back', async () => {
    const scenario = readScenario(`${FOLDER}cut-and-back.yaml`);
    const course = await simulate(scenario);
    const report = reportOf(scenario, course);
    for (const modem of ['modem-1', 'modem-2', 'modem-3', 'modem-4'])
      expect(acceptedBy(report, modem)).toBeGreaterThanOrEqual(15);
    expect(of(report, 'critical', 1)?.ratio).toBeLessThan(1.15);
    const accepted = report.priorities.reduce((sum, one) => sum + one.accepted, 0);
    expect(accepted + report.uncertain).toBe(22_000);
  });

  test('lets a critical message pass thousands of others, even at a carrier that queues all that it is given', async () => {
    const report = await run(`
      until: 10m
      messages: [{ priority: low, count: 5000 }, { priority: critical, count: 1, at: 30s }]
      carriers: [{ id: slow, limit: 20, above: queues, latency: 20ms }]
    `);
    // Behind a whole window it would be 4.5 s.
    expect(of(report, 'critical', 1)?.seconds).toBeLessThan(0.5);
    expect(of(report, 'low', 1)?.ratio).toBeLessThan(1.03);
  });

  test('fills a link with a latency of 200 ms', async () => {
    const report = await run(`
      until: 10m
      messages: [{ priority: normal, count: 20000 }]
      carriers: [{ id: far, limit: 400, latency: 200ms }]
    `);
    expect(of(report, 'normal', 1)?.ratio).toBeLessThan(1.05);
  });

  test('never gives a message of low priority to a modem, and reports which share was not sent at the end', async () => {
    const report = await run(`
      until: 1m
      messages: [{ priority: low, count: 10, at: 1s }]
      carriers: [{ id: lost, limit: 10, changes: [{ at: 0s, up: false }] }]
      modems: [{ count: 1 }]
    `);
    expect(acceptedBy(report, 'modem-1')).toBe(0);
    expect(of(report, 'low', 0.5)).toEqual({ share: 0.5 });
  });

  test('shares messages out among modems by their speed', async () => {
    const report = await run(`
      until: 2h
      messages: [{ priority: critical, count: 300 }]
      modems: [{ count: 2, part: 3s }, { count: 1, part: 6s }]
    `);
    expect(acceptedBy(report, 'modem-3')).toBeGreaterThanOrEqual(55);
    expect(acceptedBy(report, 'modem-3')).toBeLessThanOrEqual(65);
    expect(of(report, 'critical', 1)?.ratio).toBeLessThan(1.1);
  });
});

describe('a scenario of the simulation', () => {
  test.each(readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')))('%s can be read', (file) => {
    expect(() => readScenario(`${FOLDER}${file}`)).not.toThrow();
  });

  test('with an unknown key is refused, and the key is named', () => {
    expect(() => parseScenario('until: 1m\nmessages: [{ priority: low, count: 1, ad: 5s }]')).toThrow('ad');
  });

  test('without messages is refused', () => {
    expect(() => parseScenario('until: 1m')).toThrow('messages');
  });
});

test('the report of a simulation is a table and a picture', async () => {
  const scenario = parseScenario(
    'until: 1m\nmessages: [{ priority: high, count: 100 }]\ncarriers: [{ id: a, limit: 50 }]',
  );
  const course = await simulate(scenario);
  expect(describeReport(reportOf(scenario, course))).toMatch(/high +100 % +\d+\.\d/);
  const picture = pictureOf(scenario, course);
  expect(picture).toContain('high (100)');
  expect(picture.match(/<polyline/g)).toHaveLength(2);
});
