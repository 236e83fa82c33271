import { describe, expect, it } from 'vitest';
import { bindEsme, connectEsme, startCarrier } from '../../support/smpp/carrier.ts';
import { bindPdu, bodyText, cString, deliverFields, pduOf, submitPdu } from '../../support/smpp/raw-esme.ts';

const [RECEIVER, TRANSMITTER, TRANSCEIVER] = [1, 2, 9];

describe('a session with the simulated carrier', () => {
  it.each([RECEIVER, TRANSMITTER, TRANSCEIVER])(
    'begins with a bind (command %i) and ends with unbind',
    async (command) => {
      const smsc = await startCarrier();
      const esme = await connectEsme(smsc);
      const bound = await esme.ask(bindPdu(command));
      expect(bound).toMatchObject({ status: 0, command: 0x80000000 + command });
      expect(bound.body.toString('hex')).toBe(`${cString('CARRIER').toString('hex')}0210000134`);
      expect(smsc.bound).toBe(1);
      expect(await esme.ask(pduOf(6, 2))).toMatchObject({ command: 0x80000006, status: 0 });
      await esme.closed;
      expect(smsc.bound).toBe(0);
      expect(smsc.stats).toMatchObject({ connections: 1, binds: 1, unbinds: 1, dropped: 0 });
      expect(smsc.violations).toEqual([]);
    },
  );

  it('is refused for another system_id and for a wrong password, without a body', async () => {
    const smsc = await startCarrier({ systemId: 'tocsin', password: 'secret' });
    const esme = await connectEsme(smsc);
    expect(await esme.ask(bindPdu(9, 'other', 'secret', 1))).toMatchObject({
      status: 0x0f,
      body: Buffer.alloc(0),
    });
    expect(await esme.ask(bindPdu(9, 'tocsin', 'wrong', 2))).toMatchObject({
      status: 0x0e,
      body: Buffer.alloc(0),
    });
    expect(await esme.ask(bindPdu(9, 'tocsin', 'secret', 3))).toMatchObject({ status: 0 });
    expect(smsc.stats).toMatchObject({ binds: 1, bindsRefused: 2 });
  });

  it('can be bound only once', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    expect(await esme.ask(bindPdu(9, 'tocsin', 'secret', 2))).toMatchObject({ status: 5 });
    expect(smsc.violations).toEqual(['bind 2: the session is bound already']);
  });

  it('answers enquire_link, and can send enquire_link', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    expect(await esme.ask(pduOf(0x15, 2))).toMatchObject({
      command: 0x80000015,
      status: 0,
      body: Buffer.alloc(0),
    });
    smsc.enquireLink();
    const asked = await esme.next();
    expect(asked).toMatchObject({ command: 0x15, body: Buffer.alloc(0) });
    esme.send(pduOf(0x80000015, asked.sequence));
    await smsc.until(({ stats }) => stats.enquireLinksAnswered === 1);
    expect(smsc.violations).toEqual([]);
  });

  it('ends when the client agrees to the carrier’s unbind', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    smsc.unbind();
    const asked = await esme.next();
    expect(asked.command).toBe(6);
    esme.send(pduOf(0x80000006, asked.sequence));
    await esme.closed;
    expect(smsc.violations).toEqual([]);
  });

  it('answers an unknown command_id with generic_nack', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    expect(await esme.ask(pduOf(0x0999, 4))).toMatchObject({ command: 0x80000000, status: 3, sequence: 4 });
    expect(smsc.violations).toEqual(['request 4: unknown command_id 0x999']);
  });

  it('ends with generic_nack at an impossible command_length', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    esme.send(Buffer.alloc(16));
    expect(await esme.next()).toMatchObject({ command: 0x80000000, status: 2 });
    await esme.closed;
    expect(smsc.violations).toEqual(['command_length is 0']);
  });

  it('reads PDUs that come one octet at a time', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    for (const octet of submitPdu(2)) esme.send(Buffer.of(octet));
    expect(await esme.next()).toMatchObject({ command: 0x80000004, status: 0 });
  });

  it('records responses without a request as violations', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    esme.send(pduOf(0x80000005, 77, [0]), pduOf(0x80000015, 78), pduOf(0x80000004, 79, [0]));
    await esme.settled();
    expect(smsc.violations).toEqual([
      'deliver_sm_resp 77: answers nothing',
      'enquire_link_resp 78: answers nothing',
      'response 0x80000004 79: answers nothing',
    ]);
  });

  it('records an invalid sequence number, status or body of a request as a violation', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    esme.send(pduOf(0x15, 0), pduOf(0x15, 0x80000001), pduOf(0x15, 3, [1]), pduOf(0x15, 4, [], 1));
    await esme.settled();
    expect(smsc.violations).toEqual([
      'sequence_number is 0',
      'sequence_number is 2147483649',
      'enquire_link: has a body',
      'request 4: command_status is not 0',
    ]);
  });

  it('refuses binds whose fields are too long or have no end', async () => {
    const smsc = await startCarrier();
    const esme = await connectEsme(smsc);
    expect(await esme.ask(bindPdu(9, 'a-name-of-16-chr', 'secret', 1))).toMatchObject({ status: 0x0f });
    expect(await esme.ask(bindPdu(9, 'tocsin', 'nine-long', 2))).toMatchObject({ status: 0x0e });
    expect(await esme.ask(pduOf(9, 3, Buffer.from('tocsin')))).toMatchObject({ status: 0x0f });
    const odd = bindPdu(9, 'tocsin', 'secret', 4);
    odd[odd.length - 4] = 0x33;
    expect(await esme.ask(odd)).toMatchObject({ status: 0 });
    expect(smsc.violations).toEqual([
      'bind 1: system_id is longer than 15 octets',
      'bind 2: password is longer than 8 octets',
      'bind 3: system_id has no NUL before the end',
      'bind 4: interface_version is 0x33',
    ]);
  });
});

describe('a transmitter and a receiver at the simulated carrier', () => {
  it('are used for submits and for deliveries respectively', async () => {
    const smsc = await startCarrier();
    const transmitter = await bindEsme(smsc, bindPdu(TRANSMITTER));
    const receiver = await bindEsme(smsc, bindPdu(RECEIVER));
    const id = bodyText(await transmitter.ask(submitPdu(2)));
    expect(deliverFields(await receiver.deliverSm()).octets.toString()).toContain(`id:${id} `);
    await transmitter.settled();
    expect(transmitter.untaken).toEqual([]);
  });

  it('may submit only by the transmitter, and only after a bind', async () => {
    const smsc = await startCarrier();
    const receiver = await bindEsme(smsc, bindPdu(RECEIVER));
    const stranger = await connectEsme(smsc);
    expect(await receiver.ask(submitPdu(2))).toMatchObject({ status: 4, body: Buffer.alloc(0) });
    expect(await stranger.ask(submitPdu(3))).toMatchObject({ status: 4 });
    expect(await stranger.ask(pduOf(3, 4, Buffer.concat([cString('1'), Buffer.alloc(3)])))).toMatchObject({
      status: 4,
    });
    expect(smsc.violations).toEqual([
      'submit_sm 2: not bound to transmit',
      'submit_sm 3: not bound to transmit',
      'query_sm 4: not bound to transmit',
    ]);
    expect(smsc.stats).toMatchObject({ submits: 2, accepted: 0, rejected: 2 });
  });

  it('get no deliveries that are for another client', async () => {
    const smsc = await startCarrier();
    const ours = await bindEsme(smsc, bindPdu(TRANSMITTER, 'tocsin'));
    const theirs = await bindEsme(smsc, bindPdu(TRANSCEIVER, 'other'));
    await ours.ask(submitPdu(2));
    await theirs.settled();
    expect(theirs.untaken).toEqual([]);
    expect(smsc.undelivered).toBe(1);
  });
});
