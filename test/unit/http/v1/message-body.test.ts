import { expect, test } from 'vitest';
import { parseMessage } from '../../../../src/http/v1/messages/message-body.ts';
import type { FieldError, MessageInput } from '../../../../src/intake/message-input.ts';

const content = (): readonly FieldError[] => [];

const errorsOf = (
  body: unknown,
  check: (input: Partial<MessageInput>) => readonly FieldError[] = content,
) => {
  const parsed = parseMessage(body, check);
  return parsed.kind === 'invalid' ? parsed.errors : [];
};

const pathsOf = (body: unknown) => errorsOf(body).map(({ path }) => path);

const least = { to: '+33639980001', text: 'x' };

test('a message body needs only the number and the text', () => {
  expect(parseMessage(least, content)).toEqual({ kind: 'ok', value: least });
});

test('every field of a message body is read, with durations and times as milliseconds', () => {
  const body = {
    to: '06 39 98 00 01',
    text: 'é\n😀',
    from: 'PREFECTURE',
    priority: 'critical',
    validFor: 'PT30M',
    sendAt: '2026-12-01T08:00:00+01:00',
    reference: 'yours',
    onUncertain: 'resend',
    transliterate: false,
    flash: true,
    routes: ['orange'],
  };
  const { validFor: _validFor, ...rest } = body;
  expect(parseMessage(body, content)).toEqual({
    kind: 'ok',
    value: { ...rest, validForMs: 1_800_000, sendAt: Date.UTC(2026, 11, 1, 7) },
  });
});

test('every wrong or unknown field of a message body is named in the error', () => {
  const body = {
    text: 5,
    from: null,
    priority: 'urgent',
    validFor: '30 minutes',
    sendAt: 'tomorrow',
    reference: '',
    onUncertain: 'try',
    transliterate: 'yes',
    routes: ['orange', 7],
    colour: 'red',
    size: 1,
  };
  expect(pathsOf(body)).toEqual([
    'to',
    'text',
    'from',
    'priority',
    'validFor',
    'sendAt',
    'reference',
    'onUncertain',
    'transliterate',
    'routes[1]',
    'colour',
    'size',
  ]);
});

test('the error of a missing field says that it is missing', () => {
  expect(errorsOf({})).toEqual([
    { path: 'to', message: 'is missing' },
    { path: 'text', message: 'is missing' },
  ]);
});

test('errors that the intake finds in good fields of a message body are listed with the errors of the wrong fields', () => {
  const seen: Partial<MessageInput>[] = [];
  const check = (input: Partial<MessageInput>) => {
    seen.push(input);
    return [{ path: 'to', message: 'is no number' }];
  };
  const errors = errorsOf(
    { to: 'nobody', text: 7, validFor: 'PT1H', sendAt: 'x', routes: ['orange'] },
    check,
  );
  expect(errors.map(({ path }) => path)).toEqual(['text', 'sendAt', 'to']);
  expect(seen).toEqual([{ to: 'nobody', validForMs: 3_600_000, routes: ['orange'] }]);
});

test('a message body without a wrong field is not checked for its content, since the intake does that later', () => {
  expect(parseMessage(least, () => [{ path: 'to', message: 'is no number' }])).toHaveProperty('kind', 'ok');
});

test.each([null, [], [least], 'text', 7, true, undefined])('%j is refused as a message body', (body) => {
  expect(pathsOf(body)).toEqual(['']);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'a key called %s in a message body is an unknown field',
  (key) => {
    const body = JSON.parse(`{"to":"+33639980001","text":"x",${JSON.stringify(key)}:{"text":"y"}}`);
    expect(errorsOf(body)).toEqual([{ path: key, message: 'is not known here' }]);
  },
);

test.each(['PT10S', 'P7D', 'P1W', 'PT0.5H', 'P1DT12H'])('a validity of %s is accepted', (validFor) => {
  expect(pathsOf({ ...least, validFor })).toEqual([]);
});

test.each(['PT9S', 'P7DT1S', 'PT0S', 'P1M', 'PT', '-PT1H', 'PT1H ', '', 'P1Y'])(
  'a validity of %j is refused',
  (validFor) => {
    expect(pathsOf({ ...least, validFor })).toEqual(['validFor']);
  },
);

test.each(['2026-12-01T08:00:00Z', '2026-12-01T08:00:00.123+01:00', '2028-02-29T23:59:59-11:30'])(
  'sendAt %s is accepted as a time',
  (sendAt) => {
    expect(parseMessage({ ...least, sendAt }, content)).toMatchObject({
      value: { sendAt: Date.parse(sendAt) },
    });
  },
);

test.each([
  '2026-12-01T08:00:00',
  '2026-12-01 08:00:00Z',
  '2026-02-29T08:00:00Z',
  '2026-12-01T25:00:00Z',
  '2026-12-01',
  '1764576000000',
  '',
])('sendAt %j is refused: a day that exists, a time and an offset are needed', (sendAt) => {
  expect(pathsOf({ ...least, sendAt })).toEqual(['sendAt']);
});

test.each(['a\u0000b', 'a\ud800', '\udc00b', 'x'.repeat(201)])(
  'a reference that can not be stored unchanged is refused (case %#)',
  (reference) => {
    expect(pathsOf({ ...least, reference })).toEqual(['reference']);
  },
);
