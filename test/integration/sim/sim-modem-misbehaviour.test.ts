import { describe, expect, it } from 'vitest';
import type { Terminal } from '../../support/gateway/terminal.ts';
import { hello, helloNumber, helloReported, prepare, readyRig } from '../../support/modem/modem-rig.ts';

const submit = async (terminal: Terminal, pdu = hello.pdu): Promise<void> => {
  terminal.write(`AT+CMGS=${hello.length}\r`);
  await terminal.until(/> $/);
  terminal.write(`${pdu}\x1a`);
};

describe('a simulated modem that misbehaves', () => {
  it('is silent after Ctrl-Z and loses the message, and takes the next command', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ silentAfterPrompt: 'lost' });
    await submit(terminal, helloReported.pdu);
    expect(await terminal.ask('AT')).toBe('\r\nOK\r\n');
    expect(modem.stats).toMatchObject({ submits: 1, taken: 0, reports: 0 });
    modem.calm();
    expect(await terminal.send(hello.pdu, hello.length)).toContain('+CMGS: 0');
  });

  it('is silent after Ctrl-Z and sends the message: the phone shows the message, and its status report comes', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ silentAfterPrompt: 'sent' });
    await submit(terminal, helloReported.pdu);
    expect(await terminal.until(/CDS: .*\r\n.*\r\n/)).toMatch(/^\r\n\+CDS: 25\r\n07913391090000F10600/);
    expect(modem.phones.texts(helloNumber)).toEqual(['hellohello']);
  });

  it('answers AT+CMGS with the +CMS ERROR that was set, for all numbers or for one', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ cmsErrorFor: new Map([['+27820001111', 28]]) });
    const other = '0001000B917228001011F100000CC8329BFD065DDF72363904';
    expect(await terminal.send(other, 24)).toBe('\r\n+CMS ERROR: 28\r\n');
    expect(await terminal.send(hello.pdu, hello.length)).toContain('+CMGS: 0');
    modem.misbehave({ cmsError: 42 });
    expect(await terminal.send(hello.pdu, hello.length)).toBe('\r\n+CMS ERROR: 42\r\n');
    expect(await terminal.send(other, 24)).toBe('\r\n+CMS ERROR: 28\r\n');
    expect(modem.stats).toMatchObject({ refused: 3, taken: 1 });
  });

  it('sends RING between command and answer, before the prompt, and between +CMGS and OK', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ ringBetween: true });
    expect(await terminal.ask('AT')).toBe('\r\nRING\r\n\r\nOK\r\n');
    terminal.write('AT+CMGS=23\r');
    expect(await terminal.until(/> $/)).toBe('\r\n+CREG: 1\r\n\r\n> ');
    terminal.write(`${hello.pdu}\x1a`);
    expect(await terminal.until(/OK\r\n/)).toBe(
      '\r\n+CLIP: "+33639980099",145\r\n\r\n+CMGS: 0\r\n\r\nRING\r\n\r\nOK\r\n',
    );
  });

  it.each(['lost', 'sent'] as const)('restarts after Ctrl-Z, the message %s', async (fate) => {
    const { terminal, modem } = await readyRig({ family: 'huawei-e1750', pin: '1234' });
    await terminal.ask('AT+CPIN=1234');
    modem.misbehave({ resetDuringSend: fate });
    await submit(terminal);
    await terminal.until(/BOOT:[\s\S]*\r\n/);
    expect(await terminal.ask('AT+CPIN?')).toMatch(/AT\+CPIN\?[\s\S]*SIM PIN/);
    expect(modem.stats).toMatchObject({ resets: 1, taken: fate === 'sent' ? 1 : 0 });
  });

  it('prompts with a bare ">", without a space', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ barePrompt: true });
    terminal.write('AT+CMGS=23\r');
    expect(await terminal.until(/>/)).toBe('\r\n>');
    terminal.write(`${hello.pdu}\x1a`);
    expect(await terminal.until(/OK\r\n/)).toBe('\r\n+CMGS: 0\r\n\r\nOK\r\n');
  });

  it('prompts late, and an ESC that came earlier ends the prompt', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ latePromptMs: 20 });
    terminal.write('AT+CMGS=23\r\x1b\rAT+CSQ\r');
    expect(await terminal.until(/CSQ: [\s\S]*OK\r\n/)).toBe('\r\n> \r\nOK\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n');
    expect(modem.violations).toEqual([]);
    expect(modem.stats.escapes).toBe(1);
  });

  it('never prompts, and takes the next command', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ noPrompt: true });
    terminal.write('AT+CMGS=23\r\x1b\r');
    expect(await terminal.ask('AT')).toBe('\r\nOK\r\n');
  });

  it('without a prompt ignores or refuses AT+CMGS: the Ctrl-Z of the PDU is no violation, any other one is', async () => {
    const { terminal, modem } = await readyRig({ family: 'nordic-nrf9160' });
    modem.misbehave({ noPrompt: true });
    terminal.write(`AT+CMGS=${hello.length}\r${hello.pdu}\x1a`);
    terminal.write('\x1b\r');
    expect(await terminal.ask('AT')).toBe('\r\nOK\r\n');
    modem.calm();
    await terminal.ask('AT+CMGF=1');
    terminal.write(`AT+CMGS=${hello.length}\r${hello.pdu}\x1a\x1b\r`);
    expect(await terminal.until(/ERROR.*\r\n/)).toContain('ERROR');
    await terminal.ask('AT');
    expect(modem.violations).toEqual([]);
    terminal.write('\x1a');
    await terminal.ask('AT');
    expect(modem.violations).toEqual(['Ctrl-Z without a prompt']);
  });

  it('answers slowly', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ slowMs: 50 });
    const began = performance.now();
    expect(await terminal.ask('AT')).toBe('\r\nOK\r\n');
    expect(performance.now() - began).toBeGreaterThan(45);
  });

  it('hangs until it is reset, and sends nothing until then', async () => {
    const { terminal, modem } = await readyRig({ family: 'sim800' });
    modem.misbehave({ hang: true });
    const unheard = 'AT\r\x1b\rAT+CFUN=1,1\r';
    terminal.write(unheard);
    await modem.until(({ stats }) => stats.unheard === unheard.length);
    modem.ring();
    modem.receive({ from: '+33639980001', text: 'kept by the network' });
    expect(modem.stats.inbound).toBe(0);
    modem.reset();
    expect(await terminal.until(/SMS Ready\r\n/)).toMatch(/^\r\nRDY\r\n/);
    await prepare(terminal);
    expect(await terminal.ask('AT+CMGL=4')).toContain('+CMGL: 1,0');
  });

  it('hangs until it gets an ESC', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ hang: 'untilEscape' });
    terminal.write('AT\rAT\r');
    terminal.write('\x1b\rAT+CSQ\r');
    expect(await terminal.until(/OK\r\n/)).toBe('\r\n+CSQ: 20,99\r\n\r\nOK\r\n');
  });

  it('hangs until it gets AT+CFUN=1,1', async () => {
    const { terminal, modem } = await readyRig({ family: 'sim800' });
    modem.misbehave({ hang: 'untilRestart' });
    terminal.write('AT\r\x1b\rAT\r');
    terminal.write('AT+CFUN=1,1\r');
    expect(await terminal.until(/SMS Ready\r\n/)).toMatch(/^\r\nRDY\r\n/);
    expect(modem.stats.resets).toBe(1);
  });

  it('hangs in the middle of a PDU, and loses the message', async () => {
    const { terminal, modem } = await readyRig();
    terminal.write('AT+CMGS=23\r');
    await terminal.until(/> $/);
    modem.misbehave({ hang: 'untilEscape' });
    terminal.write(`${hello.pdu}\x1a`);
    terminal.write('\x1b\r');
    expect(await terminal.ask('AT')).toBe('\r\nOK\r\n');
    expect(modem.stats.submits).toBe(0);
  });

  it('sends the status report before the result of AT+CMGS', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ reportBeforeResult: true });
    const said = await terminal.send(helloReported.pdu, helloReported.length);
    expect(said).toMatch(/^\r\n\+CDS: 25\r\n.*\r\n\r\n\+CMGS: 0\r\n\r\nOK\r\n$/);
  });

  it('sends no status report, a failed one, a temporary one before the final one, or the same one twice', async () => {
    const { terminal, modem } = await readyRig();
    const states = async (count: number): Promise<readonly string[]> => {
      await terminal.send(helloReported.pdu, helloReported.length);
      const said: string[] = [];
      while (said.length < count) said.push((await terminal.until(/CDS: .*\r\n.*\r\n/)).slice(-4, -2));
      return said;
    };
    modem.misbehave({ noReport: true });
    await terminal.send(helloReported.pdu, helloReported.length);
    modem.calm();
    modem.misbehave({ failedReport: new Set([helloNumber]) });
    expect(await states(1)).toEqual(['46']);
    modem.misbehave({ stillTryingFirst: true });
    expect(await states(2)).toEqual(['30', '46']);
    modem.calm();
    modem.misbehave({ reportTwice: true });
    expect(await states(2)).toEqual(['00', '00']);
    expect(modem.stats.reports).toBe(5);
  });

  it('sends the result of AT+CMGS late, and takes other commands meanwhile', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ lateResultMs: 20 });
    await submit(terminal);
    expect(await terminal.ask('AT')).toBe('\r\nOK\r\n');
    expect(modem.phones.texts(helloNumber)).toEqual(['hellohello']);
    expect(await terminal.until(/OK\r\n/)).toBe('\r\n+CMGS: 0\r\n\r\nOK\r\n');
  });

  it('writes each octet separately, and loses none', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ trickle: true });
    expect(await terminal.ask('AT+CSQ')).toBe('\r\n+CSQ: 20,99\r\n\r\nOK\r\n');
  });
});
