import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { missingFiles } from '../../../../src/commands/check/missing-files.ts';
import { describeNodes } from '../../../../src/commands/check/nodes/node-summary.ts';
import { nodeWarnings } from '../../../../src/commands/check/nodes/node-warnings.ts';
import { configSchema } from '../../../../src/config/schema.ts';

const carrier = (id: string, own: object = {}) => ({ id, type: 'smpp', host: 'h', systemId: 's', ...own });
const modem = (id: string, node: string) => ({ id, type: 'modem', device: '/dev/not-there', node });

const configOf = (own: object) =>
  configSchema.parse({
    store: { postgres: 'postgres://tocsin@db.example.org/tocsin' },
    node: { name: 'north', url: 'http://10.0.0.2:8080' },
    ...own,
  });

describe('of one of several gateways, check says', () => {
  const said = (own: object) => describeNodes(configOf(own));

  test('nothing if it has no name: it is alone', () => {
    expect(describeNodes(configSchema.parse({}))).toEqual([]);
    expect(nodeWarnings(configSchema.parse({}))).toEqual([]);
  });

  test('its name and where others reach it, by the name of the machine if it listens on all addresses', () => {
    expect(said({})[0]).toBe(
      'Is the node north of several on this database. Other nodes reach its API at http://10.0.0.2:8080.',
    );
    const [unnamed] = said({ node: 'north', http: { listen: '0.0.0.0:8080' } });
    expect(unnamed).toContain(`reach its API at http://${hostname()}:8080 (the name of this machine).`);
  });

  test('which routes it drives itself, and which belong to which other node', () => {
    const routes = [
      carrier('a'),
      carrier('b', { node: 'south' }),
      modem('m', 'north'),
      modem('n', 'south'),
      modem('o', 'west'),
    ];
    expect(said({ routes })).toEqual(
      expect.arrayContaining([
        'Drives a, m.',
        'Leaves b, n to the node south.',
        'Leaves o to the node west.',
      ]),
    );
    expect(said({ routes: [modem('n', 'south')] })).toContain('Drives no route.');
  });

  test('how many sessions a carrier sees from each node, and that they share the contract of a route without a node', () => {
    const routes = [carrier('a', { rate: 50, sessions: 2 }), carrier('b'), carrier('c', { node: 'north' })];
    expect(said({ routes }).slice(2)).toEqual([
      'Each node opens 2 sessions to a; together they send at most 50 parts/s.',
      'Each node opens a session to b, and finds out by itself how much the carrier takes.',
    ]);
  });
});

describe('of one of several gateways, check warns', () => {
  const origin = { origin: 'https://tocsin.example.org' };
  const warned = (own: object) => nodeWarnings(configOf({ http: origin, ...own }));

  test('of nothing if people have one address and other nodes reach it', () => {
    expect(warned({})).toEqual([]);
  });

  test('if http.origin is not set', () => {
    expect(warned({ http: {} })).toEqual([expect.stringContaining('node is set, and http.origin is not')]);
  });

  test('if nodes of other machines would look for it on their own', () => {
    const onlyHere = expect.stringContaining('which only those on this machine do');
    expect(warned({ node: 'north' })).toEqual([onlyHere]);
    expect(warned({ node: { name: 'north', url: 'http://localhost:8080' } })).toEqual([onlyHere]);
    expect(warned({ node: 'north', http: { ...origin, listen: '[::1]:8080' } })).toEqual([onlyHere]);
    expect(warned({ node: 'north', http: { ...origin, listen: '0.0.0.0:8080' } })).toEqual([]);
  });

  test('if its address has TLS and its API has none, or the other way round', () => {
    const tls = { ...origin, listen: '0.0.0.0:8443', tls: { cert: 'c', key: 'k' } };
    const at = (url: string, http: object = origin) => warned({ http, node: { name: 'north', url } });
    expect(at('https://10.0.0.2:8443')).toEqual([expect.stringContaining('speaks no TLS: unless a proxy')]);
    expect(at('http://10.0.0.2:8443', tls)).toEqual([expect.stringContaining('speaks TLS: unless a proxy')]);
    expect(at('https://10.0.0.2:8443', tls)).toEqual([]);
    expect(warned({ http: tls, node: 'north' })).toEqual([]);
  });

  test('if a route belongs to a node whose name differs by capitals alone', () => {
    expect(warned({ routes: [modem('m', 'North')] })).toEqual([
      'route m belongs to the node North, which is not north: capitals count',
    ]);
    expect(warned({ routes: [modem('m', 'south'), modem('n', 'South')] })).toHaveLength(2);
    expect(warned({ routes: [modem('m', 'north'), modem('n', 'south')] })).toEqual([]);
  });

  test('of the missing device of its own modems, and not of those of other nodes', () => {
    expect(missingFiles(configOf({ routes: [modem('m', 'south')] }))).toEqual([]);
    expect(missingFiles(configOf({ routes: [modem('m', 'north')] }))).toEqual([
      expect.stringContaining('route m names the device'),
    ]);
  });
});
