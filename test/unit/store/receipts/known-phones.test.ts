import { beforeEach, describe, expect, test } from 'vitest';
import { KnownPhones } from '../../../../src/store/rules/receipts/known-phones.ts';
import { T0 } from '../../../support/store/messages.ts';

const [PHONE, SENDER] = ['+33639980001', '+33199000001'];

let told: number;
let phones: KnownPhones;
beforeEach(() => {
  told = 0;
  phones = new KnownPhones({ phone: () => {}, sender: () => void told++ });
});
const add = (sender = SENDER, at = T0): void => phones.add(PHONE, sender, at);

describe('the other nodes are told of the sender of messages', () => {
  test('once in a minute while it is the same', () => {
    for (const at of [T0, T0 + 1, T0 + 59_999]) add(SENDER, at);
    expect(told).toBe(1);
    add(SENDER, T0 + 60_000);
    expect(told).toBe(2);
  });

  test('of each that is another than the one before', () => {
    add();
    add('+33199000002');
    expect(told).toBe(2);
  });

  test('again after a transaction that was rolled back, of which they were not told', () => {
    add();
    phones.rolledBack();
    add();
    expect(told).toBe(2);
    expect(phones.isSender(SENDER)).toBe(true);
  });
});
