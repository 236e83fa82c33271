import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { doctorCommand } from '../../../../../src/commands/doctor/doctor.ts';
import type { Finding } from '../../../../../src/commands/doctor/finding.ts';
import type { Beat } from '../../../../../src/domain/operation/nodes.ts';
import { openStore } from '../../../../../src/store/open-store.ts';
import type { Store } from '../../../../../src/store/store.ts';
import { Configured } from '../../../../support/postgres/configured.ts';
import { claimedOf } from '../../../../support/store/messages.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';

const BEAT: Beat = { url: 'http://10.0.0.2:8080', key: 'a key', status: '{}', held: [], asks: [] };

let postgres: Configured;
const opened: Store[] = [];
beforeEach(async () => {
  postgres = await Configured.make();
  await postgres.write(postgres.url, 'node: north\nhttp: { listen: "127.0.0.1:1" }\nroutes: []\n');
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const store of opened.splice(0)) await store.close();
  await postgres[Symbol.asyncDispose]();
});

const open = async (node: string): Promise<Store> => {
  const store = await openStore({ kind: 'postgres', url: postgres.url, node }, new VirtualClock());
  opened.push(store);
  return store;
};

/** What doctor says, while these nodes beat. */
const doctor = async (...beating: readonly Store[]) => {
  let said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const looking = doctorCommand(postgres.config, true);
  let isOver = false;
  const over = looking.finally(() => {
    isOver = true;
  });
  while (!isOver && beating.length > 0) for (const store of beating) await store.nodes.beat(BEAT);
  await over;
  vi.restoreAllMocks();
  const findings = JSON.parse(said) as readonly Finding[];
  return (about: string) =>
    findings.filter((one) => one.about === about).map(({ level, what }) => `${level}: ${what}`);
};

test('doctor names the node that leads, one that stands still, one that ended without leaving, and one that left', async () => {
  const [north, south, west, east] = [
    await open('north'),
    await open('south'),
    await open('west'),
    await open('east'),
  ];
  await north.nodes.beat(BEAT);
  await claimedOf(west);
  await east.nodes.leave();
  for (const gone of [west, east]) {
    opened.splice(opened.indexOf(gone), 1);
    await gone.close();
  }
  // Nobody beats meanwhile, so that nobody is declared dead.
  const quiet = await doctor();
  expect(quiet('node west')).toEqual([
    'warning: it has ended without leaving, or has lost the database; a message that it was sending waits',
  ]);
  expect(quiet('node east')).toEqual(['fine: it does not run']);
  expect(quiet('node south')).toEqual([expect.stringContaining('warning: it is connected to the database')]);
  const alive = await doctor(north, south);
  expect(alive('node north')).toEqual(['fine: it lives and leads, at http://10.0.0.2:8080']);
  expect(alive('node south')).toEqual(['fine: it lives, at http://10.0.0.2:8080']);
});

test('doctor does not take another node for the gateway of its configuration', async () => {
  const south = await open('south');
  const said = await doctor(south);
  expect(said('port')).toEqual([expect.stringContaining('fine: ')]);
  const north = await open('north');
  const both = await doctor(north, south);
  expect(both('port')).toEqual([expect.stringContaining('broken: a gateway runs on the store, but nothing')]);
});

test('doctor looks for no modem and no carrier that another node has', async () => {
  const routes = ['north', 'south'].flatMap((node) => [
    `  - { id: carrier-${node}, type: smpp, host: 127.0.0.1, port: 9, systemId: t, node: ${node} }`,
    `  - { id: modem-${node}, type: modem, device: /dev/not-there, node: ${node} }`,
  ]);
  await postgres.write(postgres.url, `node: north\nroutes:\n${routes.join('\n')}\n`);
  const said = await doctor();
  expect(said('carrier carrier-north')).toEqual([expect.stringContaining("can't be reached")]);
  expect(said('modem modem-north')).toEqual([expect.stringContaining('is not on this machine')]);
  expect([said('carrier carrier-south'), said('modem modem-south')]).toEqual([[], []]);
});
