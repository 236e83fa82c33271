type Random = () => number;

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T;

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let n = 0; n < depth; n++) value = n % 2 === 0 ? [value] : { a: value };
  return value;
};

/** Values that no schema was written for. Each is made when it is needed, since some are large. */
const values: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => [],
  () => ({}),
  () => '',
  () => ' ',
  () => 0,
  () => -1,
  () => -0,
  () => 1.5,
  () => 2 ** 31,
  () => 2 ** 53,
  () => -(2 ** 63),
  () => 1e308,
  () => 5e-324,
  () => '1',
  () => '0x1f',
  () => '\0',
  () => 'a\0b',
  () => '\ud800',
  () => 'x\udfff',
  () => '\ufeff',
  () => '\u202eabc',
  () => '\u0085\u2028\u2029',
  () => `e${'\u0301'.repeat(500)}`,
  () => '👨‍👩‍👧‍👦'.repeat(100),
  () => 'x'.repeat(257),
  () => 'é'.repeat(2001),
  () => 'x'.repeat(40_000),
  () => '{',
  () => '}}{{',
  () => '{attributes.__proto__}',
  () => '{'.repeat(3000),
  () => '__proto__',
  () => 'constructor',
  () => "'; DROP TABLE messages; --",
  () => '%_%',
  () => '=HYPERLINK("http://127.0.0.1:1")',
  () => '<script>alert(1)</script>]]>',
  () => '../../etc/passwd',
  () => '\r\nSet-Cookie: a=b',
  () => '+336399800011111111111111',
  () => '00 33 6 39 98 00 01',
  () => '9999-12-31T23:59:59.999Z',
  () => '0000-01-01T00:00:00Z',
  () => '+275760-09-13T00:00:00.000Z',
  () => '2026-02-30T10:00:00Z',
  () => '2026-12-01T24:00:00+14:59',
  () => 'P999999999999Y',
  () => 'PT0.0000000001S',
  () => '-PT1H',
  () => '*/1 * * * * *',
  () => '0 0 30 2 *',
  () => 'file:///etc/passwd',
  () => 'http://[::1]:1/',
  () => nested(40),
  () => nested(2000),
  () => Array.from({ length: 3000 }, (_, n) => n),
  () => Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`k${n}`, n])),
  () => Array.from({ length: 50 }, () => '+33639980001'),
];

const hostileValue = (random: Random): unknown => pick(values, random)();

/** A text for a parameter or a header's place in a URL. */
export const hostileText = (random: Random): string => {
  const value = hostileValue(random);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, 4000).toWellFormed();
};

/** The value with one change at some place in it: a hostile value, a key too many, a key too few, twice the same. */
export const bend = (value: unknown, random: Random): unknown => {
  if (typeof value !== 'object' || value === null || random() < 0.15) return hostileValue(random);
  const entries = Object.entries(value);
  const [key, inner] = entries[Math.floor(random() * entries.length)] ?? [];
  if (key === undefined) return hostileValue(random);
  if (Array.isArray(value)) {
    if (random() < 0.2) return [...value, ...value, hostileValue(random)];
    return value.map((each, index) => (String(index) === key ? bend(each, random) : each));
  }
  const dice = random();
  if (dice < 0.1) return Object.fromEntries(entries.filter(([other]) => other !== key));
  if (dice < 0.2)
    return { ...value, [pick(['unknown', '', '__proto__ ', 'toString', 'a'.repeat(300)], random)]: inner };
  return { ...value, [key]: bend(inner, random) };
};

/** Octets in place of a JSON text: broken, too deep, with keys twice, in no encoding. */
export const bendText = (json: string, random: Random): Buffer => {
  const octets = Buffer.from(json);
  const at = Math.floor(random() * octets.length);
  const bent: readonly (() => Buffer | string)[] = [
    () => octets.subarray(0, at),
    () => Buffer.concat([octets.subarray(0, at), Buffer.from([0xc0, 0xaf, 0xff]), octets.subarray(at)]),
    () => Buffer.concat([octets.subarray(0, at), Buffer.from([0]), octets.subarray(at)]),
    () => `\ufeff${json}`,
    () => `${json}${json}`,
    () => `${json} x`,
    () => json.replace('{', '{"to":[],"name":1,"id":"x",'),
    () => json.replace('{', '{"__proto__":{"role":"admin"},'),
    () => json.replace(/:(?=["\d])/, ':1e999,"x":'),
    () => json.replace(/\d+/, '1'.repeat(5000)),
    () => json.replace(/"[^"]*"/, '"\\ud83d"'),
    () => '['.repeat(100_000),
    () => `${'['.repeat(5000)}${']'.repeat(5000)}`,
    () => '{"a":'.repeat(20_000),
    () => 'NaN',
    () => '',
    () => Buffer.from(json, 'utf16le'),
    () => 'x'.repeat(1_100_000),
  ];
  return Buffer.from(pick(bent, random)());
};
