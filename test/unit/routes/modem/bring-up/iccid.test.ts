import { describe, expect, it } from 'vitest';
import { ready, stop } from '../../../../support/modem/harness.ts';
import { lockedModem } from '../../../../support/modem/locked-modem.ts';
import { MemorySimRepository } from '../../../../support/modem/memory-sim-repository.ts';

const COMMANDS = ['AT+CCID', 'AT+ICCID', 'AT^ICCID?', 'AT+QCCID', 'AT#CCID', 'AT^SCID', 'AT+ZGETICCID'];
const READ_FILE = 'AT+CRSM=176,12258,0,0,10';

/** The ICCID under which a wrong PIN was noted, of a modem that answers these commands only. */
const notedUnder = async (replies: Readonly<Record<string, readonly string[]>>): Promise<string[]> => {
  const modem = lockedModem('4321');
  for (const command of [...COMMANDS, READ_FILE]) modem.replies.set(command, ['+CME ERROR: 13']);
  for (const [command, reply] of Object.entries(replies)) modem.replies.set(command, reply);
  const simRepository = new MemorySimRepository();
  const { route } = await ready({ modem, simRepository, config: { pin: '1111' } });
  await stop(route);
  return [...simRepository.latches].map((latch) => latch.replace('/1111', ''));
};

describe('the ICCID before the PIN', () => {
  it.each([
    ['18 digits', '+CCID: 893315031900000001', '893315031900000001'],
    ['19 digits and an F to fill up', '+CCID: 8944200053671052499F', '8944200053671052499'],
    ['20 digits in quotes', '+CCID: "89324102234690160476"', '89324102234690160476'],
    ['20 digits, each pair swapped', '+CCID: 98231420326409614067', '89324102234690160476'],
    ['19 digits, swapped, and an F', '+CCID: "984402003576012594F9"', '8944200053671052499'],
    ['hexadecimal letters', '+CCID: 898600D6991130004146', '898600D6991130004146'],
    ['22 digits', '+CCID: 8988303000000614227000', '8988303000000614227000'],
    ['no prefix', '89882110000000000017', '89882110000000000017'],
  ])('is read when the modem writes it as %s', async (_form, line, iccid) => {
    expect(await notedUnder({ 'AT+CCID': [line, 'OK'] })).toEqual([iccid]);
  });

  it('is read from the file of the SIM (AT+CRSM) on a BG96, which refuses AT+QCCID with +CME ERROR: 13', async () => {
    const replies = {
      [READ_FILE]: ['+CRSM: 144,0,"984402003576012594F9"', 'OK'],
      'AT+CGMI': ['Quectel', 'OK'],
    };
    expect(await notedUnder({ ...replies, 'AT+CGMM': ['BG96', 'OK'] })).toEqual(['8944200053671052499']);
  });

  it('is not read from an answer of the file that reports an error of the card', async () => {
    expect(await notedUnder({ [READ_FILE]: ['+CRSM: 105,130,"984402003576012594F9"', 'OK'] })).toEqual([]);
  });
});
