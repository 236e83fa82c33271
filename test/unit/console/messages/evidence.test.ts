import { expect, test } from 'vitest';
import { FRENCH_REASONS } from '../../../../src/console/rooms/messages/french-reasons.ts';
import { factsIn, piecesOf } from '../../../../src/console/rooms/messages/one/evidence.ts';
import { reasonIn } from '../../../../src/console/rooms/messages/reasons.ts';
import { outcomeOf } from '../../../../src/protocols/smpp/outcomes.ts';

test('a receipt is told by its state, its error and that of the network', () => {
  const receipt =
    'id:1795 sub:001 dlvrd:000 submit date:2611261425 done date:2611261425 stat:UNDELIV err:006 text:… | ' +
    'receipted_message_id 1795 | message_state 5 | network_error_code 030006';
  expect(factsIn(receipt)).toEqual([
    { term: 'termCarrierId', value: '1795', meaning: undefined },
    { term: 'termReceiptState', value: 'UNDELIV', meaning: 'meanUndelivered' },
    { term: 'termError', value: '006', meaning: 'meanCarrierError' },
    { term: 'termNetworkError', value: '030006', meaning: undefined },
  ]);
});

test.each([
  ['command_status 0x0000000A (ESME_RINVSRCADR)', 'termStatus', '0x0000000A (ESME_RINVSRCADR)'],
  ['+CMS ERROR: 331', 'termCms', '331'],
  ['1795534557943001', 'termCarrierId', '1795534557943001'],
  ['0/33639980045', 'termTpMr', '0/33639980045'],
  ['07913391090000F106000B913336990840F562', 'termPdu', '07913391090000F106000B913336990840F562'],
])('%s is told as %s', (evidence, term, value) => {
  expect(factsIn(evidence)).toMatchObject([{ term, value }]);
});

test('evidence of an unknown form has no facts; it is shown as it came', () => {
  expect(factsIn('no submit_sm_resp within 312 ms')).toEqual([]);
});

test('the usual refusals of carriers have French words', () => {
  const usual = [0x01, 0x08, 0x0a, 0x0b, 0x14, 0x45, 0x58, 0x64, 0x65, 0x66, 0xfe, 0xff, 0x101, 0x400];
  for (const status of usual) {
    const outcome = outcomeOf(status);
    const reason = 'reason' in outcome ? outcome.reason : '';
    expect(FRENCH_REASONS, reason).toHaveProperty([reason]);
  }
});

test('codes of the carrier stay, several reasons are said one by one, and what is unknown stays as it came', () => {
  expect(reasonIn('fr', 'could not be delivered (UNDELIV, err 006)')).toBe(
    "n'a pas pu être remis (UNDELIV, err 006)",
  );
  expect(reasonIn('fr', 'uncertain: the carrier did not answer in time')).toBe(
    "dans le doute\u00a0: l'opérateur n'a pas répondu à temps",
  );
  expect(
    reasonIn('fr', 'the carrier says slower; an earlier attempt may have arrived, whole or in part'),
  ).toBe(
    "l'opérateur demande de ralentir\u202f; un essai précédent est peut-être arrivé, en tout ou en partie",
  );
  expect(reasonIn('fr', 'something new')).toBe('something new');
  expect(reasonIn('en', 'has opted out')).toBe('the person has opted out');
});

test('a receipt that stands in the timeline for its part and for the message is shown once', () => {
  const receipt = { at: '2026-11-26T03:39:24Z', route: 'sfr', evidence: 'id:1 stat:UNDELIV' };
  const later = { ...receipt, at: '2026-11-26T03:40:00Z' };
  const none = { ...receipt, evidence: null };
  expect(piecesOf([{ ...receipt, part: 1 }, { ...receipt, part: null }, none, later])).toEqual([
    { ...receipt, part: 1 },
    later,
  ]);
});
