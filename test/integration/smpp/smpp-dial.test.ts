import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { dial } from '../../../src/routes/smpp/link/dial.ts';
import { ScriptedSmsc } from '../../support/smpp/scripted-smsc.ts';
import { smppConfig } from '../../support/smpp/smpp-samples.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url));

const KEEP_ALIVE = '02';

/** The timer that the kernel runs for our end of the connection to this port (proc(5), /proc/net/tcp: tr:tm->when). */
const kernelTimer = (port: number): { readonly kind: string; readonly inMs: number } | undefined => {
  const remote = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const ours = sockets.find((fields) => fields[2] === remote)?.[5]?.split(':');
  // In ticks of a hundredth of a second.
  return ours === undefined
    ? undefined
    : { kind: ours[0] ?? '', inMs: Number.parseInt(ours[1] ?? '', 16) * 10 };
};

test.each([
  ['in the clear', false],
  ['over TLS', { ca: fixture('carrier-ca.pem'), serverName: 'smsc.example' }],
])('a connection %s has TCP keepalive that begins after at most 30 s of silence', async (_, tls) => {
  const smsc = await ScriptedSmsc.listen(
    tls === false
      ? undefined
      : { cert: readFileSync(fixture('carrier.pem')), key: readFileSync(fixture('carrier.key')) },
  );
  onTestFinished(() => smsc.close());
  const { socket, connectedEvent } = dial(smppConfig({ port: smsc.port, tls }));
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, connectedEvent);
  // Until all written octets are acknowledged, the kernel shows the timer of the retransmission.
  let timer = kernelTimer(smsc.port);
  while (timer?.kind !== KEEP_ALIVE) {
    await new Promise(setImmediate);
    timer = kernelTimer(smsc.port);
  }
  expect(timer.inMs).toBeGreaterThan(0);
  expect(timer.inMs).toBeLessThanOrEqual(30_000);
});
