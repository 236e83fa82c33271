import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { describeProbe, probeCommand } from '../../../src/commands/probe.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { probePorts } from '../../../src/routes/modem/bring-up/probe.ts';
import { loadProfiles } from '../../../src/routes/modem/device/profile.ts';
import { pluggedModems } from '../../support/modem/plugged.ts';

const { linkPath, plug } = pluggedModems();

describe('a probe of serial ports', () => {
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
    expect(report?.reason).toMatch(/tries left: 3/);
    expect(modem.stats.pinAttempts).toBe(0);
  });

  it('reports why a port cannot be opened', async () => {
    const reports = await probePorts(await linkPath(), 115_200, await deps());
    expect(reports).toMatchObject([{ ready: false, reason: expect.stringMatching(/No such file/) }]);
    expect(describeProbe(reports)).toMatch(/ready +no: .*No such file/);
  });

  it('as a command prints text or JSON, and exits with 1 when a port could not send', async () => {
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

/** Runs the command and returns its exit code and what it printed. */
const printed = async (...args: Parameters<typeof probeCommand>): Promise<readonly [number, string]> => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const code = await probeCommand(...args);
    return [code, write.mock.calls.map(([output]) => String(output)).join('')];
  } finally {
    write.mockRestore();
  }
};

describe('a probe of the radio (--radio)', () => {
  const to = toMsisdn('+33639980099');

  it('that is ended by Ctrl-C lifts the limit of the radio first, and says that it was ended', async () => {
    const modem = await plug({ radio: { technologies: ['2G', '4G'] } });
    modem.misbehave({ noReport: true });
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => said.mockRestore());
    const probe = printed(modem.path, false, { to });
    await modem.until(({ sent }) => sent.length === 1);
    expect(modem.radio.mode).toBe('2G');
    process.emit('SIGINT', 'SIGINT');
    const [code, text] = await probe;
    expect(code).toBe(1);
    expect(text).toMatch(/radio +not checked: it was ended/);
    expect(modem.radio.mode).toBe('auto');
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('with --to sends a message on each technology and prints which work, with a warning if only old ones do', async () => {
    const modem = await plug({ imsi: '208200000000001', radio: { technologies: ['2G', '3G', '4G'] } });
    modem.misbehave({ refusesOn: new Map([['4G', 500]]) });
    const [code, text] = await printed(modem.path, false, { to });
    expect(code).toBe(0);
    expect(text).toMatch(/radio 2G +works, after [\d.]+ s/);
    expect(text).toMatch(/radio 4G +refused, unknown error/);
    expect(text).toMatch(/radio 5G +not offered by the modem/);
    expect(text).toMatch(/warning +Bouygues Telecom ends 2G, 2026-12-31: .*https:/);
    expect(modem.radio.mode).toBe('auto');
  });

  it('without --to and without a person to ask sends nothing', async () => {
    const modem = await plug({ card: { ownNumber: '+33639980012' }, radio: { technologies: ['4G'] } });
    const [code, json] = await printed(modem.path, true, { to: undefined });
    expect(code).toBe(0);
    expect(JSON.parse(json)).toMatchObject([{ ready: true }]);
    expect(modem.sent).toEqual([]);
  });

  it('leaves a message from a phone on the SIM for the gateway', async () => {
    const modem = await plug({ radio: { technologies: ['4G'] } });
    modem.receive({ from: '+33639980001', text: 'Is the bridge open?' });
    const [, text] = await printed(modem.path, false, { to });
    expect(text).toMatch(/radio 4G +works/);
    expect(modem.stored('SM')).toBe(1);
  });
});
