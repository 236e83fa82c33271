import { describe, expect, it } from 'vitest';
import { readyRig, rig } from '../../support/modem/modem-rig.ts';

describe('a simulated modem at its start', () => {
  it('echoes commands until ATE0', async () => {
    const { terminal } = await rig();
    expect(await terminal.ask('AT')).toBe('AT\r\r\nOK\r\n');
    expect(await terminal.ask('ATE0')).toBe('ATE0\r\r\nOK\r\n');
    expect(await terminal.ask('AT')).toBe('\r\nOK\r\n');
    await terminal.ask('ATZ');
    expect(await terminal.ask('AT')).toBe('AT\r\r\nOK\r\n');
  });

  it('answers the commands that ask for its identity', async () => {
    const { terminal } = await rig({
      imei: '356938035643809',
      iccid: '8933',
      imsi: '20801',
      operator: 'Here',
    });
    await terminal.ask('ATE0');
    const said: string[] = [];
    for (const command of ['+CGMI', '+CGMM', '+CGMR', '+CGSN', '+CIMI', '+CCID', '+COPS?', '+CSCA?']) {
      said.push((await terminal.ask(`AT${command}`)).split('\r\n')[1] ?? '');
    }
    expect(said).toEqual([
      'Generic',
      'GSM Modem',
      '1.0',
      '356938035643809',
      '20801',
      '+CCID: 8933',
      '+COPS: 0,0,"Here"',
      '+CSCA: "+33199000001",145',
    ]);
  });

  it('writes errors in the form that AT+CMEE has set', async () => {
    const { terminal } = await rig({ pin: '1234' });
    await terminal.ask('ATE0');
    expect(await terminal.ask('AT+CIMI')).toBe('\r\nERROR\r\n');
    await terminal.ask('AT+CMEE=1');
    expect(await terminal.ask('AT+CIMI')).toBe('\r\n+CME ERROR: 11\r\n');
    await terminal.ask('AT+CMEE=2');
    expect(await terminal.ask('AT+CIMI')).toBe('\r\n+CME ERROR: SIM PIN required\r\n');
    expect(await terminal.ask('AT+NOSUCH')).toBe('\r\nERROR\r\n');
  });

  it('reads one octet at a time, and several commands in one write', async () => {
    const { terminal } = await rig();
    await terminal.ask('ATE0');
    for (const octet of 'AT+CSQ\r') terminal.write(octet);
    expect(await terminal.until(/OK\r\n/)).toBe('\r\n+CSQ: 20,99\r\n\r\nOK\r\n');
    terminal.write('AT+CREG?\rAT+CMGF=0\r\nAT+CMGF?\r');
    expect(await terminal.until(/(?:[\s\S]*OK\r\n){3}/)).toBe(
      '\r\n+CREG: 0,1\r\n\r\nOK\r\n\r\nOK\r\n\r\n+CMGF: 0\r\n\r\nOK\r\n',
    );
  });

  it('gives one result for all commands of a line, and stops at the first command that fails', async () => {
    const { terminal, modem } = await rig();
    await terminal.ask('ATE0');
    expect(await terminal.ask('AT+CMEE=1;+CSQ;+CMEE?')).toBe('\r\n+CSQ: 20,99\r\n+CMEE: 1\r\n\r\nOK\r\n');
    expect(await terminal.ask('AT+CPMS="XX";+CMEE=0')).toBe('\r\n+CMS ERROR: 303\r\n');
    expect(await terminal.ask('AT+CMEE?')).toContain('+CMEE: 1');
    expect(modem.stats.commands).toBe(6);
  });

  it('ignores a line without AT, and an ESC before a command', async () => {
    const { terminal } = await rig();
    await terminal.ask('ATE0');
    terminal.write('hello\r\r\n\x1b\r');
    expect(await terminal.ask('AT')).toBe('\r\nOK\r\n');
  });

  it('accepts the values of AT+CNMI that its family has, and lists them', async () => {
    const { terminal } = await rig({ family: 'cinterion-mc55i' });
    await terminal.ask('ATE0');
    expect(await terminal.ask('AT+CNMI=?')).toBe('\r\n+CNMI: (0-2),(0,1),(0,2),(0,1),(1)\r\n\r\nOK\r\n');
    expect(await terminal.ask('AT+CNMI=2,1,0,1,0')).toBe('\r\n+CMS ERROR: 303\r\n');
    expect(await terminal.ask('AT+CNMI=2,1,0,1,1')).toBe('\r\nOK\r\n');
    expect(await terminal.ask('AT+CNMI?')).toContain('+CNMI: 2,1,0,1,1\r\n');
  });

  it('forgets its settings at AT+CFUN=1,1 and at AT&F', async () => {
    const { terminal, modem } = await readyRig({ family: 'sim800' });
    expect(await terminal.ask('AT+CFUN=1,1')).toBe('\r\nOK\r\n');
    expect(await terminal.until(/SMS Ready\r\n/)).toContain('RDY\r\n+CFUN: 1');
    expect(await terminal.ask('AT+CNMI?')).toBe('AT+CNMI?\r\r\n+CNMI: 0,0,0,0,0\r\n\r\nOK\r\n');
    expect(modem.stats.resets).toBe(1);
    await terminal.ask('AT+CMEE=1');
    await terminal.ask('AT&F');
    expect(await terminal.ask('AT+CMEE?')).toContain('+CMEE: 0');
  });

  it('reports a change of registration after AT+CREG=1', async () => {
    const { terminal, modem } = await readyRig();
    await terminal.ask('AT+CREG=1');
    modem.misbehave({ unregistered: true });
    expect(await terminal.until(/CREG: 2\r\n/)).toBe('\r\n+CREG: 2\r\n');
    expect(await terminal.ask('AT+CREG?')).toContain('+CREG: 1,2');
    expect(await terminal.ask('AT+CSQ')).toContain('+CSQ: 99,99');
    modem.calm();
    expect(await terminal.until(/CREG: 1\r\n/)).toBe('\r\n+CREG: 1\r\n');
    await terminal.ask('AT+CFUN=4');
    expect(await terminal.until(/CREG: 0\r\n/)).toBe('\r\n+CREG: 0\r\n');
  });

  it('answers "SIM busy" (+CME ERROR: 14) for a set number of commands', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ simBusy: 2 });
    expect(await terminal.ask('AT+CPIN?')).toBe('\r\n+CME ERROR: 14\r\n');
    expect(await terminal.ask('AT+CSCA?')).toBe('\r\n+CME ERROR: 14\r\n');
    expect(await terminal.ask('AT+CPIN?')).toBe('\r\n+CPIN: READY\r\n\r\nOK\r\n');
  });

  it('sends a balance (+CUSD) after its OK', async () => {
    const { terminal } = await readyRig();
    expect(await terminal.ask('AT+CUSD=1,"*100#",15')).toBe('\r\nOK\r\n');
    expect(await terminal.until(/15\r\n/)).toContain('+CUSD: 0,"*100#');
  });
});

describe('the PIN of a simulated modem', () => {
  it('enables the commands that need the SIM, and makes the modem register', async () => {
    const { terminal, modem } = await rig({ pin: '1234' });
    await terminal.ask('ATE0');
    await terminal.ask('AT+CMEE=1;+CREG=1');
    expect(await terminal.ask('AT+CPIN?')).toBe('\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n');
    expect(await terminal.ask('AT+CMGS=23')).toContain('+CMS ERROR');
    expect(await terminal.ask('AT+CSCA?')).toBe('\r\n+CMS ERROR: 311\r\n');
    expect(await terminal.ask('AT+CPIN="1234"')).toBe('\r\nOK\r\n');
    expect(await terminal.until(/CREG: 1\r\n/)).toBe('\r\n+CREG: 1\r\n');
    expect(await terminal.ask('AT+CPIN?')).toContain('+CPIN: READY');
    expect(await terminal.ask('AT+CPIN="1234"')).toBe('\r\n+CME ERROR: 3\r\n');
    expect(modem.stats.pinAttempts).toBe(1);
  });

  it('blocks the SIM at the third wrong attempt, even with a restart in between, and entering a PUK is a violation', async () => {
    const { terminal, modem } = await rig({ pin: '1234', family: 'sim800' });
    await terminal.ask('AT+CMEE=1');
    expect(await terminal.ask('AT+CPIN=0000')).toContain('+CME ERROR: 16');
    expect(await terminal.ask('AT+CPIN=0001')).toContain('+CME ERROR: 16');
    await terminal.ask('AT+CFUN=1,1');
    await terminal.until(/RDY/);
    await terminal.ask('AT+CMEE=1');
    expect(await terminal.ask('AT+CPIN=0002')).toContain('+CME ERROR: 16');
    expect(await terminal.ask('AT+CPIN?')).toContain('+CPIN: SIM PUK');
    expect(await terminal.ask('AT+CPIN=1234')).toContain('+CME ERROR: 12');
    expect(modem.stats.pinAttempts).toBe(4);
    expect(modem.violations).toEqual([]);
    expect(await terminal.ask('AT+CPIN="12345678","1234"')).toContain('+CME ERROR: 16');
    expect(modem.stats.pukAttempts).toBe(1);
    expect(modem.violations).toEqual(['a PUK was entered']);
  });

  it('has its state in quotes, or without an OK, in the families whose modems answer AT+CPIN? in that way', async () => {
    const quoted = await rig({ family: 'zte-mf190' });
    expect(await quoted.terminal.ask('AT+CPIN?')).toContain('+CPIN: "READY"');
    const { terminal } = await rig({ family: 'wavecom-q2303' });
    await terminal.ask('ATE0');
    terminal.write('AT+CPIN?\rAT+CPMS=?\r');
    expect(await terminal.until(/OK\r\n/)).toBe(
      '\r\n+CPIN: READY\r\n\r\n+CPMS: (("SM","SR"),("SM"))\r\n\r\nOK\r\n',
    );
    expect(await terminal.ask('AT+CPMS="SM","SM"')).toContain('ERROR');
  });
});
