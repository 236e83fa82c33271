import { describe, expect, it } from 'vitest';
import { bindEsme, startCarrier } from '../../support/smpp/carrier.ts';
import { bindPdu, deliverFields, pduOf } from '../../support/smpp/raw-esme.ts';

const from = '+33639980001';
const to = '38000';

describe('a message from a phone of the simulated carrier', () => {
  it('counts as delivered once the client acknowledges it', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    const taken = smsc.sendInbound({ from, to, text: 'Safe' });
    const pdu = await esme.next();
    expect(deliverFields(pdu)).toMatchObject({ from: '33639980001', to, esmClass: 0, dataCoding: 0 });
    expect(deliverFields(pdu).octets.toString()).toBe('Safe');
    expect(smsc.stats).toMatchObject({ inboundSent: 1, inboundAcked: 0 });
    esme.send(pduOf(0x80000005, pdu.sequence, [0]));
    await taken;
    expect(smsc.stats).toMatchObject({ inboundAcked: 1, receiptsAcked: 0, violations: 0 });
  });

  it('is sent again when it was refused, or when the link dropped', async () => {
    const smsc = await startCarrier({ retryMs: 5 });
    const first = await bindEsme(smsc);
    const taken = smsc.sendInbound({ from, to, text: 'Besoin d’aide' });
    await first.deliverSm(8);
    const again = await first.next(({ command }) => command === 5);
    expect(deliverFields(again)).toMatchObject({ dataCoding: 8 });
    expect(smsc.stats.inboundRefused).toBe(1);
    await first.close();
    const second = await bindEsme(smsc);
    expect(
      deliverFields(await second.deliverSm())
        .octets.swap16()
        .toString('utf16le'),
    ).toBe('Besoin d’aide');
    await taken;
  });

  it('that is long comes in parts in the requested order, and is delivered with the last acknowledgement', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    const taken = smsc.sendInbound({
      from,
      to,
      text: 'x'.repeat(400),
      order: [3, 2, 1, 2],
      reference: 0x0a0b,
    });
    const headers = [];
    for (let i = 0; i < 4; i++) {
      const { esmClass, octets } = deliverFields(await esme.deliverSm());
      expect(esmClass).toBe(0x40);
      headers.push(octets.toString('hex', 0, 7));
    }
    expect(headers).toEqual(['0608040a0b0303', '0608040a0b0302', '0608040a0b0301', '0608040a0b0302']);
    await taken;
    expect(smsc.stats.inboundAcked).toBe(4);
  });

  it('that is long comes with SAR parameters, or whole in message_payload', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    const text = 'y'.repeat(200);
    const sar = smsc.sendInbound({ from, to, text, long: 'sar', reference: 7 });
    const parts = [deliverFields(await esme.deliverSm()), deliverFields(await esme.deliverSm())];
    expect(parts.map(({ tlvs }) => [tlvs.get(0x20c), tlvs.get(0x20e)?.[0], tlvs.get(0x20f)?.[0]])).toEqual([
      [Buffer.of(0, 7), 2, 1],
      [Buffer.of(0, 7), 2, 2],
    ]);
    expect(parts.map(({ octets }) => octets.toString()).join('')).toBe(text);
    await sar;
    const payload = smsc.sendInbound({ from, to, text, long: 'payload' });
    const whole = deliverFields(await esme.deliverSm());
    expect(whole.octets).toHaveLength(0);
    expect(whole.tlvs.get(0x424)?.toString()).toBe(text);
    await payload;
  });

  it('needs the systemId of its receiver when several clients have bound', async () => {
    const smsc = await startCarrier();
    await expect(smsc.sendInbound({ from, to, text: 'Safe' })).rejects.toThrow('no client ever bound');
    const ours = await bindEsme(smsc, bindPdu(9, 'tocsin'));
    await bindEsme(smsc, bindPdu(9, 'other'));
    await expect(smsc.sendInbound({ from, to, text: 'Safe' })).rejects.toThrow('more than one client');
    await expect(smsc.sendInbound({ from, to, text: 'Safe', systemId: 'third' })).rejects.toThrow(
      'third never bound',
    );
    const taken = smsc.sendInbound({ from, to, text: 'Safe', systemId: 'tocsin' });
    await ours.deliverSm();
    await taken;
  });
});
