import { describe, expect, it } from 'vitest';
import { inboundFromJson, misbehaviourFromJson, optionsFromJson } from '../../../src/sim/smsc/from-json.ts';

describe('a line of JSON for the simulated carrier', () => {
  it('with options is accepted when every key and value is known, and refused otherwise', () => {
    const options = {
      port: 0,
      systemId: 'tocsin',
      ids: 'mixed',
      receipts: 'tlv',
      keepMessages: false,
      seed: 7,
    };
    expect(optionsFromJson(options)).toEqual(options);
    expect(() => optionsFromJson({ port: '0' })).toThrow('"port" can\'t be "0"');
    expect(() => optionsFromJson({ ids: 'octal' })).toThrow('"ids" can\'t be "octal"');
    expect(() => optionsFromJson({ hasOwnProperty: 1 })).toThrow('there is no "hasOwnProperty"');
    expect(() => optionsFromJson([])).toThrow('[] is no object');
    expect(() => optionsFromJson(null)).toThrow('null is no object');
  });

  it('with misbehaviours has lists for sets, and null for undefined', () => {
    const change = {
      undeliverable: ['+33639980001'],
      throttleAbove: null,
      refuse: 8,
      receiptTwice: true,
      slowMs: 5,
    };
    expect(misbehaviourFromJson(change)).toEqual({
      undeliverable: new Set(['+33639980001']),
      throttleAbove: undefined,
      refuse: 8,
      receiptTwice: true,
      slowMs: 5,
    });
    expect(() => misbehaviourFromJson({ undeliverable: '+33639980001' })).toThrow(
      '"undeliverable" can\'t be',
    );
    expect(() => misbehaviourFromJson({ undeliverable: [33639980001] })).toThrow('"undeliverable" can\'t be');
    expect(() => misbehaviourFromJson({ slowMs: null })).toThrow('"slowMs" can\'t be null');
    expect(() => misbehaviourFromJson({ throttleAbove: '5' })).toThrow('"throttleAbove" can\'t be "5"');
    expect(() => misbehaviourFromJson({ toString: 1 })).toThrow('there is no "toString"');
  });

  it('with a message from a phone must have from, to and text', () => {
    const message = { from: '+33639980001', to: '38000', text: 'Safe', long: 'sar', order: [2, 1] };
    expect(inboundFromJson(message)).toEqual(message);
    expect(() => inboundFromJson({ from: '1', to: '2' })).toThrow('an inbound message has from, to and text');
    expect(() => inboundFromJson({ ...message, order: 2 })).toThrow('"order" can\'t be 2');
  });
});
