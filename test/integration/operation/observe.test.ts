import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import type { SignInOutcome } from '../../../src/access/sign-in/refusals.ts';
import type { ReceiptMatch } from '../../../src/domain/routes/route.ts';
import type { IntakeLimit } from '../../../src/ops/intake-alarms.ts';
import { Gateway } from '../../support/gateway/gateway.ts';
import { type Parsed, parsePromql } from '../../support/gateway/promql.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const RULES = `${ROOT}packaging/prometheus/tocsin.rules.yaml`;
const RULE_TESTS = `${ROOT}packaging/prometheus/tocsin.rules.test.yaml`;
const read = (file: string): string => readFileSync(file, 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity?: string };
  readonly annotations: { readonly summary?: string; readonly todo?: string };
}
const { groups } = parse(read(RULES)) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}
const dashboard = JSON.parse(read(`${ROOT}packaging/grafana/tocsin.json`)) as { panels: Panel[] };
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const shown = panels.flatMap(({ title, targets = [] }) => targets.map((one) => ({ title, ...one })));

/** Values of labels that are there only after much has gone wrong; their types say that they exist. */
const RARE: {
  readonly match: readonly ReceiptMatch['kind'][];
  readonly limit: readonly IntakeLimit[];
  readonly outcome: readonly SignInOutcome[];
  readonly job: readonly string[];
} = {
  // The name that docs/observe.md gives the gateways in Prometheus.
  job: ['tocsin'],
  match: ['kept', 'counted'],
  outcome: ['wrong', 'waits'],
  limit: ['wrongTokens', 'wrongPasswords', 'refusedCalls'],
};

/** What every node of several reads from the database that they share (docs/nodes.md). */
const OF_DATABASE: ReadonlySet<string> = new Set(
  [
    ['messages', 'oldest_queued_seconds', 'route_backlog_parts', 'route_accepted_today_total'],
    ['cases', 'cases_unpaged', 'case_oldest_waiting_seconds'],
    ['answers_people', 'help_calls_open', 'alerts_audience_gone'],
  ].flatMap((names) => names.map((name) => `tocsin_${name}`)),
);

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}
let gateway: Gateway;
let metrics: ReadonlyMap<string, Metric>;
/** What a scrape gets. */
let scraped: string;

beforeAll(async () => {
  const registered = vi.spyOn(Registry.prototype, 'registerMetric');
  gateway = await Gateway.start({
    routes: [
      { id: 'orange', type: 'smpp', host: '127.0.0.1', port: 9, systemId: 'tocsin', password: 'secret' },
    ],
  });
  // The declaration of the package leaves out what every metric has.
  const all = registered.mock.calls.map(([one]) => one as unknown as { labelNames: string[] } & Metric);
  metrics = new Map(all.map(({ name, help, labelNames }) => [name, { name, help, labels: labelNames }]));
  registered.mockRestore();
  // Prometheus itself adds it for each target.
  const ofPrometheus = { name: 'up', help: '', labels: [] };
  metrics = new Map([...metrics, [ofPrometheus.name, ofPrometheus]]);
  const call = async (token: string): Promise<void> => {
    await fetch(`${gateway.url}/v1/users`, { headers: { authorization: `Bearer ${token}` } });
  };
  await call('wrong');
  await call(await gateway.token('sender'));
  scraped = await (await fetch(`${gateway.url}/metrics`)).text();
});

afterAll(() => gateway.stop());

/** Those of the metric, and those that Prometheus adds to each target. */
const labelsOf = (name: string): readonly string[] => [
  ...(metrics.get(name)?.labels ?? []),
  'job',
  'instance',
];

/** What an expression names that the gateway doesn't have. */
const unknownIn = (expr: string): readonly string[] => {
  const { selected, grouped, faults }: Parsed = parsePromql(expr);
  const known = selected.flatMap(({ name }) => labelsOf(name));
  return [
    ...faults,
    ...selected.filter(({ name }) => !metrics.has(name)).map(({ name }) => name),
    ...selected.flatMap(({ name, labels }) =>
      labels.filter((one) => !labelsOf(name).includes(one)).map((one) => `${name}{${one}}`),
    ),
    ...grouped.filter((one) => !known.includes(one)).map((one) => `by ${one}`),
  ];
};

/** Labels in `{{route}}` of a legend, or in `{{ $labels.route }}` of an annotation. */
const labelsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = '']) => label);

/** The values that an expression wants a label to have, such as `up` and `degraded` of `state=~"up|degraded"`. */
const valuesIn = (expr: string): readonly (readonly [string, string])[] =>
  [...expr.matchAll(/(\w+)[=!]~?"([^"$]+)"/g)].flatMap(([, label = '', values = '']) =>
    values.split('|').map((value) => [label, value] as const),
  );

const isThere = ([label, value]: readonly [string, string]): boolean =>
  scraped.includes(`${label}="${value}"`) ||
  (Object.entries(RARE).find(([name]) => name === label)?.[1] ?? []).some((one) => one === value);

describe('the alerting rules and the dashboard', () => {
  test('are read by a grammar that finds what is wrong in an expression', () => {
    expect(unknownIn('sum by (route) (rate(tocsin_receipts_total{match="kept"}[5m])) > 0')).toEqual([]);
    expect(unknownIn('sum by (rout) (tocsin_receipt_total)')).toEqual(['tocsin_receipt_total', 'by rout']);
    expect(unknownIn('tocsin_receipts_total{kind="kept"}')).toEqual(['tocsin_receipts_total{kind}']);
    expect(unknownIn('sum(tocsin_time_seconds')).not.toEqual([]);
  });

  test('name only metrics and labels that a running gateway has', () => {
    for (const { alert, expr } of rules) expect(unknownIn(expr), alert).toEqual([]);
    for (const { title, expr } of shown)
      expect(unknownIn(expr.replaceAll('$route', '.*')), title).toEqual([]);
    for (const name of metrics.keys()) if (name !== 'up') expect(scraped).toContain(`# TYPE ${name} `);
  });

  test('ask only for values of labels that exist', () => {
    const asked = [...rules, ...shown].flatMap(({ expr }) => valuesIn(expr));
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((one) => !isThere(one))).toEqual([]);
  });

  test('count what each of several nodes reads from their database once, not once for each node', () => {
    const parts = [...rules, ...shown].flatMap(({ expr }) => expr.split(/\b(?:unless|and|or)\b/));
    const ofDatabase = parts.filter((part) =>
      parsePromql(part).selected.some(({ name }) => OF_DATABASE.has(name)),
    );
    expect(ofDatabase.length).toBeGreaterThan(10);
    expect(ofDatabase.filter((part) => /\b(?:sum|count)\b/.test(part))).toEqual([]);
    for (const name of OF_DATABASE) expect([...metrics.keys()]).toContain(name);
  });

  test('write out only labels that their expression leaves', () => {
    const wrong = [
      ...rules.map(({ expr, annotations }) => ({ expr, text: JSON.stringify(annotations) })),
      ...shown.map(({ expr, legendFormat }) => ({ expr, text: legendFormat })),
    ].filter(({ expr, text }) => {
      const { selected, grouped } = parsePromql(expr);
      const left = grouped.length > 0 ? grouped : selected.flatMap(({ name }) => labelsOf(name));
      return labelsIn(text).some((label) => !left.includes(label));
    });
    expect(wrong).toEqual([]);
  });

  test('have names that differ, a summary and what to do, and panels that do not overlap', () => {
    for (const { alert, labels, annotations } of rules) {
      expect(['page', 'ticket'], alert).toContain(labels.severity);
      expect(annotations.summary, alert).toMatch(/^[A-Z].{15,}[.]$/s);
      expect(annotations.todo, alert).toMatch(/^.{30,}[.]$/s);
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    for (const { title, description } of panels) expect(description, title).toMatch(/\w/);
    const taken = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
    );
    expect(new Set(taken).size).toBe(taken.length);
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });

  test('are taken by promtool, and the rules fire when they should', ({ skip }) => {
    try {
      execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    } catch {
      process.stderr.write(
        'not tested: what promtool says of the alerting rules, since it is not installed\n',
      );
      skip('there is no promtool');
    }
    const promtool = (...args: string[]): string => execFileSync('promtool', args, { encoding: 'utf8' });
    expect(promtool('check', 'rules', RULES)).toContain(`SUCCESS: ${rules.length} rules found`);
    expect(promtool('test', 'rules', RULE_TESTS)).toContain('SUCCESS');
  });
});

describe('docs/observe.md', () => {
  const page = read(`${ROOT}docs/observe.md`);
  /** The rows of a table, each with one space between its cells. */
  const rowsOf = (heading: string): readonly string[] => {
    const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    const rows = section.split('\n').filter((line) => line.startsWith('| '));
    return rows.slice(2).map((line) => line.replaceAll(/ +/g, ' '));
  };

  test('lists every metric of the gateway with its labels, as the code describes them', () => {
    const own = [...metrics.values()].filter(({ name }) => name.startsWith('tocsin_'));
    const kindOf = (name: string): string =>
      new RegExp(`^# TYPE ${name} (\\w+)$`, 'm').exec(scraped)?.[1] ?? '';
    const rows = own.map(
      ({ name, labels, help }) =>
        `| \`${name}${labels.length > 0 ? `{${labels.join(',')}}` : ''}\` | ${kindOf(name)} | ${help} |`,
    );
    expect(rowsOf('Metrics')).toEqual(rows.sort());
  });

  test('lists every alerting rule with its severity and what it says', () => {
    const rows = rules.map(
      ({ alert, labels, annotations }) =>
        `| \`${alert}\` | ${labels.severity} | ${annotations.summary?.replaceAll(/\{\{ \$(?:labels\.)?(\w+).*?\}\}/g, '_$1_')} |`,
    );
    expect(rowsOf('Rules')).toEqual(rows);
  });
});
