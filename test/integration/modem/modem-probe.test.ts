import { describe, expect, it, vi } from 'vitest';
import { describeProbe, probeCommand } from '../../../src/commands/probe.ts';
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
