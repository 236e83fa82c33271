import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';

describe('a second gateway on the same store', () => {
  let smsc: Smsc;
  let file: GatewayFile;

  beforeEach(async () => {
    smsc = await Smsc.start();
    file = await GatewayFile.make(
      `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin }`,
    );
  });

  afterEach(async () => {
    await file.remove();
    await smsc.close();
  });

  test('does not start, since it would send the same messages again', async () => {
    await file.start();
    await smsc.until(({ bound }) => bound === 1);
    await expect(file.startAnother()).rejects.toThrow(/another gateway runs on/);
    expect(smsc.stats.connections).toBe(1);
  });

  test('starts after the first gateway was killed: the lock ends with its process', async () => {
    await file.start();
    await file.kill();
    await file.start();
    await smsc.until(({ bound }) => bound === 1);
  });
});

test('a gateway whose address is in use reports it, connects to no carrier, and exits with 1', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const smsc = await Smsc.start();
  const address = taken.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin }`,
    `127.0.0.1:${port}`,
  );
  try {
    await expect(file.start()).rejects.toThrow(
      new RegExp(`ended with 1: cannot listen on 127.0.0.1:${port}`),
    );
    expect(smsc.stats.connections).toBe(0);
  } finally {
    await file.remove();
    await smsc.close();
    taken.close();
  }
});
