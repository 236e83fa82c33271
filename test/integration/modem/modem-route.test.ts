import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeProbe, probeCommand } from '../../../src/commands/probe.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import type { Encoding } from '../../../src/domain/text/encoding.ts';
import { cut } from '../../../src/domain/text/split.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { probePorts } from '../../../src/routes/modem/bring-up/probe.ts';
import { loadProfiles } from '../../../src/routes/modem/device/profile.ts';
import { families } from '../../../src/sim/modem/families.ts';
import type { SimModemOptions } from '../../../src/sim/modem/modem.ts';
import { SimModem } from '../../../src/sim/modem/modem.ts';
import { ModemBench } from '../../support/modem/bench.ts';
import { MemorySimRepository } from '../../support/modem/memory-sim-repository.ts';

const NUMBER = '+33639980001' as Msisdn;

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

const plug = async (options?: SimModemOptions): Promise<SimModem> => {
  const modem = await SimModem.start(options);
  opened.push(modem);
  return modem;
};

/** Starts a route to the modem. */
const start = (modem: SimModem, config?: object, simRepository?: MemorySimRepository): ModemBench => {
  const bench = new ModemBench({ device: modem.path, ...config }, simRepository);
  opened.push(bench);
  bench.route.start();
  return bench;
};

const linkPath = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'tocsin-modem-'));
  opened.push({ close: () => rm(directory, { recursive: true }) });
  return join(directory, 'modem');
};

/** Sends a text in as many parts as it needs, two in flight at a time, as the send loop does. */
const sendLong = async (bench: ModemBench, text: string, encoding: Encoding): Promise<Outcome[]> => {
  const texts = cut(text, encoding);
  const messageId = 77 as MessageId;
  const outcomes: Promise<Outcome>[] = [];
  for (const [index, slice] of texts.entries()) {
    await bench.told.until(() => bench.route.status().room > 0);
    outcomes.push(
      bench.submit({
        messageId,
        text: slice,
        encoding,
        part: index + 1,
        parts: texts.length,
        reference: 0xbeef,
      }),
    );
  }
  return Promise.all(outcomes);
};

describe('a modem on a pseudo-terminal', () => {
  it('sends a message to the phone, and its status report comes back with the same reference', async () => {
    const modem = await plug({ imsi: '001010000000042' });
    const bench = await start(modem).up();
    const { route, told } = bench;
    const outcome = await bench.submit({ text: 'Flood warning @ {river}' });
    expect(outcome).toMatchObject({ kind: 'accepted', carrier: '001010000000042' });
    await told.until(() => told.receipts.length === 1);
    expect(told.receipts).toMatchObject([{ state: 'delivered', to: NUMBER, carrier: '001010000000042' }]);
    expect(outcome).toMatchObject({ carrierRef: told.receipts[0]?.refs[0] });
    expect(modem.phones.texts(NUMBER)).toEqual(['Flood warning @ {river}']);
    expect(route.status()).toMatchObject({ modem: { imei: '490154203237518', operator: 'Test Network' } });
    expect(modem.violations).toEqual([]);
  });

  it.each([
    ['gsm7', 'Leave the valley by the northern road. '.repeat(11)],
    ['ucs2', 'Покиньте долину по северной дороге. '.repeat(6)],
  ] as const)('sends all parts of a long %s message, in order', async (encoding, text) => {
    const modem = await plug();
    const bench = await start(modem).up();
    const outcomes = await sendLong(bench, text, encoding);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
    expect(modem.phones.texts(NUMBER)).toEqual([text]);
    expect(modem.sent.map(({ concat }) => concat?.part)).toEqual(outcomes.map((_, index) => index + 1));
    await bench.told.until(() => bench.told.receipts.length === outcomes.length);
    expect(modem.violations).toEqual([]);
  });

  it.each(Object.keys(families))(
    'of the family %s sends messages, and receives reports and messages',
    async (family) => {
      const modem = await plug({ family });
      const bench = await start(modem).up();
      const { told } = bench;
      expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
      await told.until(() => told.receipts.length === 1);
      modem.receive({ from: NUMBER, text: 'We are on the roof' });
      await told.until(() => told.inboundMessages.length === 1);
      expect(told.inboundMessages).toMatchObject([{ from: NUMBER, text: 'We are on the roof' }]);
      expect(modem.violations).toEqual([]);
    },
  );

  it('loses nothing when RING comes in between, and when octets come one by one', async () => {
    const modem = await plug();
    modem.misbehave({ ringBetween: true, trickle: true, barePrompt: true, reportBeforeResult: true });
    const bench = await start(modem).up();
    const { told } = bench;
    for (let i = 0; i < 5; i++) expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
    await told.until(() => told.receipts.length === 5);
    expect(modem.phones.texts(NUMBER)).toHaveLength(5);
  });

  it('reports why a message was not delivered', async () => {
    const modem = await plug();
    modem.misbehave({ failedReport: new Set([NUMBER]) });
    const bench = await start(modem).up();
    const { told } = bench;
    await bench.submit();
    await told.until(() => told.receipts.length === 1);
    expect(told.receipts).toMatchObject([
      { state: 'undelivered', reason: 'validity period expired (TP-Status 0x46)' },
    ]);
  });
});

describe('a modem silent after Ctrl-Z', () => {
  it('leaves the message uncertain, does not send it again, and sends the next one', async () => {
    const modem = await plug();
    const bench = await start(modem, { sendTimeout: '300ms' }).up();
    const { route, told } = bench;
    modem.misbehave({ silentAfterPrompt: 'sent', noReport: true });
    expect(await bench.submit()).toMatchObject({ kind: 'uncertain' });
    expect(modem.stats.submits).toBe(1);
    modem.calm();
    await told.until(() => route.status().state === 'up');
    expect(await bench.submit({ to: '+33639980002' as Msisdn })).toMatchObject({ kind: 'accepted' });
    expect(modem.phones.texts(NUMBER)).toHaveLength(1);
  });

  it('has its message settled by a +CMGS after the time-out', async () => {
    const modem = await plug();
    const bench = await start(modem, { sendTimeout: '200ms' }).up();
    const { told } = bench;
    modem.misbehave({ lateResultMs: 900, noReport: true });
    expect(await bench.submit()).toMatchObject({ kind: 'uncertain' });
    await told.until(() => told.late.length === 1);
    expect(told.late).toMatchObject([{ outcome: { kind: 'accepted' } }]);
    expect(modem.stats.submits).toBe(1);
  });

  it('because it restarted is up again, and the message is uncertain', async () => {
    const modem = await plug();
    const bench = await start(modem, { sendTimeout: '500ms' }).up();
    const { route, told } = bench;
    modem.misbehave({ resetDuringSend: 'lost' });
    expect(await bench.submit()).toMatchObject({ kind: 'uncertain' });
    modem.calm();
    await told.until(() => route.status().state === 'up');
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
    await told.until(() => told.receipts.length === 1);
  });

  it('that sends its prompt late gets the PDU only after the prompt', async () => {
    const modem = await plug({ family: 'generic' });
    const bench = await start(modem).up();
    modem.misbehave({ latePromptMs: 300 });
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
    expect(modem.violations).toEqual([]);
  });
});

describe('an error of the network', () => {
  it('about one number does not delay the next message', async () => {
    const modem = await plug();
    modem.misbehave({ cmsErrorFor: new Map([[NUMBER, 28]]) });
    const bench = await start(modem).up();
    const [bad, good] = await Promise.all([bench.submit(), bench.submit({ to: '+33639980002' as Msisdn })]);
    expect(bad).toMatchObject({ kind: 'refused', blame: 'message' });
    expect(good).toMatchObject({ kind: 'accepted' });
  });
});

describe('a modem on a pseudo-terminal that is unplugged', () => {
  it('comes back on another terminal behind the same symbolic link, and sends again', async () => {
    const modem = await plug({ link: await linkPath() });
    const bench = await start(modem).up();
    const { route, told } = bench;
    modem.unplug();
    await told.until(() => route.status().state === 'down');
    expect(await bench.submit()).toMatchObject({ kind: 'retry' });
    await modem.replug();
    await told.until(() => route.status().state === 'up');
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
    expect(modem.violations).toEqual([]);
  });

  it.runIf(existsSync('/proc/self/fd'))(
    'has its file descriptor closed at once, since an open one would give the device another number',
    async () => {
      const modem = await plug();
      const { path } = modem;
      const { told, route } = await start(modem).up();
      // The simulated modem holds its own end of the terminal, never this one.
      const held = async (): Promise<boolean> => {
        const files = (await readdir('/proc/self/fd')).map((fd) =>
          readlink(`/proc/self/fd/${fd}`).catch(() => ''),
        );
        return (await Promise.all(files)).some((file) => file.startsWith(path));
      };
      expect(await held()).toBe(true);
      modem.unplug();
      await told.until(() => route.status().state === 'down');
      expect(await held()).toBe(false);
    },
  );

  it('while it sends leaves that message uncertain, and the waiting one is not sent', async () => {
    const modem = await plug({ partMs: 60_000 });
    const bench = await start(modem).up();
    const sending = bench.submit();
    const waiting = bench.submit();
    await modem.until(({ stats }) => stats.submits === 1);
    modem.unplug();
    expect(await sending).toMatchObject({ kind: 'uncertain' });
    expect(await waiting).toMatchObject({ kind: 'retry' });
  });
});

describe('messages from phones', () => {
  it('come in as one or more parts, and leave the memory empty', async () => {
    const modem = await plug();
    const { told } = await start(modem).up();
    modem.receive({ from: NUMBER, text: 'Help' });
    modem.receive({ from: NUMBER, text: 'The bridge is gone. '.repeat(15), order: [2, 1] });
    await told.until(() => told.inboundMessages.length === 3);
    expect(told.inboundMessages.map(({ concat }) => concat?.part)).toEqual([undefined, 2, 1]);
    await modem.until(() => modem.stored('SM') === 0);
    expect(modem.violations).toEqual([]);
  });

  it('that waited in the modem’s memory are fetched when it comes up', async () => {
    const modem = await plug();
    modem.receive({ from: NUMBER, text: 'Early' });
    const { told } = start(modem);
    await told.until(() => told.inboundMessages.length === 1);
    await modem.until(() => modem.stored('SM') === 0);
  });

  it('stay in the modem while they cannot be put on disk', async () => {
    const modem = await plug();
    const { told } = await start(modem).up();
    told.keep = () => Promise.reject(new Error('disk full'));
    modem.receive({ from: NUMBER, text: 'Help' });
    await told.until(() => told.inboundMessages.length === 1);
    expect(modem.stored('SM')).toBe(1);
  });
});

describe('a SIM with a PIN', () => {
  it('is unlocked with the right PIN, at each power-up', async () => {
    const modem = await plug({ pin: '4321', link: await linkPath() });
    const { route, told } = await start(modem, { pin: '4321' }).up();
    modem.unplug();
    await told.until(() => route.status().state === 'down');
    await modem.replug();
    await told.until(() => route.status().state === 'up');
    expect(modem.stats.pinAttempts).toBe(2);
  });

  it('gets a wrong PIN only once', async () => {
    const modem = await plug({ pin: '4321' });
    const simRepository = new MemorySimRepository();
    for (let restart = 0; restart < 5; restart++) {
      const bench = start(modem, { pin: '1111' }, simRepository);
      const { route, told } = bench;
      await told.until(() => /PIN/.test(route.status().reason ?? ''));
      expect(route.status().state).toBe('down');
      await bench.close();
    }
    expect(modem.stats.pinAttempts).toBe(1);
    expect(modem.stats.pukAttempts).toBe(0);
  });
});

describe('a probe', () => {
  const deps = async () => ({ clock: systemClock, profiles: await loadProfiles('hardware/profiles') });

  it('reports the modem, its network, and the profile that fits', async () => {
    const modem = await plug({ family: 'quectel-ec25', imsi: '001010000000042' });
    const reports = await probePorts(modem.path, 115_200, await deps());
    expect(reports).toMatchObject([
      { port: modem.path, ready: true, reason: undefined, profile: 'quectel-ec25', indications: '2,1,0,1,0' },
    ]);
    const text = describeProbe(reports);
    expect(text).toMatch(/ready +yes/);
    expect(text).toMatch(/modem +Quectel EC25/);
    expect(text).toMatch(/network +home, Test Network/);
    expect(text).toMatch(/profile +quectel-ec25: fits "Quectel EC25" best/);
    expect(modem.violations).toEqual([]);
  });

  it('enters no PIN, and reports that one is needed', async () => {
    const modem = await plug({ pin: '4321' });
    const [report] = await probePorts(modem.path, 115_200, await deps());
    expect(report).toMatchObject({ ready: false, reason: expect.stringMatching(/asks for its PIN/) });
    expect(modem.stats.pinAttempts).toBe(0);
  });

  it('reports what is wrong with a port that cannot be opened', async () => {
    const reports = await probePorts(await linkPath(), 115_200, await deps());
    expect(reports).toMatchObject([{ ready: false, reason: expect.stringMatching(/No such file/) }]);
    expect(describeProbe(reports)).toMatch(/ready +no: .*No such file/);
  });

  it('as a command prints text or JSON, and exits with an error when a port could not send', async () => {
    const modem = await plug();
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      expect(await probeCommand(modem.path, true)).toBe(0);
      expect(await probeCommand(await linkPath(), false)).toBe(1);
      const [json, text] = write.mock.calls.map(([output]) => String(output));
      expect(JSON.parse(json ?? '')).toMatchObject([{ port: modem.path, ready: true }]);
      expect(text).toMatch(/ready +no/);
    } finally {
      write.mockRestore();
    }
  });
});
