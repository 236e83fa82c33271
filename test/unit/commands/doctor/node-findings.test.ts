import { describe, expect, test } from 'vitest';
import { nodeFindings } from '../../../../src/commands/doctor/postgres/node-findings.ts';
import { configSchema } from '../../../../src/config/schema.ts';
import type { NodeFacts } from '../../../../src/store/postgres/look-at-nodes.ts';

const STORE = { store: { postgres: 'postgres://tocsin@db.example.org/tocsin' } };
const modem = (id: string, node: string) => ({ id, type: 'modem', device: '/dev/ttyUSB0', node });
const north = configSchema.parse({ ...STORE, node: 'north' });
const alone = configSchema.parse(STORE);

const node = (name: string, own: Partial<NodeFacts> = {}): NodeFacts => ({
  name,
  leads: false,
  url: undefined,
  state: 'beats',
  sending: 0,
  ...own,
});
const leader = node('north', { leads: true, url: 'http://10.0.0.2:8080' });

const found = (nodes: readonly NodeFacts[], config = north, isGatewayOn = nodes.length > 0) =>
  nodeFindings(config, nodes, isGatewayOn).map(({ about, level, what }) => `${level} ${about}: ${what}`);

describe('of the nodes on a database, doctor says', () => {
  test('nothing if there was never one', () => {
    expect(found([])).toEqual([]);
    expect(found([], alone, true)).toEqual([]);
  });

  test('which live, where, and which one leads', () => {
    expect(found([leader, node('south', { sending: 3 })])).toEqual([
      'fine node north: it lives and leads, at http://10.0.0.2:8080',
      'fine node south: it lives',
    ]);
  });

  test('which one is connected and does not beat', () => {
    expect(found([leader, node('south', { state: 'stands still' })])).toContain(
      'warning node south: it is connected to the database, and has not beaten for 5 s',
    );
  });

  test('which one has ended without leaving, and how many messages wait for that', () => {
    expect(found([leader, node('south', { state: 'gone', sending: 2 })])).toContain(
      'warning node south: it has ended without leaving, or has lost the database; 2 messages that it was sending wait',
    );
    expect(found([leader, node('south', { state: 'gone' })]).join()).not.toContain('sending');
    expect(found([node('south', { state: 'ended', sending: 1 })], north, false)).toEqual([
      'warning node south: it does not run; a message that it was sending waits',
    ]);
    expect(found([node('south', { state: 'ended' })], north, false)).toEqual([
      'fine node south: it does not run',
    ]);
  });

  test('that none leads, unless none lives', () => {
    const none = 'warning nodes: no node that lives leads the others';
    expect(found([node('south')])).toContain(none);
    expect(found([node('north', { leads: true, state: 'gone' }), node('south')])).toContain(none);
    expect(found([node('north', { leads: true, state: 'gone' })]).join()).not.toContain(none);
  });
});

describe('of a configuration, doctor says by the nodes on its database', () => {
  test('that it does not start without a name beside nodes, and with a name beside a gateway that has none', () => {
    expect(found([leader], alone)).toContain(
      'broken nodes: nodes run on the database, and this configuration has no node',
    );
    const beside = 'broken nodes: a gateway without a name runs on the database';
    expect(found([], north, true)).toContain(beside);
    expect(found([node('south', { state: 'ended' })], north, true)).toContain(beside);
    expect(found([node('south', { state: 'ended' })], alone, true).join()).not.toContain('broken');
    expect(found([leader], north, true).join()).not.toContain('broken');
  });

  test('which route belongs to a node that has never run, whose name may be misspelt, or that does not run now', () => {
    const routes = [modem('m', 'north'), modem('n', 'south'), modem('o', 'suoth'), modem('p', 'west')];
    const config = configSchema.parse({ ...STORE, node: 'north', routes });
    const nodes = [leader, node('south'), node('west', { state: 'ended' })];
    const said = nodeFindings(config, nodes, true).filter(({ about }) => about.startsWith('route '));
    expect(said).toMatchObject([
      {
        about: 'route o',
        what: 'it belongs to the node suoth, which has never run on the database',
        todo: expect.stringContaining('known: north, south, west.'),
      },
      { about: 'route p', what: 'it belongs to the node west, which does not run' },
    ]);
    // Before the first start nobody knows any node.
    expect(nodeFindings(config, [], false)).toEqual([]);
  });
});
