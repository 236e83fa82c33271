import { describe, expect, it } from 'vitest';
import {
  misbehaviourFromJson,
  optionsFromJson,
  phoneTextFromJson,
} from '../../../src/sim/modem/options/from-json.ts';

describe('a simulated modem in its own process', () => {
  it('accepts known options, and refuses others', () => {
    expect(optionsFromJson({ pin: '1234', partMs: 2700 })).toEqual({ pin: '1234', partMs: 2700 });
    expect(() => optionsFromJson({ pins: '1234' })).toThrow('"pins"');
    expect(() => optionsFromJson({ pin: 1234 })).toThrow('"pin"');
    expect(() => optionsFromJson([])).toThrow('no object');
  });

  it('accepts misbehaviours in JSON: null for undefined, lists for sets, objects for maps', () => {
    expect(
      misbehaviourFromJson({
        silentAfterPrompt: 'sent',
        cmsError: null,
        cmsErrorFor: { '+33639980001': 38 },
        failedReport: ['+33639980002'],
        hang: 'untilEscape',
      }),
    ).toEqual({
      silentAfterPrompt: 'sent',
      cmsError: undefined,
      cmsErrorFor: new Map([['+33639980001', 38]]),
      failedReport: new Set(['+33639980002']),
      hang: 'untilEscape',
    });
  });

  it.each([
    { noPromt: true },
    { noPrompt: 1 },
    { silentAfterPrompt: 'maybe' },
    { cmsErrorFor: { '+33639980001': '38' } },
    { cmsErrorFor: [] },
    { failedReport: [1] },
    { slowMs: null },
  ])('refuses the misbehaviour %j', (json) => {
    expect(() => misbehaviourFromJson(json)).toThrow(`"${Object.keys(json)[0]}"`);
  });

  it('accepts texts from phones in JSON', () => {
    expect(
      phoneTextFromJson({ from: '+33639980001', text: 'yes', at: '2026-03-01T12:00:00Z', order: [2, 1] }),
    ).toEqual({ from: '+33639980001', text: 'yes', at: new Date('2026-03-01T12:00:00Z'), order: [2, 1] });
    expect(phoneTextFromJson({ from: 'NAME', text: '' })).toEqual({ from: 'NAME', text: '' });
    expect(() => phoneTextFromJson({ text: 'yes' })).toThrow('from and text');
    expect(() => phoneTextFromJson({ from: '1', text: '', at: 'soon' })).toThrow('"at"');
    expect(() => phoneTextFromJson({ from: '1', text: '', order: 2 })).toThrow('"order"');
  });
});
