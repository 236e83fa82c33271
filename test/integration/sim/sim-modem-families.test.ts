import { describe, expect, it } from 'vitest';
import { families } from '../../../src/sim/modem/families.ts';
import { helloReported, rig } from '../../support/modem/modem-rig.ts';

describe('a simulated modem of the family', () => {
  it.each(Object.entries(families))(
    '%s starts, answers with its identity, sends, and delivers status reports',
    async (name, family) => {
      const { terminal, modem } = await rig({ family: name, iccid: '8933', pin: '1234' });
      await terminal.ask('ATE0');
      expect(await terminal.ask('AT+CGMI;+CGMM')).toContain(
        `\r\n${family.manufacturer}\r\n${family.model}\r\n`,
      );
      for (const command of Object.keys(family.iccid)) {
        expect(await terminal.ask(`AT${command}`)).toMatch(/\b8933\b/);
      }
      for (const command of family.ownCommands) {
        expect(await terminal.ask(`AT${command}=0`)).toBe('\r\nOK\r\n');
      }
      await terminal.ask('AT+CPIN="1234"');
      for (const line of family.simReady) await terminal.until(new RegExp(line.replace(/[+^]/g, '\\$&')));
      // The last value that each parameter of AT+CNMI accepts announces everything; mt and ds are the least that do.
      const [modes = [], told = [], , reports = [], bfr] = family.cnmi;
      const [mt, ds] = [told.find((value) => value > 0), reports.find((value) => value > 0)];
      await terminal.ask('AT+CMGF=0');
      const last = bfr === undefined ? '' : `,${bfr.at(-1)}`;
      expect(await terminal.ask(`AT+CNMI=${modes.at(-1)},${mt},0,${ds}${last}`)).toMatch(/\r\nOK\r\n$/);
      expect(await terminal.send(helloReported.pdu, helloReported.length, family.prompt)).toMatch(
        /\+CMGS: 0\r\n\r\nOK\r\n$/,
      );
      if (ds === 1) {
        const told = await terminal.until(/CDS: .*\r\n.*\r\n/);
        expect(told).toContain(family.cdsHead.replace('{}', '25'));
      } else expect(await terminal.until(/CDSI: .*\r\n/)).toContain(family.cdsi);
      if (family.acknowledges === 'always') expect(await terminal.ask('AT+CNMA=1')).toBe('\r\nOK\r\n');
      modem.receive({ from: '+33639980001', text: 'yes' });
      if (mt === 1) {
        expect(await terminal.until(/CMTI: .*\r\n/)).toContain(
          `+CMTI: "${family.receiveInto[0]}",${family.firstIndex}\r\n`,
        );
      } else await terminal.until(/\+CMT: .*\r\n.*\r\n/);
      expect(modem.violations).toEqual([]);
    },
  );
});
