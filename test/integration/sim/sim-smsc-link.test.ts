import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { bindEsme, connectEsme, startCarrier } from '../../support/smpp/carrier.ts';
import { bindPdu, bodyText, deliverFields, pduOf, RawEsme, submitPdu } from '../../support/smpp/raw-esme.ts';

describe('the connections to the simulated carrier', () => {
  it('are reset and refused after cut(), and accepted again on the same port after restore()', async () => {
    const smsc = await startCarrier({ receiptDelayMs: 5 });
    const { port } = smsc;
    const esme = await bindEsme(smsc);
    const id = bodyText(await esme.ask(submitPdu(2)));
    smsc.cut();
    await esme.closed;
    await expect(RawEsme.connect(port)).rejects.toThrow('ECONNREFUSED');
    expect(smsc.bound).toBe(0);
    await smsc.restore();
    await smsc.restore();
    expect(smsc.port).toBe(port);
    const again = await bindEsme(smsc);
    expect(deliverFields(await again.deliverSm()).octets.toString()).toContain(`id:${id} `);
  });

  it('can be cut and restored many times', async () => {
    const smsc = await startCarrier();
    for (let i = 0; i < 5; i++) {
      const esme = await bindEsme(smsc);
      smsc.cut();
      smsc.cut();
      await esme.closed;
      await smsc.restore();
    }
    expect(smsc.stats).toMatchObject({ binds: 5, dropped: 5 });
  });

  it('stay open in a black hole, and transfer nothing until the black hole ends', async () => {
    const smsc = await startCarrier({ submitLatencyMs: 1 });
    const esme = await bindEsme(smsc);
    esme.send(submitPdu(2));
    await smsc.until(({ stats }) => stats.submits === 1);
    smsc.blackHole(true);
    esme.send(submitPdu(3));
    smsc.enquireLink();
    // A client that connects now is accepted by the kernel, and gets no answer.
    const stranger = await connectEsme(smsc);
    stranger.send(bindPdu());
    await smsc.until(({ stats }) => stats.connections === 2);
    expect(smsc.stats).toMatchObject({ submits: 1, binds: 1 });
    expect([...esme.untaken, ...stranger.untaken].filter(({ sequence }) => sequence !== 2)).toEqual([]);
    smsc.blackHole(false);
    expect(await stranger.next()).toMatchObject({ command: 0x80000009, status: 0 });
    expect(await esme.next(({ command }) => command === 0x15)).toMatchObject({ status: 0 });
    expect(await esme.next(({ sequence }) => sequence === 3)).toMatchObject({ status: 0 });
    expect(smsc.stats.submits).toBe(2);
  });

  it('can be sent any octets that a test gives, such as an outbind', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    smsc.inject(pduOf(0x0b, 5, [0, 0]));
    expect(await esme.next()).toMatchObject({ command: 0x0b, sequence: 5 });
  });

  it('are accepted again though another socket had the port when restore() was called', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    smsc.cut();
    await esme.closed;
    const other = createServer().listen(smsc.port, '127.0.0.1');
    await once(other, 'listening');
    const restored = smsc.restore();
    // Long enough for some tries.
    await wait(100);
    other.close();
    await restored;
    await bindEsme(smsc);
  });

  it('end when the carrier is closed, and pending calls of until() and sendInbound() are rejected', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    const never = smsc.until(() => false);
    const untaken = smsc.sendInbound({ from: '+33639980001', to: '38000', text: 'Safe' });
    const both = Promise.allSettled([never, untaken]);
    await smsc.close();
    await esme.closed;
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('are not possible on a port that is taken: the carrier does not start', async () => {
    const { port } = await startCarrier();
    await expect(startCarrier({ port })).rejects.toThrow('EADDRINUSE');
  });

  it('continue when a client that did not read reads again, however many PDUs wait for it', async () => {
    const count = 60_000;
    const smsc = await startCarrier({ keepMessages: false, receiptWindow: count });
    const esme = await bindEsme(smsc);
    esme.pause();
    esme.send(...Array.from({ length: count }, (_, index) => submitPdu(index + 2)));
    await smsc.until(({ stats }) => stats.accepted > 1000);
    esme.resume();
    await smsc.until(({ stats }) => stats.receiptsSent === count);
    await esme.settled();
    const { untaken } = esme;
    expect(untaken.filter(({ command }) => command === 0x80000004)).toHaveLength(count);
    const receipts = untaken.filter(({ command }) => command === 5);
    expect(receipts).toHaveLength(count);
    esme.send(...receipts.map(({ sequence }) => pduOf(0x80000005, sequence, [0])));
    await smsc.until(({ stats }) => stats.receiptsAcked === count);
    expect(smsc.phones.numbers).toEqual([]);
    expect(smsc.violations).toEqual([]);
  });
});
