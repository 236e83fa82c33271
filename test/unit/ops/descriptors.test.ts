import { expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema.ts';
import { planDescriptors } from '../../../src/ops/descriptors.ts';

const config = (http: object, carriers = 1) =>
  configSchema.parse({
    http,
    routes: Array.from({ length: carriers }, (_, n) => ({
      id: `carrier-${n}`,
      type: 'smpp',
      host: 'smpp.example',
      systemId: 'tocsin',
      sessions: 4,
    })),
  });

test('with enough file descriptors, the configured number of HTTP connections is accepted, half of them from one address', () => {
  expect(planDescriptors(config({}), 65_536)).toMatchObject({
    connections: 1000,
    connectionsPerAddress: 500,
    warning: undefined,
  });
  expect(
    planDescriptors(config({ maxConnections: 50, maxConnectionsPerAddress: 7 }), undefined),
  ).toMatchObject({
    connections: 50,
    connectionsPerAddress: 7,
    warning: undefined,
  });
});

test('with few file descriptors, carriers and the disk keep theirs, and fewer HTTP connections are accepted with a warning', () => {
  const few = planDescriptors(config({ maxConnectionsPerAddress: 900 }), 256);
  expect(few.reserved).toBe(138);
  expect(few.connections).toBe(256 - 138);
  expect(few.connectionsPerAddress).toBe(few.connections);
  expect(few.warning).toMatch(/limit of open files is 256.*118 HTTP connections.*raise the limit .* to 1138/);
  const more = planDescriptors(config({}, 10), 256);
  expect(more.connections).toBe(256 - more.reserved);
  expect(more.reserved).toBe(64 + 64 + 10 * 10);
});

test('with only 64 file descriptors, 16 HTTP connections are accepted', () => {
  expect(planDescriptors(config({}), 64).connections).toBe(16);
});
