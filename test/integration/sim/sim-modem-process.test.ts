import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hello, helloNumber, helloReported, prepare, terminalOn } from '../../support/modem/modem-rig.ts';

const startProcess = async (options: object) => {
  const child = spawn(process.execPath, ['src/sim/modem/main.ts', JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => JSON.parse((await lines.next()).value ?? 'null');
  const { path } = await answer();
  const tell = (command: object | string) => {
    child.stdin.write(`${typeof command === 'string' ? command : JSON.stringify(command)}\n`);
    return answer();
  };
  return { child, exit, path, tell };
};

describe('a simulated modem in its own process', () => {
  it('runs the commands on its standard input, and answers each', async () => {
    const { path, tell } = await startProcess({ imei: '356938035643809' });
    const terminal = await terminalOn(path);
    expect(await terminal.ask('AT+CGSN')).toContain('356938035643809');
    await prepare(terminal);
    await terminal.send(hello.pdu, hello.length);
    expect(await tell({ do: 'phones' })).toEqual({ ok: true, numbers: 1, shown: 1, duplicates: [] });
    expect(await tell({ do: 'phones', number: helloNumber })).toMatchObject({
      ok: true,
      shown: [{ text: 'hellohello', parts: 1 }],
    });
    expect(await tell({ do: 'stats' })).toMatchObject({ ok: true, stats: { taken: 1 } });
    expect(await tell({ do: 'sent' })).toMatchObject({ sent: [{ to: helloNumber, reference: 0 }] });
    expect(await tell({ do: 'misbehave', cmsError: 38 })).toEqual({ ok: true });
    expect(await terminal.send(hello.pdu, 22)).toContain('+CMS ERROR: 304');
    expect(await terminal.send(hello.pdu, hello.length)).toContain('+CMS ERROR: 38');
    expect(await tell({ do: 'violations' })).toMatchObject({
      violations: [expect.stringContaining('length')],
    });
    await tell({ do: 'calm' });
    await tell({ do: 'receive', from: '+33639980001', text: 'yes' });
    await terminal.until(/CMTI: "SM",1/);
    await tell({ do: 'ring' });
    await terminal.until(/RING/);
    await tell({ do: 'say', line: '^RSSI: 18' });
    await terminal.until(/RSSI: 18/);
    expect((await tell({ do: 'log' })).log.slice(-2)).toEqual(['> RING', '> ^RSSI: 18']);
    await tell({ do: 'reset' });
    expect(await terminal.ask('AT')).toContain('AT\r\r\nOK');
  });

  it('reports what is wrong with a line of input, and goes on', async () => {
    const { tell } = await startProcess({});
    expect(await tell('{')).toMatchObject({ ok: false, error: expect.stringContaining('JSON') });
    expect(await tell({ do: 'dance' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('"dance"'),
    });
    expect(await tell({ do: 'misbehave', hangs: true })).toMatchObject({ ok: false });
    expect(await tell({ do: 'say' })).toMatchObject({ ok: false });
    expect(await tell({ do: 'stats' })).toMatchObject({ ok: true });
  });

  it.each(['SIGTERM', 'the end of its input'])(
    'ends at %s and removes its link, even if status reports are pending',
    async (end) => {
      const folder = mkdtempSync(join(tmpdir(), 'modem-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const link = join(folder, 'modem');
      const { child, exit, path, tell } = await startProcess({ link, reportDelayMs: 3_600_000 });
      expect(path).toBe(link);
      const terminal = await terminalOn(path);
      await prepare(terminal);
      await terminal.send(helloReported.pdu, helloReported.length);
      await tell({ do: 'unplug' });
      expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
      expect(await tell({ do: 'replug' })).toEqual({ ok: true, path: link });
      if (end === 'SIGTERM') child.kill('SIGTERM');
      else child.stdin.end();
      expect(await exit).toEqual([0, null]);
      expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
    },
  );
});
