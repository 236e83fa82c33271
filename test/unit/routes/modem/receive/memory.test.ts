import { describe, expect, it } from 'vitest';
import { ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

interface Memories {
  /** The answers to AT+CPMS=? and AT+CPMS? after the colon; ERROR if left out. */
  readonly offers?: string;
  readonly has?: string;
  /** The AT+CPMS settings that the modem accepts. */
  readonly takes: readonly string[];
  /** The answers to AT+CGMI and AT+CGMM. */
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

/** The AT+CPMS settings that the route tried; the last one was accepted. */
const settingsOf = async (memories: Memories): Promise<readonly string[]> => {
  const modem = modemWith(memories);
  const { route } = await ready({ modem });
  expect(route.status().state).toBe('up');
  await stop(route);
  // The first reading of the memory sets AT+CPMS too; it isn't counted here.
  const set = modem.heard.slice(0, modem.heard.lastIndexOf('AT+CSCA?'));
  return set.filter((each) => /^AT\+CPMS="/.test(each)).map((each) => each.slice('AT+CPMS='.length));
};

describe('the memory chosen for messages (AT+CPMS)', () => {
  it('is the memory that receives messages now, if messages can be read from it', async () => {
    const all = '("SM","ME"),("SM","ME"),("SM","ME")';
    const set = await settingsOf({
      offers: all,
      has: '"SM",0,20,"SM",0,20,"ME",0,20',
      takes: ['"ME","ME","ME"'],
    });
    expect(set).toEqual(['"ME","ME","ME"']);
  });

  it('is another memory if the modem does not offer the present one for receiving', async () => {
    const set = await settingsOf({
      offers: '("SM","ME"),("SM","ME"),("SM")',
      has: '"ME",0,20,"ME",0,20,"ME",0,20',
      takes: ['"SM","SM","SM"'],
    });
    expect(set).toEqual(['"SM","SM","SM"']);
  });

  it('is a memory offered for both reading and receiving, if the modem does not tell the present one', async () => {
    const set = await settingsOf({
      offers: '("SR","SM","ME"),("SM"),("SR","ME")',
      takes: ['"ME","SM","ME"'],
    });
    expect(set).toEqual(['"ME","SM","ME"']);
  });

  it('need not be a memory that can be written to', async () => {
    const set = await settingsOf({
      offers: '("SM","ME"),("SM"),("SM","ME")',
      has: '"ME",0,20,"SM",0,20,"ME",0,20',
      takes: ['"ME","SM","ME"'],
    });
    expect(set).toEqual(['"ME","SM","ME"']);
  });

  it('is set with one argument on a Wavecom, which doubles the parentheses of its offer', async () => {
    const set = await settingsOf({
      maker: 'WAVECOM MODEM',
      offers: '(("SM","BM","SR"),("SM"))',
      has: '"SM",0,20,"SM",0,20',
      takes: ['"SM"'],
    });
    expect(set).toEqual(['"SM"']);
  });

  it('is found on any modem that doubles the parentheses of its offer', async () => {
    const set = await settingsOf({ offers: '(("BM","SM"),("SM"))', takes: ['"SM","SM"'] });
    expect(set).toEqual(['"SM","SM"']);
  });

  it('is SM on a Cinterion, which refuses ME for receiving', async () => {
    const set = await settingsOf({
      maker: 'Cinterion',
      model: 'MC75i',
      offers: '("ME","SM","MT"),("ME","SM","MT"),("SM","MT")',
      has: '"MT",0,40,"MT",0,40,"MT",0,40',
      takes: ['"SM","SM","SM"'],
    });
    expect(set).toEqual(['"SM","SM","SM"']);
  });

  it('is not replaced by another memory when the modem is busy: the messages in it would never be read', async () => {
    const set = await settingsOf({
      offers: '("SM","ME"),("SM","ME"),("SM","ME")',
      has: '"SM",0,20,"SM",0,20,"SM",0,20',
      takes: ['"ME","ME","ME"'],
    });
    expect(set).toEqual(['"SM","SM","SM"', '"SM"']);
  });

  it('is set even where the modem offers fewer memories than it accepts, or an unreadable list', async () => {
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
