import { expect, test } from 'vitest';
import { unknownHosts } from '../../../src/commands/check/unknown-hosts.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const carrier = (id: string, host: string) => ({ id, type: 'smpp' as const, host });
const config = (...routes: readonly ReturnType<typeof carrier>[]) => ({ routes, cap: { feeds: [] } });
const known = async () => ({ address: '192.0.2.1' });
const fault = (code: string) => Object.assign(new Error(`getaddrinfo ${code}`), { code });

test('host names that have an address give no warning', async () => {
  const feeds = [{ url: 'https://cap.example/feed' }];
  const asked: string[] = [];
  const resolve = async (host: string) => void asked.push(host);
  const found = await unknownHosts(
    { routes: [carrier('a', 'smpp.example')], cap: { feeds } },
    resolve,
    new VirtualClock(),
  );
  expect(found).toEqual({ warnings: [], isAnyPending: false });
  expect(asked).toEqual(['smpp.example', 'cap.example']);
});

test('addresses and this machine are not looked up', async () => {
  const resolve = () => Promise.reject(new Error('nothing is to be looked up here'));
  const routes = [carrier('a', '192.0.2.1'), carrier('b', '[2001:db8::1]'), carrier('c', 'localhost')];
  expect((await unknownHosts(config(...routes), resolve, new VirtualClock())).warnings).toEqual([]);
});

test('a host name without an address is a warning that names all that use it, and the resolver’s code', async () => {
  let asked = 0;
  const resolve = async () => {
    asked++;
    throw fault('ENOTFOUND');
  };
  const routes = [carrier('a', 'smpp.exmaple'), carrier('b', 'smpp.exmaple')];
  const { warnings } = await unknownHosts(config(...routes), resolve, new VirtualClock());
  expect(warnings).toEqual([
    'the host smpp.exmaple of route a and route b has no address (ENOTFOUND): the name may be misspelt, or this machine may be offline now',
  ]);
  expect(asked).toBe(1);
});

test('all names are looked up at the same time, and those without an answer within 2 s are a warning', async () => {
  const clock = new VirtualClock();
  const asked: string[] = [];
  const resolve = (host: string): Promise<unknown> => {
    asked.push(host);
    return host === 'quick.example' ? known() : new Promise(() => {});
  };
  const routes = [carrier('a', 'slow.example'), carrier('b', 'quick.example'), carrier('c', 'dead.example')];
  const found = unknownHosts(config(...routes), resolve, clock);
  expect(asked).toHaveLength(3);
  await clock.advance(2000);
  expect(await found).toEqual({
    warnings: [
      'the host slow.example of route a has no address (no answer within 2 s): the name may be misspelt, or this machine may be offline now',
      'the host dead.example of route c has no address (no answer within 2 s): the name may be misspelt, or this machine may be offline now',
    ],
    isAnyPending: true,
  });
});
