import { afterEach, describe, expect, it } from 'vitest';
import type { NewMessage } from '../../../../../src/domain/messages/message.ts';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { ModemPool, type PooledModem } from '../../../../support/modem/pool.ts';

const PART_MS = 2000;

let pool: ModemPool | undefined;
afterEach(async () => {
  await pool?.stop();
  pool = undefined;
});

const plugged = async (...modems: readonly Partial<PooledModem>[]): Promise<ModemPool> => {
  pool = await ModemPool.start(modems.map((own) => ({ id: 'modem-1', partMs: PART_MS, ...own })));
  return pool;
};

/** A pool with a single modem. */
const only = async () => {
  const made = await plugged({});
  return { clock: made.clock, modem: made.modem('modem-1') };
};

const accept = async (own: Partial<NewMessage> = {}) => {
  const [stored] = (await pool?.accept(own)) ?? [];
  if (stored === undefined) throw new Error('not accepted');
  return stored;
};

describe('a number that the network refuses', () => {
  it.each([1, 28])(
    '(CMS %i) fails its message at the second try, and the next message goes out without any delay',
    async (code) => {
      const { clock, modem } = await only();
      modem.results.push([`+CMS ERROR: ${code}`]);
      const bad = await accept();
      const good = await accept({ to: '+33639980002' as Msisdn });
      await clock.advance(PART_MS);
      expect([bad.state, good.state]).toEqual(['queued', 'sent']);
      modem.results.push([`+CMS ERROR: ${code}`]);
      await clock.advance(PART_MS);
      expect(bad.state).toBe('failed');
      expect(modem.pdus).toHaveLength(3);
    },
  );

  it.each([1, 28, 304])(
    '(CMS %i) fails its message at once when a second modem refuses it too, and neither modem is blamed',
    async (code) => {
      const { clock } = await plugged({}, { id: 'modem-2' });
      for (const id of ['modem-1', 'modem-2']) pool?.modem(id).results.push([`+CMS ERROR: ${code}`]);
      const bad = await accept();
      await clock.advance(0);
      expect(bad.state).toBe('failed');
    },
  );
});

describe('an error whose cause may be the number or the network (CMS 21, 127)', () => {
  it.each([21, 127])(
    'does not fail the message of a single modem at the first try (CMS %i)',
    async (code) => {
      const { clock, modem } = await only();
      modem.results.push([`+CMS ERROR: ${code}`]);
      const message = await accept();
      expect(message.state).toBe('queued');
      await clock.advance(10_000 + PART_MS);
      expect(message).toMatchObject({ state: 'sent', possibleDuplicate: false });
      expect(modem.pdus).toHaveLength(2);
    },
  );

  it.each([21, 127])('fails the message of a single modem at the second try (CMS %i)', async (code) => {
    const { clock, modem } = await only();
    modem.results.push([`+CMS ERROR: ${code}`], [`+CMS ERROR: ${code}`]);
    const message = await accept();
    await clock.advance(15_000);
    expect(message.state).toBe('failed');
    expect(modem.pdus).toHaveLength(2);
  });

  it('makes another modem send the message at once', async () => {
    const { clock } = await plugged({}, { id: 'modem-2' });
    pool?.modem('modem-1').results.push(['+CMS ERROR: 21']);
    const message = await accept();
    await clock.advance(PART_MS);
    expect(message).toMatchObject({ state: 'sent', route: 'modem-2', possibleDuplicate: false });
  });
});

describe('a service centre unknown to the network (CMS 330), in a pool of modems', () => {
  it('does not fail the message of a single modem: the message waits until the address is corrected', async () => {
    const { clock, modem } = await only();
    for (let i = 0; i < 4; i++) modem.results.push(['+CMS ERROR: 330']);
    const message = await accept();
    await clock.advance(3 * 60_000);
    expect(modem.heard).toContain('AT+CSCA?');
    expect(message).toMatchObject({ state: 'sent', possibleDuplicate: false });
  });

  it('lets another modem carry the message at once', async () => {
    const { clock } = await plugged({}, { id: 'modem-2' });
    pool?.modem('modem-1').results.push(['+CMS ERROR: 330']);
    const message = await accept();
    await clock.advance(PART_MS);
    expect(message).toMatchObject({ state: 'sent', route: 'modem-2' });
  });
});

describe('a SIM that is barred (CMS 10)', () => {
  it('fails no message: the messages of a single modem wait until the SIM’s quarantine is over', async () => {
    const { clock, modem } = await only();
    modem.results.push(['+CMS ERROR: 10'], ['+CMS ERROR: 10']);
    const messages = [await accept(), await accept()];
    await clock.advance(29 * 60_000);
    expect(messages.map(({ state }) => state)).toEqual(['queued', 'queued']);
    await clock.advance(2 * 60_000);
    expect(messages.map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(modem.pdus).toHaveLength(4);
  });

  it('lets another modem carry the message at once', async () => {
    const { clock } = await plugged({}, { id: 'modem-2' });
    pool?.modem('modem-1').results.push(['+CMS ERROR: 10']);
    const message = await accept();
    await clock.advance(PART_MS);
    expect(message).toMatchObject({ state: 'sent', route: 'modem-2' });
  });
});

describe('a message to a number that no SIM may write to (CMS 10)', () => {
  it('takes no SIM of a pool away that sends other messages', async () => {
    const made = await plugged({}, { id: 'modem-2' });
    const { clock } = made;
    for (let i = 0; i < 4; i++) await accept();
    await clock.advance(3 * PART_MS);
    for (const id of ['modem-1', 'modem-2'])
      for (let i = 0; i < 3; i++) made.modem(id).results.push(['+CMS ERROR: 10']);
    const barred = await accept();
    await clock.advance(10_000);
    expect(barred.state).not.toBe('failed');
    for (const id of ['modem-1', 'modem-2']) expect(made.route(id).status().state).toBe('up');
    await clock.advance(60_000);
    expect(barred.state).toBe('sent');
  });

  it('does not hide a SIM that is barred: the second message in a row sets it aside', async () => {
    const { clock, modem } = await only();
    await accept();
    await clock.advance(PART_MS);
    modem.results.push(['+CMS ERROR: 10'], ['+CMS ERROR: 10']);
    await accept();
    await accept();
    await clock.advance(0);
    expect(pool?.route('modem-1').status()).toMatchObject({
      state: 'down',
      quarantine: { since: clock.now(), reason: 'call barred (+CMS ERROR: 10)' },
    });
  });
});

describe('a modem with a temporary error (CMS 42)', () => {
  it('keeps no message that another modem could carry: neither the failed message nor the waiting one', async () => {
    const made = await plugged({}, { id: 'modem-2', config: { prefer: ['+331'] } });
    const { clock } = made;
    const modem = made.modem('modem-1');
    // Both further messages are then handed to the first modem.
    for (let i = 1; i <= 2; i++) await accept({ to: `+3319900000${i}` as Msisdn });
    modem.results.push(undefined);
    const troubled = await accept();
    const waiting = await accept();
    await clock.advance(2 * PART_MS);
    expect([troubled.route, waiting.route]).toEqual(['modem-1', 'modem-1']);
    modem.say('+CMS ERROR: 42');
    await clock.advance(2 * PART_MS);
    for (const message of [troubled, waiting]) {
      expect(message).toMatchObject({ state: 'sent', route: 'modem-2', possibleDuplicate: false });
    }
  });
});

describe('a single modem unplugged at each octet of the sending dialogue', () => {
  /** Octets of AT+CMGS, the PDU and Ctrl-Z. */
  const dialogueLength = async (): Promise<number> => {
    const { clock, modem } = await only();
    modem.heard.length = 0;
    await accept();
    await clock.advance(0);
    return modem.heard.reduce((sum, each) => sum + each.length + (each.startsWith('AT') ? 1 : 0), 0);
  };

  it.each(['hold', 'resend'] as const)(
    'with onUncertain %s loses no message, sends none twice unmarked, and is in service again within five seconds',
    async (onUncertain) => {
      const length = await dialogueLength();
      await pool?.stop();
      expect(length).toBeGreaterThan(60);
      for (let octets = 0; octets <= length; octets++) {
        const { clock, modem } = await only();
        modem.results.push(undefined);
        modem.octetsLeft = octets;
        const message = await accept({ onUncertain });
        if (modem.isOpen) modem.unplug();
        modem.octetsLeft = Number.POSITIVE_INFINITY;
        // If the PDU never arrived whole, the queued "no answer" is dropped, or it would apply to the next PDU.
        if (modem.pdus.length === 0) modem.results.length = 0;
        await clock.advance(5000);
        expect(pool?.route('modem-1').status().state).toBe('up');
        await clock.advance(60_000);
        const { state, possibleDuplicate } = message;
        const handedOver = octets >= length - 1;
        const heard = octets === length ? 1 : 0;
        expect([octets, state, possibleDuplicate, modem.pdus.length]).toEqual(
          handedOver && onUncertain === 'hold'
            ? [octets, 'uncertain', false, heard]
            : [octets, 'sent', handedOver, heard + 1],
        );
        await pool?.stop();
      }
      pool = undefined;
    },
  );
});
