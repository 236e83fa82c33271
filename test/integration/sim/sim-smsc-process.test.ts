import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deliverFields, RawEsme, submitPdu } from '../../support/smpp/raw-esme.ts';

interface CarrierProcess {
  readonly child: ChildProcess;
  readonly port: number;
  say(line: string): Promise<unknown>;
  tell(command: object): Promise<unknown>;
  readonly exit: Promise<unknown[]>;
}

const startProcess = async (options: string): Promise<CarrierProcess> => {
  const child = spawn(process.execPath, ['src/sim/smsc/main.ts', options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => JSON.parse((await lines.next()).value ?? 'null') as { port?: number };
  const { port = 0 } = await answer();
  const say = (line: string) => {
    child.stdin.write(`${line}\n`);
    return answer();
  };
  return { child, port, exit, say, tell: (command) => say(JSON.stringify(command)) };
};

const bind = async (port: number): Promise<RawEsme> => {
  const esme = await RawEsme.bound(port);
  onTestFinished(() => esme.close());
  return esme;
};

describe('a simulated carrier in its own process', () => {
  it('runs the commands on its standard input, and answers each in order', async () => {
    const { port, tell, say, child, exit } = await startProcess('{"port":0,"ids":"hex"}');
    const esme = await bind(port);
    await esme.ask(submitPdu(2));
    await esme.ask(submitPdu(3));
    expect(await tell({ do: 'stats' })).toMatchObject({
      ok: true,
      bound: 1,
      stats: { accepted: 2, submits: 2 },
    });
    expect(await tell({ do: 'phones' })).toEqual({
      ok: true,
      numbers: 1,
      shown: 2,
      duplicates: [{ number: '33639980001', text: 'The dam holds.', times: 2 }],
    });
    expect(await tell({ do: 'phones', number: '+33639980001' })).toMatchObject({
      shown: [{ text: 'The dam holds.' }, { text: 'The dam holds.' }],
      incomplete: [],
    });
    expect(
      await tell({ do: 'misbehave', refuseNumbers: ['+33639980001'], refuse: null, noAnswer: 0 }),
    ).toEqual({
      ok: true,
    });
    expect(await esme.ask(submitPdu(4))).toMatchObject({ status: 0x0b });
    expect(await tell({ do: 'calm' })).toEqual({ ok: true });
    expect(await esme.ask(submitPdu(5))).toMatchObject({ status: 0 });
    for (let i = 0; i < 3; i++) await esme.deliverSm();
    expect(await tell({ do: 'inbound', from: '+33639980001', to: '38000', text: 'Safe' })).toEqual({
      ok: true,
    });
    expect(deliverFields(await esme.deliverSm()).octets.toString()).toBe('Safe');
    expect(await tell({ do: 'violations' })).toEqual({ ok: true, violations: [] });
    expect(await tell({ do: 'blackHole', on: true })).toEqual({ ok: true });
    expect(await tell({ do: 'blackHole', on: false })).toEqual({ ok: true });
    expect(await tell({ do: 'drop' })).toEqual({ ok: true });
    await esme.closed;
    expect(await tell({ do: 'cut' })).toEqual({ ok: true });
    await expect(RawEsme.connect(port)).rejects.toThrow('ECONNREFUSED');
    expect(await tell({ do: 'restore' })).toEqual({ ok: true });
    await bind(port);

    expect(await say('nonsense')).toMatchObject({ ok: false, error: expect.stringContaining('JSON') });
    expect(await say('7')).toEqual({ ok: false, error: '7 is no object' });
    expect(await tell({ do: 'explode' })).toEqual({ ok: false, error: 'there is no command "explode"' });
    expect(await tell({ do: 'toString' })).toEqual({ ok: false, error: 'there is no command "toString"' });
    expect(await tell({ do: 'misbehave', noAnswr: 1 })).toEqual({
      ok: false,
      error: 'there is no "noAnswr"',
    });
    expect(await tell({ do: 'misbehave', noAnswer: true })).toEqual({
      ok: false,
      error: '"noAnswer" can\'t be true',
    });
    expect(await tell({ do: 'inbound', from: '1', to: '2' })).toMatchObject({ ok: false });
    child.stdin?.end();
    expect(await exit).toEqual([0, null]);
  });

  it('ends at SIGTERM, even with clients bound', async () => {
    const { port, child, exit } = await startProcess('{}');
    const esme = await bind(port);
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    await esme.closed;
  });

  it('does not start with an unknown option', async () => {
    const args = ['src/sim/smsc/main.ts', '{"prt":0}'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(complaint).toContain('there is no "prt"');
  });
});
