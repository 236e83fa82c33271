import { describe, expect, it } from 'vitest';
import { ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

interface Memories {
  /** What AT+CPMS=? and AT+CPMS? say after the colon; left out: ERROR. */
  readonly offers?: string;
  readonly has?: string;
  /** The settings that it takes. */
  readonly takes: readonly string[];
  /** What AT+CGMI and AT+CGMM say. */
  readonly maker?: string;
  readonly model?: string;
}

const modemWith = ({ offers, has, takes, maker = 'Acme', model = 'Modem 1' }: Memories): ScriptedModem => {
  const modem = new ScriptedModem();
  const says = (text: string | undefined) => (text === undefined ? ['ERROR'] : [`+CPMS: ${text}`, 'OK']);
  modem.replies.set('AT+CGMI', [maker, 'OK']);
  modem.replies.set('AT+CGMM', [model, 'OK']);
  modem.replies.set('AT+CPMS=?', says(offers));
  modem.replies.set('AT+CPMS?', says(has));
  modem.onCommand = (command) => {
    const names = /^AT\+CPMS=("\w+"(?:,"\w+")*)$/.exec(command)?.[1];
    if (names !== undefined) modem.replies.set(command, [takes.includes(names) ? 'OK' : '+CMS ERROR: 303']);
  };
  return modem;
};

/** What was set, the last of it what was taken. */
const settingsOf = async (memories: Memories): Promise<readonly string[]> => {
  const modem = modemWith(memories);
  const { route } = await ready({ modem });
  expect(route.status().state).toBe('up');
  await stop(route);
  // The sweep at the start reads from the memory as well.
  const set = modem.heard.slice(0, modem.heard.lastIndexOf('AT+CSCA?'));
  return set.filter((each) => /^AT\+CPMS="/.test(each)).map((each) => each.slice('AT+CPMS='.length));
};

describe('the memory of messages', () => {
  it('stays the one that receives now, where it can be read', async () => {
    const all = '("SM","ME"),("SM","ME"),("SM","ME")';
    const set = await settingsOf({
      offers: all,
      has: '"SM",0,20,"SM",0,20,"ME",0,20',
      takes: ['"ME","ME","ME"'],
    });
    expect(set).toEqual(['"ME","ME","ME"']);
  });

  it('is another where the modem offers not to receive into the one that is set', async () => {
    const set = await settingsOf({
      offers: '("SM","ME"),("SM","ME"),("SM")',
      has: '"ME",0,20,"ME",0,20,"ME",0,20',
      takes: ['"SM","SM","SM"'],
    });
    expect(set).toEqual(['"SM","SM","SM"']);
  });

  it('is one that it offers to read from and to receive into, where it says of none that it is set', async () => {
    const set = await settingsOf({
      offers: '("SR","SM","ME"),("SM"),("SR","ME")',
      takes: ['"ME","SM","ME"'],
    });
    expect(set).toEqual(['"ME","SM","ME"']);
  });

  it('needs not be one that can be written to', async () => {
    const set = await settingsOf({
      offers: '("SM","ME"),("SM"),("SM","ME")',
      has: '"ME",0,20,"SM",0,20,"ME",0,20',
      takes: ['"ME","SM","ME"'],
    });
    expect(set).toEqual(['"ME","SM","ME"']);
  });

  it('is one argument for a Wavecom, whose offer has its parentheses twice', async () => {
    const set = await settingsOf({
      maker: 'WAVECOM MODEM',
      offers: '(("SM","BM","SR"),("SM"))',
      has: '"SM",0,20,"SM",0,20',
      takes: ['"SM"'],
    });
    expect(set).toEqual(['"SM"']);
  });

  it('is found for any modem whose offer has its parentheses twice', async () => {
    const set = await settingsOf({ offers: '(("BM","SM"),("SM"))', takes: ['"SM","SM"'] });
    expect(set).toEqual(['"SM","SM"']);
  });

  it('of a Cinterion is SM, for it refuses ME for receiving', async () => {
    const set = await settingsOf({
      maker: 'Cinterion',
      model: 'MC75i',
      offers: '("ME","SM","MT"),("ME","SM","MT"),("SM","MT")',
      has: '"MT",0,40,"MT",0,40,"MT",0,40',
      takes: ['"SM","SM","SM"'],
    });
    expect(set).toEqual(['"SM","SM","SM"']);
  });

  it('is not left for another because it is busy: what lies in it would never be read', async () => {
    const set = await settingsOf({
      offers: '("SM","ME"),("SM","ME"),("SM","ME")',
      has: '"SM",0,20,"SM",0,20,"SM",0,20',
      takes: ['"ME","ME","ME"'],
    });
    expect(set).toEqual(['"SM","SM","SM"', '"SM"']);
  });

  it('is as it was where the modem says less than it does, or nothing that can be read', async () => {
    for (const offers of [undefined, '', '((', '"', '(),(),()', '("SR"),("SR"),("SR")']) {
      const set = await settingsOf({
        ...(offers === undefined ? {} : { offers }),
        has: '"SM",0,20,"SM",0,20,"SM",0,20',
        takes: ['"SM","SM","SM"', '"SM"'],
      });
      expect(set.at(-1), offers).toMatch(/^"SM"/);
    }
  });
});
