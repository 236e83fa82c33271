import { existsSync } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { pluggedModems } from '../../support/modem/plugged.ts';

const { linkPath, plug, start } = pluggedModems();

const NUMBER = '+33639980001' as Msisdn;

describe('a modem that is silent after Ctrl-Z', () => {
  it('leaves the message uncertain, which is not sent again, and the next message is sent', async () => {
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

  it('settles its message with a +CMGS that comes after the time-out', async () => {
    const modem = await plug();
    const bench = await start(modem, { sendTimeout: '200ms' }).up();
    const { told } = bench;
    modem.misbehave({ lateResultMs: 900, noReport: true });
    expect(await bench.submit()).toMatchObject({ kind: 'uncertain' });
    await told.until(() => told.late.length === 1);
    expect(told.late).toMatchObject([{ outcome: { kind: 'accepted' } }]);
    expect(modem.stats.submits).toBe(1);
  });

  it('because it restarted is up again, and leaves the message uncertain', async () => {
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

  it('but only because its prompt is late gets the PDU after the prompt', async () => {
    const modem = await plug({ family: 'generic' });
    const bench = await start(modem).up();
    modem.misbehave({ latePromptMs: 300 });
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
    expect(modem.violations).toEqual([]);
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
    'has its file descriptor closed at once, since an open one would give the device another number at its return',
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

  it('while it sends leaves that message uncertain, and the waiting message is not sent', async () => {
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
